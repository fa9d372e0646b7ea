package perrin.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;
import perrin.backend.cxx.CxxSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;

class CompiledKernelsTest {
  private static final Kernel KERNEL =
      KernelCompiler.compile(Trial.of(Trial.SMALL).experiment()).kernel();
  private static final String SOURCE = new CxxSource(KERNEL).complete("cpu/frame.h");

  @TempDir Path folder;
  private CacheFolder cache;
  private CpuTarget target;

  @BeforeEach
  void openTheCache() {
    assumeTrue(Trial.hasCompiler());
    cache = CacheFolder.at(folder.resolve("cache"));
    target = CpuTarget.best(Precision.SINGLE);
  }

  private CompiledKernels kernels(String... environment) {
    return kernels(120, environment);
  }

  private CompiledKernels kernels(double limit, String... environment) {
    Map<String, String> all = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    for (int i = 0; i < environment.length; i += 2) {
      all.put(environment[i], environment[i + 1]);
    }
    return new CompiledKernels(all, limit, cache);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(cache.path())) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** A program that stands for a compiler. */
  private String compiler(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("compiler"), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  @Test
  void compiledOnceAndNothingElseIsLeft() throws IOException {
    CompiledKernels.Library first = kernels().get(SOURCE, target);
    CompiledKernels.Library second = kernels().get(SOURCE, target);
    assertFalse(first.cached());
    assertTrue(second.cached());
    assertArrayEquals(first.image(), second.image());
    assertEquals(first.compiler(), second.compiler());
    assertEquals(
        List.of(first.file().getFileName().toString()),
        names().stream().filter(name -> !name.startsWith("compiler-")).toList());
    assertEquals(2, names().size());
  }

  /** Cut, emptied, replaced by something else, changed in a bit; a library that is no kernel. */
  @Test
  void twentyDamagedEntriesAreMadeAnew() throws IOException {
    CompiledKernels.Library whole = kernels().get(SOURCE, target);
    byte[] bytes = Files.readAllBytes(whole.file());
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      switch (i % 4) {
        case 0 -> Files.write(whole.file(), Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        case 1 -> Files.write(whole.file(), new byte[i / 4]);
        case 2 -> Files.writeString(whole.file(), "garbage".repeat(random.nextInt(10_000)));
        default -> {
          byte[] flipped = bytes.clone();
          flipped[random.nextInt(bytes.length)] ^= 1;
          Files.write(whole.file(), flipped);
        }
      }
      CompiledKernels.Library again = kernels().get(SOURCE, target);
      assertFalse(again.cached(), "damage " + i);
      assertTrue(kernels().get(SOURCE, target).cached(), "damage " + i);
    }
    cache.keep(whole.file().getFileName().toString(), "no kernel".getBytes(StandardCharsets.UTF_8));
    assertFalse(kernels().get(SOURCE, target).cached());
  }

  @Test
  void withoutACompilerACompiledKernelStillRuns() {
    String compiler = kernels().get(SOURCE, target).compiler();
    CompiledKernels.Library kept = kernels("PATH", "/none").get(SOURCE, target);
    assertTrue(kept.cached());
    assertEquals(compiler, kept.compiler());
    var refused =
        assertThrows(
            BackendException.class, () -> kernels("PATH", "/none").get(SOURCE + "\n", target));
    assertTrue(refused.getMessage().contains("no C++ compiler"), refused.getMessage());
  }

  /** A cached kernel starts no program at all: this compiler would fail the test by its trace. */
  @Test
  void aCachedKernelStartsNoCompiler() throws IOException {
    Path trace = folder.resolve("trace");
    String cxx = compiler("echo started >> " + trace + "; exec g++ \"$@\"");
    assertFalse(kernels("CXX", cxx).get(SOURCE, target).cached());
    Files.delete(trace);
    assertTrue(kernels("CXX", cxx).get(SOURCE, target).cached());
    assertFalse(Files.exists(trace));
  }

  /** As with CXX="ccache g++ -O2". */
  @Test
  void theCompilerMayBeStartedByAnotherProgram() throws IOException {
    Path trace = folder.resolve("trace");
    String cache = compiler("echo \"$1\" >> " + trace + "; exec \"$@\"");
    CompiledKernels.Library first = kernels("CXX", cache + "  g++ -O1").get(SOURCE, target);
    assertFalse(first.cached());
    assertTrue(Files.readAllLines(trace).stream().allMatch("g++"::equals), "the compiler first");
    String name = Path.of(cache).getFileName().toString();
    assertTrue(first.compiler().matches(name + " g\\+\\+ [0-9.]+ -O1"), first.compiler());
    assertTrue(kernels("CXX", cache + " g++ -O1").get(SOURCE, target).cached());
    assertFalse(kernels("CXX", cache + " g++ -O2").get(SOURCE, target).cached());
  }

  @Test
  void tellsBeforeItCompilesAndOnlyThen() {
    List<String> told = new ArrayList<>();
    kernels().telling(() -> told.add("first")).get(SOURCE, target);
    kernels().telling(() -> told.add("second")).get(SOURCE, target);
    assertEquals(List.of("first"), told);
  }

  @Test
  void theCompilerMayHaveOptions() {
    CompiledKernels.Library slow = kernels("CXX", " g++  -O0 ").get(SOURCE, target);
    assertTrue(slow.compiler().matches("g\\+\\+ [0-9.]+ -O0"), slow.compiler());
    assertFalse(kernels("CXX", "g++").get(SOURCE, target).cached(), "another compiler");
    var refused =
        assertThrows(BackendException.class, () -> kernels("CXX", "no-g++ -O0").get("", target));
    assertTrue(refused.getMessage().contains("CXX=no-g++ -O0, no such program"));
  }

  @Test
  void aSlowCompilerIsEndedWithAllThatItStarted() throws Exception {
    Path number = folder.resolve("number");
    String cxx = compiler("sleep 300 & echo $! > " + number + "; wait");
    var slow =
        assertThrows(BackendException.class, () -> kernels(1, "CXX", cxx).get(SOURCE, target));
    assertTrue(slow.getMessage().contains("took more than 1 s"), slow.getMessage());
    long child = Long.parseLong(Files.readString(number).strip());
    for (int i = 0; i < 100 && isAlive(child); i++) {
      Thread.sleep(50);
    }
    assertFalse(isAlive(child));
    // and the next run does not wait
    Files.delete(number);
    var again =
        assertThrows(BackendException.class, () -> kernels(1, "CXX", cxx).get(SOURCE, target));
    assertFalse(Files.exists(number));
    assertTrue(again.getMessage().contains("not tried again before"), again.getMessage());
    List<String> left = names();
    assertTrue(left.size() == 1 && left.getFirst().endsWith(".slow"), left.toString());
    // until a day has gone by
    cache.keep(left.getFirst(), "2020-01-01T00:00:00Z\nlong ago".getBytes(StandardCharsets.UTF_8));
    assertThrows(BackendException.class, () -> kernels(1, "CXX", cxx).get(SOURCE, target));
    assertTrue(Files.exists(number));
  }

  private static boolean isAlive(long process) {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void whatACompilerMakesIsLookedAt() throws IOException {
    for (String text : List.of("exit 0", "echo 'error: no' >&2; exit 1", LIBRARY_OF_NOTHING)) {
      String cxx = compiler(text);
      assertThrows(BackendException.class, () -> kernels("CXX", cxx).get(SOURCE, target), text);
      assertEquals(List.of(), names(), text);
    }
  }

  private static final String LIBRARY_OF_NOTHING =
      """
      for last; do :; done
      echo 'int nothing;' > nothing.cpp && g++ -shared -fPIC -o "$last" nothing.cpp\
      """;

  @Test
  void aFullDiskIsNamed() throws IOException {
    String cxx =
        compiler(
            "echo 'ld: final link failed: No space left on device'; echo 'collect2: error: ld"
                + " returned 1 exit status'; exit 1");
    var full = assertThrows(BackendException.class, () -> kernels("CXX", cxx).get(SOURCE, target));
    assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
    assertTrue(full.getMessage().contains("free some space"), full.getMessage());
  }

  /** A file system that is mounted noexec, or an entry that is cut while it runs. */
  @Test
  void whatRunsIsNotTheFile() throws IOException {
    CompiledKernels.Library library = kernels().get(SOURCE, target);
    Files.write(library.file(), new byte[10]);
    try (NativeKernel kernel = new NativeKernel(library, KERNEL)) {
      assertTrue(kernel != null);
    }
  }

  @Test
  void codeThatTakesTooLongIsRefusedBefore() {
    var refused =
        assertThrows(BackendException.class, () -> kernels().get("\n".repeat(60_001), target));
    assertTrue(
        refused.getMessage().contains("60001 lines, more than a compiler takes in time"),
        refused.getMessage());
  }
}
