package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import perrin.backend.nvidia.CudaLibraries;
import perrin.conformance.Trial;

/** The stand-in for a driver and NVRTC, src/test/native, in this process. */
public final class StandIn {
  private static final Set<String> loaded = new HashSet<>();

  private StandIn() {}

  /** Where it is built; nothing outside of Maven's stand-in execution. */
  static Optional<String> folder() {
    return Optional.ofNullable(System.getenv(CudaLibraries.VARIABLE)).map(all -> all.split(":")[0]);
  }

  /** Builds and loads it, once; skips the test where that is not wanted or not possible. */
  public static void load() throws IOException, InterruptedException {
    load(List.of());
  }

  /** The same, with the interpreter of NVIDIA's PTX. */
  static void loadWithPtx() throws IOException, InterruptedException {
    load(List.of("ptx"));
  }

  @SuppressWarnings("restricted")
  private static synchronized void load(List<String> more)
      throws IOException, InterruptedException {
    assumeTrue(Trial.hasCompiler());
    assumeTrue(folder().isPresent(), "skipped: runs in Maven's stand-in execution only");
    String libraries = folder().get();
    if (loaded.containsAll(more) && !loaded.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("bash", "src/test/native/build.sh", libraries));
    command.addAll(more);
    Process build = new ProcessBuilder(command).redirectErrorStream(true).start();
    String log = new String(build.getInputStream().readAllBytes());
    assertEquals(0, build.waitFor(), log);
    // Whoever looks for a library of that name in this process finds this one from now on.
    System.load(Path.of(libraries, "libcuda.so.1").toAbsolutePath().toString());
    loaded.add("libcuda.so.1");
    loaded.addAll(more);
  }

  /** Sets a variable of the environment that native code sees; empty takes it away. */
  @SuppressWarnings("restricted")
  public static void environment(String name, String value) {
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
