package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.EnsembleSnapshot;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.run.resume.ShardFile;

/** Runs that are ended from outside, in processes of their own, and the same command again. */
class InterruptedRunTest {
  @TempDir Path folder;

  /** Some seconds in plain Java. */
  private static final String EXPERIMENT =
      CommandLineTrial.EXPERIMENT
          .replace("steps: 100", "steps: 6000")
          .replace("walkers: 20_000", "walkers: 6_000")
          .replace("sample-every: 10", "sample-every: 10\ncorrelations: {x: {of: x, lags: 5}}");

  private Process start(Object... more) throws IOException {
    return start(command(more));
  }

  private List<String> command(Object... more) throws IOException {
    Path file = folder.resolve("e.yaml");
    if (!Files.exists(file)) {
      Files.writeString(file, EXPERIMENT);
    }
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Perrin.class.getName(),
                "run",
                "e.yaml",
                "--backend",
                "java",
                "--quiet"));
    Stream.of(more).map(Object::toString).forEach(command::add);
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private RunRecord whole() throws IOException, InterruptedException {
    Process process = start("-o", "whole.h5");
    assertEquals(0, process.waitFor(), said());
    return RunFile.read(folder.resolve("whole.h5"));
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  /** Waits until a run has said what it runs on, and has made some steps. */
  private void awaitSteps(Process process) throws IOException, InterruptedException {
    while (process.isAlive() && !said().contains("backend: ")) {
      Thread.sleep(20);
    }
    Thread.sleep(500);
  }

  /** A folder without a lock yet, of a process killed just then, is cleared away after a day. */
  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> !name.matches("\\..*\\.[0-9a-f]{16}\\.new"))
          .sorted()
          .toList();
    }
  }

  /** Killed at random moments, in the middle of a checkpoint, too. */
  private void killed(int times, long seed) throws IOException, InterruptedException {
    RunRecord whole = whole();
    var random = new SplittableRandom(seed);
    int kills = 0;
    int exit;
    while (true) {
      Process process = start("--checkpoint-every", "0.05s");
      boolean done =
          kills >= times && process.waitFor(120, TimeUnit.SECONDS)
              || process.waitFor(random.nextLong(400, 1400), TimeUnit.MILLISECONDS);
      if (done) {
        exit = process.exitValue();
        break;
      }
      process.destroyForcibly().waitFor();
      kills++;
    }
    assertEquals(0, exit, said());
    assertTrue(kills >= 1, kills + " kills");
    assertEquals(whole.points(), RunFile.read(folder.resolve("e.h5")).points());
    assertEquals(List.of("e.h5", "e.yaml", "said", "whole.h5"), files());
  }

  @Test
  void killedSomeTimes() throws IOException, InterruptedException {
    killed(4, 1);
  }

  @Test
  @EnabledIfSystemProperty(named = "perrin.soak", matches = "true")
  void killedSixtyTimes() throws IOException, InterruptedException {
    for (int k = 0; k < 10; k++) {
      killed(6, 100 + k);
      Files.delete(folder.resolve("e.h5"));
      Files.delete(folder.resolve("whole.h5"));
    }
  }

  /**
   * No room for files as large as a checkpoint, as on a full disk: the older one survives, and that
   * is said once.
   */
  @Test
  void aFullDisk() throws IOException, InterruptedException {
    RunRecord whole = whole();
    Process first = start("--checkpoint-every", "0.3s");
    Path kept = folder.resolve("e.h5.resume");
    while (!Files.exists(kept)) {
      Thread.sleep(20);
    }
    first.destroyForcibly().waitFor();
    byte[] before = Files.readAllBytes(kept);
    long kibibytes = before.length / 1024 / 2;
    var limited =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", ""));
    limited.addAll(command("--checkpoint-every", "0.2s"));
    Process process = start(limited);
    assertEquals(1, process.waitFor(), said()); // nor is there room for the run file
    String said = said();
    assertEquals(2, said.split("could not be kept", -1).length, said);
    assertTrue(said.contains("the one before is still there"), said);
    assertTrue(said.contains("e.h5: cannot be written"), said);
    assertArrayEquals(before, Files.readAllBytes(kept));
    assertEquals(0, start().waitFor(), said());
    assertEquals(whole.points(), RunFile.read(folder.resolve("e.h5")).points());
    assertEquals(List.of("e.h5", "e.yaml", "said", "whole.h5"), files());
  }

  /** Told to end it keeps where it is, exits with 85, and goes on with the same command. */
  @ParameterizedTest
  @CsvSource({"TERM", "USR1", "INT"})
  void toldToEnd(String signal) throws IOException, InterruptedException {
    RunRecord whole = whole();
    Process process = start();
    awaitSteps(process);
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    int exit = process.waitFor();
    if (exit == 0) { // this machine is faster than expected
      System.out.println("skipped: the run was over before it was told to end");
      return;
    }
    assertEquals(85, exit, said());
    assertTrue(said().contains("SIG" + signal + ": stops after these steps"), said());
    assertTrue(said().contains("the same command goes on from there (e.h5.resume)"), said());
    assertEquals(List.of("e.h5.resume", "e.yaml", "said", "whole.h5"), files());
    assertEquals(0, start().waitFor(), said());
    assertEquals(whole.points(), RunFile.read(folder.resolve("e.h5")).points());
    assertFalse(Files.exists(folder.resolve("e.h5.resume")));
  }

  /** A shard, too, which has the same bits then. */
  @Test
  void aShardToldToEnd() throws IOException, InterruptedException {
    assertEquals(0, start("--shard", "1/2", "-o", "whole.h5").waitFor(), said());
    Process process = start("--shard", "1/2");
    awaitSteps(process);
    new ProcessBuilder("kill", "-USR1", Long.toString(process.pid())).start().waitFor();
    if (process.waitFor() == 0) { // this machine is faster than expected
      System.out.println("skipped: the shard was over before it was told to end");
      return;
    }
    assertEquals(85, process.exitValue(), said());
    String file = "e.shard-1-of-2";
    assertEquals(List.of(file + ".resume", "e.yaml", "said", "whole.shard-1-of-2"), files());
    assertEquals(0, start("--shard", "1/2", "--checkpoint-every", "0.05s").waitFor(), said());
    assertEquals(List.of(file, "e.yaml", "said", "whole.shard-1-of-2"), files());
    EnsembleSnapshot whole = end("whole.shard-1-of-2");
    assertEquals(whole, end(file));
  }

  private EnsembleSnapshot end(String shard) throws IOException {
    return ShardFile.read(folder.resolve(shard)).orElseThrow().parts().getFirst().end().ensemble();
  }

  @ParameterizedTest
  @CsvSource({"0", "-5s", "5x", "1e3", "''", "m"})
  void wrongTimes(String time) throws IOException {
    Path file = Files.writeString(folder.resolve("e.yaml"), CommandLineTrial.EXPERIMENT);
    var trial = CommandLineTrial.of("run", file, "--checkpoint-every=" + time);
    assertEquals(2, trial.exit(), trial.err());
    assertTrue(trial.err().contains("must be a time above 0 such as 60s, 5m or 2h, or never"));
  }
}
