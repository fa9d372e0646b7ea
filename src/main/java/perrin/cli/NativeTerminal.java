package perrin.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

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
    if (isFileOrPipe(descriptor)) {
      return 0;
    }
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

  /** Where Linux tells it: calling the C library for the first time takes tens of milliseconds. */
  private static boolean isFileOrPipe(int descriptor) {
    Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      String what = Files.readSymbolicLink(link).toString();
      return what.startsWith("pipe:")
          || what.startsWith("socket:")
          || what.equals("/dev/null")
          || Files.isRegularFile(link);
    } catch (IOException _) {
      return false;
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
