package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.cluster.Launcher;
import perrin.output.RunFile;

/** {@code perrin submit} where no Slurm is needed; {@link SlurmTest} has one. */
class SubmitCommandTest {
  @TempDir Path folder;
  private Path file;
  private JobLauncher launcher;

  @BeforeEach
  void anExperiment() throws IOException {
    file = Files.writeString(folder.resolve("e.yaml"), CommandLineTrial.EXPERIMENT);
    launcher = JobLauncher.in(folder);
    System.setProperty(Launcher.PROPERTY, launcher.script().toString());
  }

  @AfterEach
  void noLauncher() {
    System.clearProperty(Launcher.PROPERTY);
  }

  private CommandLineTrial submit(Object... more) {
    List<Object> words = new ArrayList<>(List.of("submit", file, "--backend", "java"));
    words.addAll(List.of(more));
    if (!words.contains("--shards")) {
      words.addAll(List.of("--shards", 3));
    }
    if (!words.contains("-o")) {
      words.addAll(List.of("-o", folder.resolve("f")));
    }
    return CommandLineTrial.of(words.toArray());
  }

  private CommandLineTrial shell(String line) throws IOException, InterruptedException {
    return JobLauncher.process(folder, Map.of(), List.of("sh", "-c", line));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** The line works as it is printed, and makes the run that one process would have made. */
  @ParameterizedTest
  @ValueSource(strings = {"f", "a b'\"$(touch PWNED)`x`;#{}%A\\ -n"})
  void aLineForThisMachine(String name) throws IOException, InterruptedException {
    Path to = folder.resolve(name);
    var trial = submit("--engine", "xargs", "--set", "temperature=0.7", "-o", to);
    assertEquals(0, trial.exit(), trial.err());
    Files.writeString(file, "it has become another");
    var run = shell(trial.outLines().getLast());
    assertEquals(0, run.exit(), run.err() + run.out());
    Path whole = folder.resolve("whole.h5");
    Path again = Files.writeString(folder.resolve("w.yaml"), CommandLineTrial.EXPERIMENT);
    assertEquals(
        0,
        CommandLineTrial.of(
                "run", again, "-o", whole, "--backend", "java", "--set", "temperature=0.7")
            .exit());
    assertEquals(RunFile.read(whole).points(), RunFile.read(to.resolve("run.h5")).points());
    assertEquals(RunFile.read(whole).experiment(), RunFile.read(to.resolve("run.h5")).experiment());
    assertEquals(
        List.of(
            ".lock",
            "experiment/experiment.yaml",
            "run.h5",
            "run.shard-0-of-3",
            "run.shard-1-of-3",
            "run.shard-2-of-3",
            "shards.sh",
            "submission.json"),
        files(to));
    assertTrue(
        Stream.of(folder, to).noneMatch(at -> Files.exists(at.resolve("PWNED"))), "was a command");
  }

  /** What is left of a line that was broken off is made by the same line. */
  @Test
  void theSameAgain() throws IOException, InterruptedException {
    var first = submit("--engine", "xargs");
    assertEquals(0, first.exit(), first.err());
    assertEquals(0, shell("sh " + folder.resolve("f/shards.sh")).exit());
    Files.delete(folder.resolve("f/run.h5"));
    Files.delete(folder.resolve("f/run.shard-1-of-3"));
    var before = Files.getLastModifiedTime(folder.resolve("f/run.shard-0-of-3"));
    var again = submit("--engine", "xargs");
    assertEquals(0, again.exit(), again.err());
    assertEquals(first.outLines().getLast(), again.outLines().getLast());
    assertEquals(0, shell(again.outLines().getLast()).exit());
    assertEquals(before, Files.getLastModifiedTime(folder.resolve("f/run.shard-0-of-3")));
    assertTrue(submit("--engine", "xargs").out().contains("run.h5 is there already"));
  }

  /** Copies are made of data wherever they are; what becomes of the originals changes nothing. */
  @ParameterizedTest
  @CsvSource({
    "data.csv, data.csv",
    "sub/data.csv, sub/data.csv",
    "../out/data.csv, data-0-data.csv"
  })
  void dataAreCopied(String name, String copy) throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path data = home.resolve(name).normalize();
    Files.createDirectories(data.getParent());
    Files.writeString(data, "y\n0.5\n-0.25\n1\n");
    file =
        Files.writeString(
            home.resolve("e.yaml"),
            CommandLineTrial.EXPERIMENT
                .replace("20_000", "500")
                .replace("check: {boltzmann: x, tolerance: 0.03}\n", "")
                .replace(
                    "energy: x^2/2",
                    "data: {file: "
                        + name
                        + "}\nenergy: \"x^2/2 + 0.1*sum(i in rows: (x - y[i])^2)\""));
    Path whole = folder.resolve("whole.h5");
    assertEquals(0, CommandLineTrial.of("run", file, "-o", whole, "--backend", "java").exit());
    var trial = submit("--engine", "xargs");
    assertEquals(0, trial.exit(), trial.err());
    Files.writeString(data, "y\n5\n5\n5\n");
    assertTrue(Files.exists(folder.resolve("f/experiment").resolve(copy)), copy);
    var changed = submit("--engine", "xargs");
    assertEquals(2, changed.exit());
    assertTrue(
        changed.err().contains("belongs to another experiment: data.sha256: "), changed.err());
    assertEquals(0, shell(trial.outLines().getLast()).exit());
    assertEquals(RunFile.read(whole).points(), RunFile.read(folder.resolve("f/run.h5")).points());
  }

  @Test
  void aRehearsalDoesNothing() throws IOException {
    for (String engine : List.of("slurm", "kubernetes", "xargs")) {
      var trial = submit("--dry-run", "--engine", engine);
      assertEquals(0, trial.exit(), trial.err());
      assertTrue(trial.out().startsWith("nothing is written or submitted"), trial.out());
    }
    assertTrue(submit("--dry-run").out().contains("sbatch --array=0-2 " + folder), "the command");
    assertEquals(List.of("e.yaml", "perrin"), files(folder));
  }

  @Test
  void whereThereIsNoSlurmOtherWaysAreNamed() throws Exception {
    Path nothing = Files.createDirectory(folder.resolve("nothing"));
    Object[] words = {"submit", "e.yaml", "--shards", "3"};
    // The launcher's bash is named in full, and starts Java, which is, too.
    var trial = launcher.run(folder, Map.of("PATH", nothing.toString()), words);
    assertEquals(1, trial.exit(), trial.err());
    assertEquals(
        "perrin: squeue: is not found; is Slurm on this machine?; the folder is written: submit it"
            + " where Slurm is, by sbatch "
            + folder.resolve("e.shards/shards.sbatch")
            + " and, after it, merge.sbatch; or run it here, with --engine xargs\n",
        trial.err());
    assertTrue(Files.exists(folder.resolve("e.shards/merge.sbatch")));
    var status = launcher.run(folder, Map.of("PATH", nothing.toString()), "status", "e.shards");
    assertEquals(1, status.exit(), status.err());
    assertTrue(status.out().contains("shards: 0 of 3 finished, 3 not begun"), status.out());
    assertTrue(status.out().contains("queue: not known: squeue: is not found"), status.out());
  }

  @Test
  void whatIsAnotherRunsIsRefused() throws IOException {
    assertEquals(0, submit("--engine", "xargs").exit());
    List<String> before = files(folder);
    assertRefused("is of 3 shards, not 4", submit("--engine", "xargs", "--shards", 4));
    assertRefused(
        "belongs to another experiment: temperature: 0.5 there, 0.6 here",
        submit("--engine", "xargs", "--set", "temperature=0.6"));
    Path moved = Files.move(folder.resolve("f"), folder.resolve("g"));
    assertRefused(
        "was " + folder.resolve("f") + " when it was written",
        submit("--engine", "xargs", "-o", moved));
    Files.move(moved, folder.resolve("f"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("x"), "mine");
    assertRefused("is no folder of perrin submit", submit("--engine", "xargs", "-o", other));
    assertRefused("is no folder of perrin submit", submit("--engine", "xargs", "-o", file));
    assertRefused("is no folder of perrin submit", CommandLineTrial.of("status", other));
    assertRefused("there is no such folder", CommandLineTrial.of("cancel", folder.resolve("none")));
    Files.delete(other.resolve("x"));
    Files.delete(other);
    assertEquals(before, files(folder));
    Files.writeString(folder.resolve("f/submission.json"), "{}");
    assertRefused("is damaged, or another version's", submit("--engine", "xargs"));
  }

  private static void assertRefused(String problem, CommandLineTrial trial) {
    assertEquals(2, trial.exit(), trial.err());
    assertEquals(1, trial.err().lines().count(), trial.err());
    assertTrue(trial.err().contains(problem), trial.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --shards | 0                  | --shards: 0, must be from 1 to 1000000
          --shards | x                  | x is not an int
          --parallel | 0                | --parallel: 0, must be at least 1
          --engine | pbs                | --engine: pbs, must be slurm, kubernetes or xargs
          --slurm  | --array=1          | --slurm: --array=1: is said by the script itself; leave it out
          --slurm  | --arr=1            | --slurm: --arr=1: is said by the script itself; leave it out
          --slurm  | -e x               | --slurm: -e: is said by the script itself; leave it out
          --slurm  | --time=1 --signal=TERM | --slurm: --signal=TERM: is said by the script itself; leave it out
          --slurm  | script.sh          | --slurm: script.sh, must be options of sbatch, such as --partition=gpu
          --slurm  | --comment="a       | a quote is not closed
          --slurm-merge | --no-requeue  | --slurm-merge: --no-requeue: is said by the script itself; leave it out
          --set    | noise=curand       | --set noise=curand: noise
          """)
  void wrongWords(String option, String value, String problem) throws IOException {
    assertRefused(problem, submit(option, value));
    assertFalse(Files.exists(folder.resolve("f")), "nothing is written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "%A", "a\\b"})
  void foldersThatSlurmCannotNameAreRefused(String name) throws IOException {
    var trial = submit("-o", folder.resolve(name));
    assertEquals(2, trial.exit(), trial.err());
    assertTrue(
        trial.err().contains("-o names another folder")
            || trial.err().contains("choose another name"));
    assertEquals(List.of("e.yaml", "perrin"), files(folder));
  }

  /** A title is in a comment of the scripts, and stays there. */
  @Test
  void titlesAreText() {
    String title = "x\\n#SBATCH --wrap=y\\n$(touch PWNED) 'a\\u001b[2J";
    var trial = submit("--dry-run", "--set", "title=\"" + title + "\"");
    assertEquals(0, trial.exit(), trial.err());
    assertEquals(
        2, trial.outLines().stream().filter(line -> line.contains("$(touch PWNED)")).count());
    assertTrue(
        trial.outLines().stream()
            .filter(line -> line.contains("PWNED"))
            .allMatch(line -> line.startsWith("  # ")));
    assertFalse(trial.out().contains("\u001b"));
  }

  @Test
  void withoutALauncherNothingIsWritten() {
    System.clearProperty(Launcher.PROPERTY);
    assertRefused("does not know by which program jobs start Perrin", submit());
    System.setProperty(Launcher.PROPERTY, "/nonexistent");
    assertRefused("does not know by which program jobs start Perrin", submit("--engine", "xargs"));
    assertFalse(Files.exists(folder.resolve("f")));
    assertEquals(0, submit("--engine", "kubernetes").exit(), "the image has its own");
  }
}
