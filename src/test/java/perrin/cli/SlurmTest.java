package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/** {@code perrin submit}, {@code status} and {@code cancel} with a real Slurm. */
@Tag("slow")
class SlurmTest {
  /** Some twenty seconds of one core, in plain Java, for all shards together. */
  private static final String EXPERIMENT =
      CommandLineTrial.EXPERIMENT
          .replace("steps: 100", "steps: 12_000")
          .replace("walkers: 20_000", "walkers: 8_000")
          .replace("sample-every: 10", "sample-every: 10\ncorrelations: {x: {of: x, lags: 5}}");

  @TempDir static Path place;
  private static TestSlurm slurm;
  private static JobLauncher launcher;
  private static RunRecord whole;

  @TempDir Path folder;
  private Path run;

  @BeforeAll
  static void aCluster() throws Exception {
    assumeTrue(TestSlurm.isPossible(), "skipped: needs root, slurmctld, slurmd, sbatch and munged");
    slurm = TestSlurm.start(Files.createDirectory(place.resolve("slurm")), 8);
    launcher = JobLauncher.in(place);
    Path file = Files.writeString(place.resolve("e.yaml"), EXPERIMENT);
    Path alone = place.resolve("alone.h5");
    var trial = CommandLineTrial.of("run", file, "-o", alone, "--backend", "java");
    assertEquals(0, trial.exit(), trial.err());
    whole = RunFile.read(alone);
  }

  @AfterAll
  static void noCluster() {
    if (slurm != null) {
      slurm.close();
    }
  }

  @BeforeEach
  void anExperiment() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
    run = folder.resolve("e.shards");
  }

  private CommandLineTrial perrin(Object... words) throws IOException, InterruptedException {
    return launcher.run(folder, slurm.environment(), words);
  }

  private CommandLineTrial submit(int shards, Object... more)
      throws IOException, InterruptedException {
    List<Object> words = new ArrayList<>(List.of("submit", "e.yaml", "--shards", shards));
    words.addAll(List.of("--backend", "java"));
    words.addAll(List.of(more));
    return perrin(words.toArray());
  }

  private CommandLineTrial submitted(int shards, Object... more)
      throws IOException, InterruptedException {
    var trial = submit(shards, more);
    assertEquals(0, trial.exit(), trial.err());
    return trial;
  }

  /** The array's number, of what submit has said. */
  private static String job(CommandLineTrial submitted) {
    String line =
        submitted.outLines().stream().filter(l -> l.contains("shards as job")).findFirst().get();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private CommandLineTrial status() throws IOException, InterruptedException {
    return perrin("status", "e.shards");
  }

  /** The Java of a shard that runs. */
  private Optional<ProcessHandle> process(int shard, int of) {
    return ProcessHandle.allProcesses()
        .filter(process -> {
          List<String> words = Arrays.asList(process.info().arguments().orElse(new String[0]));
          return words.contains(shard + "/" + of)
              && words.contains(run.resolve("run.h5").toString())
              && process.info().command().orElse("").endsWith("java");
        })
        .findFirst();
  }

  /** A shard that has made some steps. */
  private ProcessHandle awaitSteps(int shard, int of) throws Exception {
    TestSlurm.await("shard " + shard + " steps", 60, () -> log(shard).contains("backend: java"));
    return process(shard, of).orElseThrow(() -> new AssertionError("over already: " + shard));
  }

  private String log(int shard) throws IOException {
    Path log = run.resolve("logs/shard-" + shard + ".log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private void assertWhole() throws IOException, InterruptedException {
    var status = status();
    assertEquals(0, status.exit(), status.out() + Files.readString(run.resolve("logs/merge.log")));
    RunRecord merged = RunFile.read(run.resolve("run.h5"));
    assertEquals(whole.points(), merged.points());
    assertEquals(whole.experiment(), merged.experiment());
    assertEquals(whole.header().title(), merged.header().title());
    var digests = perrin("digest", run.resolve("run.h5")).outLines();
    var expected = perrin("digest", place.resolve("alone.h5")).outLines();
    assertEquals(expected, digests);
  }

  /** One is killed, and made by the same command again; one is put back and comes by itself. */
  @Test
  void sevenShardsOfWhichTwoAreEnded() throws Exception {
    var first = submitted(7);
    assertTrue(first.out().contains("submitted: 7 of 7 shards as job "), first.out());
    awaitSteps(2, 7).destroyForcibly();
    awaitSteps(4, 7);
    slurm.command("scontrol", "requeue", job(first) + "_4");
    var again = submit(7);
    assertEquals(2, again.exit(), again.out());
    assertTrue(again.err().contains("in the queue still"), again.err());
    slurm.awaitEmpty(180);
    var status = status();
    assertEquals(3, status.exit(), status.out());
    assertTrue(status.out().contains("shards: 6 of 7 finished, 1 failed\n"), status.out());
    assertTrue(status.out().contains("  failed: 2: "), status.out());
    assertTrue(status.out().contains("Killed"), status.out());
    assertTrue(status.out().contains("merge: not begun"), status.out());
    assertTrue(log(4).contains("restart 1, on "), log(4));
    // What a user has made of a script stays, and is not lost to other options.
    Path script = run.resolve("shards.sbatch");
    String edited = Files.readString(script).replace("most_restarts=", "echo mine\nmost_restarts=");
    Files.writeString(script, edited);
    var lost = submit(7, "--slurm", "--nice=1");
    assertEquals(2, lost.exit(), lost.err());
    assertTrue(lost.err().contains("shards.sbatch: has been edited"), lost.err());
    var rest = submitted(7);
    assertTrue(rest.out().contains("shards.sbatch: has been edited, and is submitted as it is"));
    assertEquals(edited, Files.readString(script));
    assertTrue(rest.out().contains("submitted: 1 of 7 shards as job "), rest.out());
    slurm.awaitEmpty(180);
    assertTrue(log(2).contains("mine\n"), log(2));
    assertWhole();
    assertTrue(submitted(7).out().contains("run.h5 is there already"));
  }

  /** What is cancelled stays so, keeps where it is, and goes on when it is submitted again. */
  @Test
  void cancelledOnesDoNotComeBack() throws Exception {
    submitted(2, "--parallel", 1);
    awaitSteps(0, 2);
    var underway = status();
    assertEquals(4, underway.exit(), underway.out());
    assertTrue(underway.out().contains("  running: 0 (RUNNING)"), underway.out());
    assertTrue(underway.out().contains("  waiting: 1 (JobArrayTaskLimit)"), underway.out());
    assertTrue(underway.out().contains("merge: waiting (Dependency)"), underway.out());
    var cancelled = perrin("cancel", "e.shards");
    assertEquals(
        "cancelled: 1 running and 1 waiting shards, and the merge; checkpoints and finished shards"
            + " stay\n",
        cancelled.out());
    slurm.awaitEmpty(60);
    Thread.sleep(3000); // by then a job that puts itself back would be there
    assertEquals("", slurm.command("squeue", "--noheader"));
    var status = status();
    assertEquals(3, status.exit(), status.out());
    assertTrue(
        status.out().contains("shards: 0 of 2 finished, 1 stopped, 1 not begun"), status.out());
    assertTrue(status.out().contains("  checkpoint: 0: "), status.out());
    assertEquals(
        "cancelled: nothing, for nothing of it is in the queue\n",
        perrin("cancel", "e.shards").out());
    submitted(2, "--parallel", 2);
    slurm.awaitEmpty(180);
    assertTrue(log(0).contains("goes on"), log(0));
    assertWhole();
  }

  /**
   * Slurm's warning: the shard keeps where it is, waits in the queue again, and the merge for it.
   */
  @Test
  void aWarningPutsAShardBack() throws Exception {
    String job = job(submitted(2));
    awaitSteps(1, 2);
    slurm.command("scancel", "--signal=USR1", "--batch", job + "_1");
    TestSlurm.await("waits again", 20, () -> log(1).contains("== shard 1 of 2: stopped, waits"));
    slurm.awaitEmpty(180);
    assertTrue(log(1).contains("begins as job " + job + "_1, restart 1, "), log(1));
    assertWhole();
  }

  @Test
  void aShardThatFailsIsNamed() throws Exception {
    Files.writeString(
        folder.resolve("e.yaml"),
        CommandLineTrial.EXPERIMENT
            .replace("energy: x^2/2", "energy: x^4")
            .replace("check:", "sweep: {dt: [0.01, 5]}\ncheck:"));
    submitted(4);
    slurm.awaitEmpty(180);
    var status = status();
    assertEquals(3, status.exit(), status.out());
    assertTrue(status.out().contains("shards: 2 of 4 finished, 2 failed"), status.out());
    for (int k : new int[] {2, 3}) {
      String line =
          status.outLines().stream().filter(l -> l.contains("failed: " + k)).findFirst().get();
      assertTrue(line.startsWith("  failed: " + k + ": perrin: "), line);
      assertTrue(line.contains("not finite") || line.contains("lost"), line);
      assertTrue(line.endsWith("(logs/shard-" + k + ".log)"), line);
    }
    assertTrue(status.out().contains("merge: not begun"), status.out());
  }

  @Test
  void arraysThatAreTooLargeAreRefused() throws Exception {
    var trial = submit(1002);
    assertEquals(2, trial.exit(), trial.err());
    assertTrue(
        trial.err().contains("--shards: 1002, but arrays of this Slurm have at most 1001 tasks"),
        trial.err());
    assertFalse(Files.exists(run));
  }

  /** By the two scripts alone, in a folder with a name that would be a command. */
  @Test
  void byHandInAFolderWithAnyName() throws Exception {
    Path any = folder.resolve("-a \"b\" 'c' $(touch PWNED) #d; {} `touch PWNED`");
    Files.writeString(folder.resolve("e.yaml"), CommandLineTrial.EXPERIMENT);
    String mark = "--comment='x \"y\" $(touch PWNED) # %A'";
    var trial = submitted(2, "-o", "./" + any.getFileName(), "--slurm", mark + " --time=5 -p main");
    assertEquals(
        "x \"y\" $(touch PWNED) # %A",
        slurm
            .command("squeue", "--noheader", "--job=" + job(trial), "--Format=Comment:60")
            .lines()
            .findFirst()
            .get()
            .strip());
    slurm.awaitEmpty(180);
    assertTrue(Files.exists(any.resolve("run.h5")), any.toString());
    for (String made : List.of("run.h5", "run.shard-1-of-2")) {
      Files.delete(any.resolve(made));
    }
    String job = slurm.command("sbatch", "--parsable", any.resolve("shards.sbatch").toString());
    slurm.command("sbatch", "--dependency=afterok:" + job, any.resolve("merge.sbatch").toString());
    slurm.awaitEmpty(180);
    assertTrue(Files.exists(any.resolve("run.h5")), any.toString());
    assertTrue(Files.readString(any.resolve("logs/shard-0.log")).contains("is there already"));
    try (Stream<Path> all = Files.walk(folder)) {
      assertTrue(all.noneMatch(path -> path.endsWith("PWNED")));
    }
  }

  /** A job that is warned as soon as it begins does not come back for ever. */
  @Test
  void restartsAreLimited() throws Exception {
    submitted(1, "--slurm", "--hold");
    perrin("cancel", "e.shards");
    slurm.awaitEmpty(60);
    Path script = run.resolve("shards.sbatch");
    Files.writeString(
        script,
        Files.readString(script)
            .replace("most_restarts=1000", "most_restarts=0")
            .replace("#SBATCH --hold\n", ""));
    String job = slurm.command("sbatch", "--parsable", script.toString());
    awaitSteps(0, 1);
    slurm.command("scancel", "--signal=USR1", "--batch", job + "_0");
    slurm.awaitEmpty(60);
    assertTrue(log(0).contains("stopped after 0 restarts"), log(0));
    var status = status();
    assertEquals(3, status.exit(), status.out());
    assertTrue(status.out().contains("1 stopped"), status.out());
  }

  @Test
  @EnabledIfSystemProperty(named = "perrin.soak", matches = "true")
  void twoHundredShards() throws Exception {
    long begin = System.nanoTime();
    submitted(200);
    slurm.awaitEmpty(2400);
    System.out.println("200 shards: " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
    assertWhole();
  }

  /** A real limit of a minute, which the run needs several times. */
  @Test
  @EnabledIfSystemProperty(named = "perrin.soak", matches = "true")
  void aTimeLimit() throws Exception {
    Files.writeString(
        folder.resolve("e.yaml"), EXPERIMENT.replace("steps: 12_000", "steps: 40_000"));
    submitted(1, "--threads", 1, "--slurm", "--hold");
    perrin("cancel", "e.shards");
    slurm.awaitEmpty(60);
    Path script = run.resolve("shards.sbatch");
    Files.writeString(
        script,
        Files.readString(script)
            .replace("USR1@60", "USR1@20")
            .replace("#SBATCH --hold", "#SBATCH --time=1"));
    slurm.command("sbatch", script.toString());
    slurm.awaitEmpty(2400);
    assertTrue(log(0).contains("restart 1, on "), log(0));
    System.out.println(log(0));
    assertTrue(Files.exists(run.resolve("run.shard-0-of-1")), log(0));
  }
}
