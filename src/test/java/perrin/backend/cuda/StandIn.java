package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import perrin.conformance.Trial;

/** The stand-in for a driver and NVRTC, src/test/native, in this process. */
final class StandIn {
  private static boolean loaded;

  private StandIn() {}

  /** Builds and loads it, once; skips the test where that is not wanted or not possible. */
  @SuppressWarnings("restricted")
  static synchronized void load() throws IOException, InterruptedException {
    assumeTrue(Trial.hasCompiler());
    String libraries = System.getenv("PERRIN_CUDA_LIBRARIES");
    assumeTrue(libraries != null, "skipped: runs in Maven's stand-in execution only");
    if (loaded) {
      return;
    }
    Process build =
        new ProcessBuilder("bash", "src/test/native/build.sh", libraries)
            .redirectErrorStream(true)
            .start();
    String log = new String(build.getInputStream().readAllBytes());
    assertEquals(0, build.waitFor(), log);
    // Whoever looks for a library of that name in this process finds this one from now on.
    System.load(Path.of(libraries, "libcuda.so.1").toAbsolutePath().toString());
    loaded = true;
  }

  /** Sets a variable of the environment that native code sees; empty takes it away. */
  @SuppressWarnings("restricted")
  static void environment(String name, String value) {
    var linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      var text = ValueLayout.ADDRESS;
      var number = ValueLayout.JAVA_INT;
      var set =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("setenv"),
              FunctionDescriptor.of(number, text, text, number));
      int failed = (int) set.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      assertEquals(0, failed);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
