package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/** {@code perrin run --shard} and {@code perrin merge}. */
class MergeCommandTest {
  @TempDir Path folder;

  private CommandLineTrial shard(String which, Object... more) throws IOException {
    Path file = folder.resolve("e.yaml");
    if (!Files.exists(file)) {
      Files.writeString(file, CommandLineTrial.EXPERIMENT);
    }
    Object[] words = new Object[8 + more.length];
    Object[] first = {
      "run", file, "--backend", "java", "-o", folder.resolve("e.h5"), "--shard", which
    };
    System.arraycopy(first, 0, words, 0, 8);
    System.arraycopy(more, 0, words, 8, more.length);
    return CommandLineTrial.of(words);
  }

  private CommandLineTrial merge(Object... more) {
    Object[] words = new Object[6 + more.length];
    Object[] first = {"merge", folder, "--backend", "java", "-o", folder.resolve("merged.h5")};
    System.arraycopy(first, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    return CommandLineTrial.of(words);
  }

  @Test
  void shardsBecomeTheRun() throws IOException {
    for (int k : new int[] {2, 0, 3, 1}) {
      var trial = shard(k + "/4");
      assertEquals(0, trial.exit(), trial.err());
      assertTrue(trial.out().endsWith("e.shard-" + k + "-of-4\n"), trial.out());
    }
    assertTrue(shard("1/4").out().contains("is there already"));
    var merged = merge();
    assertEquals(0, merged.exit(), merged.err());
    assertTrue(merged.out().contains("verdict: converged"), merged.out());
    Path whole = folder.resolve("whole.h5");
    CommandLineTrial.of("run", folder.resolve("e.yaml"), "-o", whole, "--backend", "java");
    RunRecord expected = RunFile.read(whole);
    RunRecord found = RunFile.read(folder.resolve("merged.h5"));
    assertEquals(expected.points(), found.points());
    assertEquals(expected.header().title(), found.header().title());
    assertEquals(2, merge().exit());
    assertEquals(0, merge("--force").exit());
  }

  @Test
  void missingOnesAreListed() throws IOException {
    assertEquals(0, shard("1/4").exit());
    var trial = merge();
    assertEquals(3, trial.exit());
    assertEquals("perrin: 3 of 4 shards are missing: 0, 2, 3\n", trial.err());
    assertFalse(Files.exists(folder.resolve("merged.h5")));
  }

  /** Of the runs in a folder the one whose name the run file is to have. */
  @Test
  void shardsOfSeveralRunsInAFolder() throws IOException {
    for (int k = 0; k < 2; k++) {
      assertEquals(0, shard(k + "/2").exit());
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.copy(folder.resolve("e.shard-0-of-2"), folder.resolve("f.shard-0-of-2"));
    assertTrue(
        merge().err().contains("has shards of several runs, e, f; name the files"), merge().err());
    Object[] words = {"merge", folder, "--backend", "java", "-o", other.resolve("e.h5")};
    var named = CommandLineTrial.of(words);
    assertEquals(0, named.exit(), named.err());
  }

  @Test
  void shardsOfDifferentRunsAreNotMixed() throws IOException {
    assertEquals(0, shard("0/2").exit());
    assertEquals(0, shard("1/3").exit());
    assertTrue(merge().err().contains("or of another number of shards"), merge().err());
    Files.delete(folder.resolve("e.shard-1-of-3"));
    assertEquals(2, shard("0/2", "--set", "temperature=0.7").exit());
    assertEquals(0, shard("1/2", "--set", "temperature=0.7").exit());
    assertTrue(merge().err().contains("is of another run"), merge().err());
    Files.writeString(folder.resolve("e.shard-1-of-2"), "no");
    assertTrue(
        merge().err().contains("is no shard, is damaged, or of another version; make it again"),
        merge().err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x     | --shard: x, must be K/N, such as 0/8, or N
          4/4   | --shard: shard 4 of 4, must be from 0 to 3
          0/0   | --shard: 0/0, must be of 1 to 1000000 shards
          -1/4  | --shard: -1/4, must be K/N
          4     | --shard: 4: which shard? write K/N, or set one of SLURM_ARRAY_TASK_ID
          """)
  void wrongShards(String which, String problem) throws IOException {
    var trial = shard(which);
    assertEquals(2, trial.exit(), trial.err());
    assertTrue(trial.err().contains(problem), trial.err());
  }

  @ParameterizedTest
  @CsvSource({
    "SLURM_ARRAY_TASK_ID, 2, 2",
    "JOB_COMPLETION_INDEX, 0, 0",
    "AWS_BATCH_JOB_ARRAY_INDEX, 1, 1",
    "FLUX_JOB_CC, 2, 2",
    "PBS_ARRAY_INDEX, 1, 1",
    "LSB_JOBINDEX, 3, 2"
  })
  void schedulersSayWhich(String variable, String value, int number) {
    var found = ShardNumber.of("3", Map.of(variable, value), null);
    assertEquals(new ShardNumber(number, 3), found);
  }

  /** Data lie beside the experiment file, wherever shards are made and joined. */
  @Test
  void shardsWithData() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("d.csv"), "y\n1\n2.5\n-0.5\n");
    Path file =
        Files.writeString(
            other.resolve("fit.yaml"),
            CommandLineTrial.EXPERIMENT
                .replace(
                    "energy: x^2/2",
                    "energy: 'sum(i in rows: (x - y[i])^2)/2'\ndata: {file: d.csv}")
                .replace("{boltzmann: x, tolerance: 0.03}", "{boltzmann: x, tolerance: 0.9}"));
    for (int k = 0; k < 2; k++) {
      var trial =
          CommandLineTrial.of(
              "run", file, "--backend", "java", "-o", folder.resolve("f.h5"), "--shard", k + "/2");
      assertEquals(0, trial.exit(), trial.err());
    }
    var merged = merge();
    assertTrue(merged.exit() == 0 || merged.exit() == 3, merged.err());
    Path whole = folder.resolve("whole.h5");
    CommandLineTrial.of("run", file, "-o", whole, "--backend", "java");
    assertEquals(RunFile.read(whole).points(), RunFile.read(folder.resolve("merged.h5")).points());
  }

  @Test
  void anEmptyFolder() {
    assertTrue(merge().err().contains("has no shards in it, NAME.shard-K-of-N"));
  }
}
