package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} and {@code check} of a sweep. */
class SweepCommandTest {
  /** At kT = 8 the start, which was made for 0.5, has not been forgotten. */
  private static final String AXES = "sweep={temperature: [0.5, 8], dt: [0.1, 0.2]}";

  @TempDir Path folder;
  private Path experiment;
  private Path output;

  @BeforeEach
  void writeTheExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    output = folder.resolve("out.h5");
  }

  private CommandLineTrial run(Object... more) {
    Object[] words = {
      "run",
      experiment,
      "-o",
      output,
      "--backend",
      "java",
      "--set",
      AXES,
      "--set",
      "steps=20",
      "--set",
      "burn-in=0",
      "--set",
      "sample-every=5"
    };
    Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return CommandLineTrial.of(all);
  }

  @Test
  void aTableAndTheWorstVerdict() {
    var run = run();
    String tv = "TV 0\\.\\d+ \\[0\\.\\d+, 0\\.\\d+]";
    String mean = "\\d\\.\\d+ ± 0\\.\\d+";
    String rest = "  " + tv + "  " + mean;
    assertLinesMatch(
        List.of(
            "Trial: 4 points × 20,000 walkers × 20 steps, leimkuhler-matthews",
            "sweep: temperature = 0.5 … 8, 2 values",
            "sweep: dt = 0.1 … 0.2, 2 values",
            "backend: java — plain Java \\d+, \\d+ threads?",
            "",
            "temperature  dt   verdict .* x2",
            "0.5          0.1  converged       " + rest,
            "0.5          0.2  converged       " + rest,
            "8            0.1  not equilibrated" + rest,
            "8            0.2  .*",
            "",
            "temperature  dt   E",
            "0.5          0.1  " + mean,
            "0.5          0.2  " + mean,
            "8            0.1  " + mean,
            "8            0.2  " + mean,
            "",
            "speed: .*",
            "time: .*",
            ">> its phases may take two lines >>",
            "run file: .*out\\.h5",
            "verdict: not equilibrated  " + tv + "  tolerance 0.03",
            "",
            "Of 4 points: .*",
            ">> words and a picture >>"),
        run.outLines());
    assertEquals(3, run.exit());
    assertEquals("", run.err());
  }

  @Test
  void quietPrintsTheVerdictAlone() {
    var run = run("--quiet");
    assertEquals(run.verdict() + "\n", run.out());
    assertEquals(3, run.exit());
    var kept = run("--quiet");
    assertEquals(run.out(), kept.out());
    assertEquals(3, kept.exit());
  }

  @Test
  void checkJudgesEachPointAgain() {
    var run = run();
    var check = CommandLineTrial.of("check", output);
    assertEquals(3, check.exit());
    assertTrue(check.out().startsWith(run.verdict() + "\n"), check.out());
    assertTrue(check.out().contains("\n0.5          0.1  converged "), check.out());
    Stream.concat(run.out().lines(), check.out().lines())
        .filter(line -> !line.startsWith("run file: "))
        .forEach(line -> assertTrue(line.length() <= 80, line));
    var lenient = CommandLineTrial.of("check", output, "--tolerance", "0.9");
    assertTrue(lenient.out().contains("Of 4 points: "), lenient.out());
    var histogram = CommandLineTrial.of("check", output, "--histogram", "x");
    assertTrue(histogram.out().startsWith(run.verdict() + "\n"), histogram.out());
  }

  @Test
  void theExample() {
    var run =
        CommandLineTrial.of(
            "run", "examples/temperature-sweep.yaml", "-o", output, "--set", "walkers=8192");
    assertTrue(run.out().contains("\n  • x2 over temperature\n"), run.out());
    String words = run.out().replace("\n", " ");
    assertTrue(words.contains("The worst is temperature = 0.3"), run.out());
  }

  @Test
  void nothingToJudge() {
    var run = run("--set", "check=null");
    assertEquals(0, run.exit());
    assertEquals("verdict: not applicable  (no check asked for)", run.verdict());
  }

  /** The bar goes once from 0 to 100. */
  @Test
  void progressIsThatOfAllPoints() {
    var trial =
        CommandLineTrial.in(
            StandardCharsets.UTF_8,
            80,
            "run",
            experiment,
            "-o",
            output,
            "--backend",
            "java",
            "--set",
            AXES);
    assertTrue(trial.err().contains("\r100 % |█"), trial.err());
    assertEquals(1, trial.out().split("backend: ", -1).length - 1);
  }

  @Test
  void theKernelOfASweepIsThatOfItsPoints() {
    var swept =
        CommandLineTrial.of("kernel", experiment, "--set", AXES, "--set", "temperature=null");
    assertEquals(0, swept.exit(), swept.err());
    assertEquals(CommandLineTrial.of("kernel", experiment).out(), swept.out());
  }
}
