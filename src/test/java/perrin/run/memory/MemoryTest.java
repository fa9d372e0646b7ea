package perrin.run.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.BackendException;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.kernel.compile.KernelCompiler;

/** Everything that a run holds is counted before it begins, and compared with what there is. */
class MemoryTest {
  private static final double GIBIBYTE = 0x1p30;

  @TempDir Path folder;

  private static final String YAML =
      """
      coordinates: [x]
      energy: x^2/2
      start: {x: 0}
      method: euler-maruyama
      temperature: 1
      dt: 0.1
      walkers: 1000
      steps: 100
      histograms: {x: {of: x, from: -4, to: 4, bins: 10}}
      observables: {a: x^2, b: x^4, c: x, d: x^3}
      """;

  private static Experiment experiment(String... sets) {
    return ExperimentFile.parse(YAML, "a.yaml", List.of(sets));
  }

  private static Memory plan(Experiment x, boolean finals) {
    int points = x.sweep().points();
    return Memory.of(x, points, KernelCompiler.compile(x.point(0)).kernel(), finals);
  }

  private static String refused(Experiment x, double heap, double free) {
    return assertThrows(
            BackendException.class,
            () -> plan(x, true).require(x, x.sweep().points(), heap * GIBIBYTE, free * GIBIBYTE))
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          walkers=3000000000 | 999 | 999 | 3,000,000,000 walkers, must be at most 2,147,483,639 in one run, for they are looked at together when it ends; run parts of them, with first-walker
          steps=16777216 | 0.7 | 99 | 16,777,216 samples of 4 observables take 2.09 GiB of memory, and Java may take 0.70 GiB; take fewer (sample-every), or allow Java more: PERRIN_JAVA_OPTS=-Xmx3g
          steps=134217728 | 6 | 99 | 134,217,728 samples of 4 observables take 16.53 GiB of memory, and Java may take 6.00 GiB; take fewer (sample-every), or allow Java more: PERRIN_JAVA_OPTS=-Xmx17g
          histograms.x.bins=1000000 | 6 | 99 | histograms of 1,000,002 cells take 10.03 GiB of memory, and Java may take 6.00 GiB; use fewer bins, or allow Java more: PERRIN_JAVA_OPTS=-Xmx11g
          walkers=1000000000 | 2 | 99 | 1,000,000,000 walkers take 2.81 GiB of memory, and Java may take 2.00 GiB; use fewer, or leave the final states out with --no-final, or allow Java more: PERRIN_JAVA_OPTS=-Xmx3g
          walkers=1000000000 | 99 | 4 | 1,000,000,000 walkers take 5.59 GiB of memory, the whole run 9.39 GiB, and free are 4.00 GiB; use fewer, or leave the final states out with --no-final
          sweep={temperature: linspace(0.5, 1, 1000)} | 0.05 | 99 | histograms of 12 cells at each of 1000 points take 0.14 GiB of memory, and Java may take 0.05 GiB; use fewer bins, or allow Java more: PERRIN_JAVA_OPTS=-Xmx1g
          """)
  void refusesWhatDoesNotFit(String set, double heap, double free, String complaint) {
    assertEquals(complaint, refused(experiment(set), heap, free));
  }

  @Test
  void acceptsWhatFits() {
    Experiment x = experiment();
    plan(x, true).require(x, 1, 0.02 * GIBIBYTE, 0.02 * GIBIBYTE);
    assertEquals("", plan(x, true).words());
    Experiment large = experiment("steps=16777216");
    String words = plan(large, true).words();
    assertTrue(words.startsWith("1.44 GiB at most (samples 1.44); Java may take "), words);
    assertTrue(words.contains(", free are "), words);
  }

  /** What the plan accepts ends well: runs that have just the memory that it asks for. */
  @ParameterizedTest
  @Tag("slow")
  @ValueSource(
      strings = {
        "steps=1048576",
        "histograms.x.bins=30000",
        "walkers=4000000",
        "sweep={temperature: linspace(0.5, 1, 200)}",
        "trajectories={walkers: 500, every: 1, interpolate: 10}",
      })
  void plannedRunsEndWell(String set) throws Exception {
    String checked =
        set.startsWith("hist")
            ? "check={boltzmann: x}"
            : set.startsWith("walkers")
                ? "steps=4"
                : set.startsWith("steps") ? "walkers=1" : "walkers=500";
    Experiment x = experiment(set, checked);
    int points = x.sweep().points();
    double heap = Memory.needed(plan(x, true)); // Java keeps some of what it is given to itself
    String mebibytes = String.valueOf((long) Math.ceil(1.1 * heap / (1 << 20)));
    Path file = Files.writeString(folder.resolve("a.yaml"), YAML);
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx" + mebibytes + "m",
                "-cp",
                System.getProperty("java.class.path"),
                "perrin.cli.Perrin",
                "run",
                file.toString()));
    command.addAll(List.of("--set", set, "--set", checked, "--backend", "java"));
    Path log = folder.resolve("log");
    int exit =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertTrue(
        exit == 0 || exit == 3,
        points + " points, " + mebibytes + " MiB: " + Files.readString(log));
  }

  @Test
  void freeMemoryOfAMachine() throws IOException {
    assertEquals(OptionalLong.empty(), new FreeMemory(folder).available());
    write("proc/meminfo", "MemTotal:       16000 kB\nMemAvailable:    8000 kB\n");
    assertEquals(OptionalLong.of(8000 << 10), new FreeMemory(folder).available());
    write("proc/self/cgroup", "0::/job\n");
    assertEquals(OptionalLong.of(8000 << 10), new FreeMemory(folder).available());
    write("sys/fs/cgroup/job/memory.max", "max\n");
    write("sys/fs/cgroup/job/memory.current", "1000\n");
    assertEquals(OptionalLong.of(8000 << 10), new FreeMemory(folder).available());
    write("sys/fs/cgroup/job/memory.max", "5000000\n");
    write("sys/fs/cgroup/job/memory.current", "3000000\n");
    assertEquals(OptionalLong.of(2_000_000), new FreeMemory(folder).available());
    write("sys/fs/cgroup/job/memory.stat", "anon 7\ninactive_file 500000\n");
    assertEquals(OptionalLong.of(2_500_000), new FreeMemory(folder).available());
  }

  @Test
  void freeMemoryOfAnOlderControlGroup() throws IOException {
    write("proc/meminfo", "MemAvailable:    8000 kB\n");
    write("proc/self/cgroup", "4:cpu,memory:/job\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "1000\n");
    assertEquals(OptionalLong.of(8000 << 10), new FreeMemory(folder).available());
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "5000000\n");
    write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 1000\n");
    assertEquals(OptionalLong.of(5_000_000), new FreeMemory(folder).available());
    assertTrue(FreeMemory.bytes() > 0);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
