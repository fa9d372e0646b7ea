package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path folder;
  private Path experiment;
  private Path output;

  @BeforeEach
  void writeTheExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    output = folder.resolve("out.h5");
  }

  private CommandLineTrial run(Object... options) {
    return runTo(output, options);
  }

  private CommandLineTrial runTo(Path file, Object... options) {
    Object[] words = new Object[options.length + 6];
    Object[] first = {"run", experiment, "-o", file, "--backend", "java"};
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(options, 0, words, first.length, options.length);
    return CommandLineTrial.of(words);
  }

  private static String digest(Path file) {
    var digest = CommandLineTrial.of("digest", file);
    assertEquals(0, digest.exit(), digest.err());
    return digest.out();
  }

  @Test
  void printsWhatRunsWhatCameOutAndTheVerdict() {
    var run = run("--threads", 2);
    assertLinesMatch(
        List.of(
            "Trial: 20,000 walkers × 100 steps, leimkuhler-matthews, dt = 0.1, kT = 0.5",
            "backend: java — plain Java \\d+, 2 threads",
            "",
            ">> the picture >>",
            "  █ x   • Boltzmann .*",
            "",
            "x2 = 0\\.(49|50)\\d+ ± 0.00\\d+  \\(time mean\\)",
            "E  = 0\\.(24|25)\\d+ ± 0.00\\d+  \\(time mean\\)",
            "speed: \\d\\.\\d\\de\\d walker-steps/s stepping, \\d\\.\\d\\de\\d in the whole run",
            "time: \\d+\\.\\d s.*",
            ">> more phases, where the machine is slow >>",
            "run file: .*out\\.h5",
            "verdict: converged  TV 0\\.\\d+ \\[0\\.\\d+, 0\\.\\d+]  tolerance 0.03",
            "",
            "Compared: histogram x .*",
            ">> what it means >>"),
        run.outLines());
    assertEquals("", run.err());
    assertEquals(0, run.exit());
    assertTrue(Files.isRegularFile(output));
  }

  @Test
  void theCpuBackendGivesTheSameBits() {
    assumeTrue(CommandLineTrial.hasCompiler(), "skipped: no C++ compiler");
    run();
    for (int width : new int[] {4, 8, 16}) {
      Path file = folder.resolve("cpu" + width + ".h5");
      var run =
          CommandLineTrial.of("run", experiment, "-o", file, "--backend", "cpu", "--width", width);
      assertEquals(0, run.exit(), run.err());
      assertTrue(run.out().contains("backend: cpu — "), run.out());
      assertTrue(run.out().contains(width + " walkers a vector"), run.out());
      assertEquals(digest(output), digest(file));
    }
  }

  @Test
  void doublePrecision() {
    var run = run("--set", "precision=double");
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.verdict().startsWith("verdict: converged"), run.verdict());
    assertEquals("double precision", run.outLines().get(1));
    try (var file = new HdfFile(output)) {
      assertEquals("double", file.getAttribute("precision").getData());
      assertEquals(double.class, file.getDatasetByPath("final/x").getJavaType());
    }
    assumeTrue(CommandLineTrial.hasCompiler(), "skipped: no C++ compiler");
    Path other = folder.resolve("other.h5");
    CommandLineTrial.of("run", experiment, "-o", other, "--set", "precision=double");
    assertEquals(digest(output), digest(other));
  }

  /** A map of characters, for it is not a terminal with colours; and how much is kept of paths. */
  @Test
  void mapsAndTrajectories() {
    String plane = "histograms={xv: {of: [x, x^2], from: [-3, 0], to: [3, 4], bins: [40, 30]}}";
    var run =
        run("--set", plane, "--set", "check=null", "--set", "trajectories={walkers: 8, every: 10}");
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("\ntrajectories: 8 walkers × "), run.out());
    assertTrue(run.out().contains("  xv   \" .:-=+*#%@\"   peak "), run.out());
    assertTrue(run.out().contains("        4 |"), run.out());
    try (var file = new HdfFile(output)) {
      assertEquals(
          8, file.getDatasetByPath("particles/trajectory/position/value").getDimensions()[1]);
    }
  }

  @Test
  void threadsAndChunksDoNotMatter() {
    run();
    Path other = folder.resolve("other.h5");
    assertEquals(0, runTo(other, "--threads", 2, "--chunk", 7).exit());
    assertEquals(digest(output), digest(other));
    Path seed = folder.resolve("seed.h5");
    runTo(seed, "--set", "seed=6");
    assertNotEquals(digest(output), digest(seed));
  }

  @Test
  void quietPrintsTheVerdictAlone() {
    var run = run("--quiet");
    assertEquals(run.verdict() + "\n", run.out());
    assertTrue(run.verdict().startsWith("verdict: converged"));
    assertEquals("", run.err());
  }

  @Test
  void aNegativeVerdictExits3AndSaysWhatToDo() {
    var run = run("--set", "walkers=512", "--set", "steps=30");
    assertEquals(3, run.exit());
    assertTrue(run.out().contains("verdict: too few samples"), run.out());
    assertTrue(run.out().replaceAll("\\s+", " ").contains("better 16384."), run.out());
    var kept = run("--set", "walkers=512", "--set", "steps=30", "--quiet");
    assertEquals(3, kept.exit());
    assertEquals(run.verdict() + "\n", kept.out());
  }

  @Test
  void noFinalLeavesTheFinalStatesOut() {
    run();
    Path without = folder.resolve("without.h5");
    assertEquals(0, runTo(without, "--no-final").exit());
    var lines = digest(output).lines().toList();
    var others = digest(without).lines().toList();
    assertNotEquals(lines.get(0), others.get(0));
    assertEquals(lines.subList(1, 3), others.subList(1, 3));
  }

  @Test
  void theSameExperimentIsKept() throws IOException {
    var first = run();
    byte[] bytes = Files.readAllBytes(output);
    var second = run("--threads", 1);
    assertEquals(0, second.exit());
    assertEquals(first.verdict(), second.verdict());
    assertTrue(second.outLines().getFirst().contains("out.h5 is kept: "), second.out());
    assertTrue(second.outLines().getFirst().endsWith("--force runs it again"), second.out());
    assertArrayEquals(bytes, Files.readAllBytes(output));
    assertEquals(first.verdict() + "\n", run("--quiet").out());
  }

  @Test
  void anotherExperimentIsNotOverwritten() throws IOException {
    run();
    byte[] bytes = Files.readAllBytes(output);
    var other = run("--set", "seed=6");
    assertEquals(2, other.exit());
    assertEquals("", other.out());
    assertEquals(
        "perrin: "
            + output
            + ": holds another experiment: seed: 5 there, 6 here; choose another file with -o, or"
            + " --force to overwrite it\n",
        other.err());
    assertArrayEquals(bytes, Files.readAllBytes(output));
    assertEquals(0, run("--set", "seed=6", "--force").exit());
    assertFalse(java.util.Arrays.equals(bytes, Files.readAllBytes(output)));
  }

  @Test
  void aFileOfAnotherKindIsNotOverwritten() throws IOException {
    Files.writeString(output, "my thesis");
    var run = run();
    assertEquals(2, run.exit());
    assertEquals(1, run.err().lines().count());
    assertTrue(run.err().contains("--force"), run.err());
    assertEquals("my thesis", Files.readString(output));
    assertEquals(0, run("--force").exit());
    digest(output);
  }

  @Test
  void theExperimentItselfIsNeverOverwritten() throws IOException {
    output = experiment;
    assertEquals(2, run("--force").exit());
    assertEquals(CommandLineTrial.EXPERIMENT, Files.readString(experiment));
  }

  @Test
  void aFailedForceLeavesTheOldFile() throws IOException {
    run();
    byte[] bytes = Files.readAllBytes(output);
    var run = run("--force", "--set", "energy=x^2/2 + 0*log(x)", "--set", "check.boltzmann=y");
    assertEquals(2, run.exit());
    assertArrayEquals(bytes, Files.readAllBytes(output));
  }

  @Test
  void progressIsShownOnATerminalOnly() {
    var trial =
        CommandLineTrial.in(
            StandardCharsets.UTF_8, 80, "run", experiment, "-o", output, "--backend", "java");
    assertTrue(trial.err().startsWith("\r  0 % |"), trial.err());
    assertTrue(trial.err().contains("\r100 % |█"), trial.err());
    assertTrue(trial.err().endsWith(" \r"), "taken away in the end");
    for (String line : trial.err().split("\r")) {
      assertTrue(line.length() < 80, line);
    }
    var quiet =
        CommandLineTrial.in(
            StandardCharsets.UTF_8, 80, "run", experiment, "-o", output, "--force", "--quiet");
    assertEquals("", quiet.err());
  }

  @Test
  void aPlainTerminalGetsPlainCharacters() {
    var trial =
        CommandLineTrial.in(
            StandardCharsets.US_ASCII, 0, "run", experiment, "-o", output, "--backend", "java");
    assertTrue(trial.out().startsWith("Trial: 20,000 walkers x 100 steps"), trial.out());
    assertTrue(trial.out().contains(" +- 0.00"), trial.out());
    assertFalse(trial.out().contains("?"), trial.out());
  }

  @Test
  void theRunFileGoesIntoTheCurrentFolder() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var run =
        CommandLineTrial.alone(elsewhere, Map.of(), "run", "../trial.yaml", "--backend", "java");
    assertEquals("", run.err());
    assertEquals(0, run.exit());
    assertTrue(run.out().contains("run file: trial.h5"), run.out());
    assertTrue(Files.isRegularFile(elsewhere.resolve("trial.h5")));
  }

  /** And a quiet run, which says nothing, does not count. */
  @Test
  void theNoticeAboutCudaComesOnceADay(@TempDir Path folder) throws Exception {
    assumeTrue(CommandLineTrial.hasCompiler(), "skipped: no C++ compiler");
    Files.writeString(
        folder.resolve("a.yaml"),
        CommandLineTrial.EXPERIMENT.replace("walkers: 20_000", "walkers: 64"));
    var cache = Map.of("PERRIN_CACHE", folder.resolve("cache").toString());
    String notice = "perrin: cuda: no NVIDIA driver (libcuda.so.1 not found) — using cpu\n";
    Object[] quiet = {"run", "a.yaml", "--force", "--quiet"};
    Object[] loud = {"run", "a.yaml", "--force"};
    assertEquals("", CommandLineTrial.alone(folder, cache, quiet).err());
    String first = CommandLineTrial.alone(folder, cache, loud).err();
    assumeTrue(first.contains("no NVIDIA driver"), "skipped: there is a GPU");
    assertEquals(notice, first);
    assertEquals("", CommandLineTrial.alone(folder, cache, loud).err());
  }

  @Test
  void withoutACompilerAutoTakesJavaAndSaysSo() throws Exception {
    String empty = folder.resolve("cache").toString();
    var noCompiler = Map.of("CXX", "/nonexistent/c++", "PERRIN_CACHE", empty);
    var run = CommandLineTrial.alone(folder, noCompiler, "run", "trial.yaml");
    assertEquals(0, run.exit());
    assertEquals(
        "perrin: cuda: no NVIDIA driver (libcuda.so.1 not found); cpu: CXX=/nonexistent/c++, no such"
            + " program (install g++ or clang++, load a module that has one, or set CXX) — using java, many times slower\n",
        run.err());
    assertTrue(run.out().contains("backend: java"), run.out());
    var quiet =
        CommandLineTrial.alone(folder, noCompiler, "run", "trial.yaml", "--force", "--quiet");
    assertEquals("", quiet.err());
    assertEquals(run.verdict() + "\n", quiet.out());
    var cpu =
        CommandLineTrial.alone(
            folder, noCompiler, "run", "trial.yaml", "-o", "cpu.h5", "--backend", "cpu");
    assertEquals(1, cpu.exit());
    assertEquals("", cpu.out());
    assertEquals(
        "perrin: cpu: CXX=/nonexistent/c++, no such program (install g++ or clang++, load a module that has one, or set CXX);"
            + " or use --backend java\n",
        cpu.err());
    assertFalse(Files.exists(folder.resolve("cpu.h5")));
  }

  @Test
  void aCompilerThatFailsIsNamedEvenQuietly() throws Exception {
    Path script = Files.writeString(folder.resolve("cxx"), "#!/bin/sh\necho 'error: no'; exit 1\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    String empty = folder.resolve("cache").toString();
    var broken = Map.of("CXX", script + " -O0", "PERRIN_CACHE", empty);
    var quiet = CommandLineTrial.alone(folder, broken, "run", "trial.yaml", "--quiet");
    assertEquals(0, quiet.exit());
    assertTrue(
        quiet.err().endsWith(script + " failed: error: no — using java, many times slower\n"),
        quiet.err());
    assertEquals(1, quiet.outLines().size());
  }

  @Test
  void theDataOfTheExperimentAreNeverOverwritten() throws IOException {
    Path data = Files.writeString(folder.resolve("data.csv"), "y\n1\n2\n");
    String yaml = CommandLineTrial.EXPERIMENT + "data: {file: data.csv}\n";
    Files.writeString(experiment, yaml);
    output = Files.createSymbolicLink(folder.resolve("link.csv"), data);
    var run = run("--force");
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("is the experiment's data"), run.err());
    assertEquals("y\n1\n2\n", Files.readString(data));
  }

  /** A plan, and nothing else. */
  @Test
  void aDryRun() throws IOException {
    var trial = run("--dry-run");
    assertEquals(0, trial.exit(), trial.err());
    assertTrue(trial.out().contains("20,000 walkers × 100 steps"), trial.out());
    assertTrue(trial.out().contains("memory: 0.0"), trial.out());
    assertTrue(trial.out().contains("disk: run file 0."), trial.out());
    assertFalse(Files.exists(output));
    var shard = run("--dry-run", "--shard", "1/2");
    assertTrue(shard.out().contains("each shard's memory: "), shard.out());
    var huge = run("--dry-run", "--set", "walkers=3e9");
    assertEquals(1, huge.exit());
    assertTrue(huge.err().contains("must be at most 2,147,483,639 in one run"), huge.err());
  }
}
