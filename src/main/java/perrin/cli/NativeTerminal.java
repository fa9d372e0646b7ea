package perrin.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Asks the operating system about a terminal; {@link System#console} knows nothing of stderr. */
final class NativeTerminal {
  private static final int USUAL_COLUMNS = 80;

  /** The request for {@code struct winsize {unsigned short rows, columns, …}}. */
  private static final long WINDOW_SIZE =
      System.getProperty("os.name").startsWith("Mac") ? 0x40087468L : 0x5413L;

  private NativeTerminal() {}

  /** Columns of the terminal that a file descriptor is; 0 if it is none. */
  @SuppressWarnings("restricted")
  static int columns(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      if (!isTerminal(descriptor)) {
        return 0;
      }
      MemorySegment size = arena.allocate(8);
      FunctionDescriptor type =
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS);
      Linker linker = Linker.nativeLinker();
      var ioctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("ioctl"), type, Linker.Option.firstVariadicArg(2));
      int failed = (int) ioctl.invokeExact(descriptor, WINDOW_SIZE, size);
      int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
      return failed != 0 || columns == 0 ? USUAL_COLUMNS : columns;
    } catch (Throwable _) {
      return 0; // a system without these calls gets no progress bar
    }
  }

  @SuppressWarnings("restricted")
  private static boolean isTerminal(int descriptor) throws Throwable {
    Linker linker = Linker.nativeLinker();
    var isatty =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("isatty"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    return (int) isatty.invokeExact(descriptor) == 1;
  }
}
