package perrin.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import perrin.backend.BackendException;

/**
 * Loads a library that is in memory already, and checked: from a file that only this process has
 * ({@code memfd_create}). So what was checked is what runs, whoever may write the file that it came
 * from, and a file system that is mounted noexec does no harm.
 */
final class LoadedLibrary {
  /**
   * Of all entry points of kernels, which take an address, and of close(2), as an int is passed as
   * the lower half of a register: a shape of call costs milliseconds when it is first seen.
   */
  static final FunctionDescriptor CALL = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);

  private static final FunctionDescriptor CREATE =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);

  private static final int CLOSE_ON_EXEC = 1;

  private LoadedLibrary() {}

  /**
   * @param file with the same content, for systems without files in memory
   * @param arena that the library is closed with
   * @throws BackendException where it cannot be loaded
   */
  @SuppressWarnings("restricted")
  static SymbolLookup open(byte[] image, Path file, Arena arena) {
    return inMemory(image, arena)
        .orElseGet(() -> {
          try {
            return SymbolLookup.libraryLookup(file, arena);
          } catch (IllegalArgumentException e) {
            throw new BackendException(
                "the compiled kernel "
                    + file
                    + " cannot be loaded; if its file system is mounted noexec, set PERRIN_CACHE"
                    + " to a folder on another",
                e);
          }
        });
  }

  /** Makes Java ready for calls of those shapes. */
  @SuppressWarnings("restricted")
  static void prepareCalls() {
    Linker.nativeLinker().downcallHandle(CALL);
    Linker.nativeLinker().downcallHandle(CREATE);
  }

  @SuppressWarnings("restricted")
  private static Optional<SymbolLookup> inMemory(byte[] image, Arena arena) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> create = linker.defaultLookup().find("memfd_create");
    Optional<MemorySegment> close = linker.defaultLookup().find("close");
    if (create.isEmpty() || close.isEmpty()) {
      return Optional.empty();
    }
    MethodHandle closing = linker.downcallHandle(close.get(), CALL);
    try (Arena names = Arena.ofConfined()) {
      int number =
          (int)
              linker
                  .downcallHandle(create.get(), CREATE)
                  .invokeExact(names.allocateFrom("perrin-kernel"), CLOSE_ON_EXEC);
      if (number < 0) {
        return Optional.empty();
      }
      // Open as long as the library is, which is known by this path. An arena closes what came last
      // first.
      MemorySegment.ofAddress(1).reinterpret(1, arena, _ -> close(closing, number));
      Path path = Path.of("/proc/self/fd/" + number);
      Files.write(path, image);
      return Optional.of(SymbolLookup.libraryLookup(path.toString(), arena));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // forbidden on this system
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void close(MethodHandle closing, int number) {
    try {
      long _ = (long) closing.invokeExact((long) number);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
