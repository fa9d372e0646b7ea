package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Merge;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.ShardRunner;
import perrin.run.resume.Shard;
import perrin.run.resume.ShardFile;
import perrin.run.resume.StoppedException;

/** Shards that are made anywhere, in any order, together are the run of one process. */
class MergeTest {
  @TempDir Path folder;

  private static Runner.Options place(int k) {
    String backend = Trial.hasCompiler() && k % 2 == 1 ? "cpu" : "java";
    int width = backend.equals("cpu") ? 4 << k / 2 % 2 : 0;
    return new Runner.Options(new BackendChoice(backend, width), 1 + k % 2, 7 + k % 3, true);
  }

  private void assertMerged(Trial trial, int of) throws IOException {
    Experiment experiment = trial.experiment();
    RunRecord whole = Runner.run(experiment, place(0), Progress.SILENT, notice -> {});
    List<Shard> shards = new ArrayList<>();
    for (int k = 0; k < of; k++) {
      Path file = folder.resolve("run" + Shard.ending(k, of));
      ShardFile.write(file, shard(experiment, k, of, file));
      shards.add(ShardFile.read(file).orElseThrow());
    }
    Collections.shuffle(shards, new Random(of));
    Experiment read =
        ExperimentFile.parse(shards.getFirst().head().experiment(), "shard", List.of());
    RunRecord merged =
        Merge.of(
            read,
            shards.stream().map(Merge.Source::of).toList(),
            place(1),
            Progress.SILENT,
            notice -> {});
    assertEquals(whole.points(), merged.points(), of + " shards");
    assertEquals(whole.experiment(), merged.experiment());
  }

  /** Every second one is stopped again and again. */
  private static Shard shard(Experiment experiment, int k, int of, Path file) {
    for (int stops = 0; ; stops++) {
      Runner.Options here = place(k + stops);
      Runner.Options stopping = here.with(new StoppingKeeper(file, experiment, 2 + stops % 3));
      try {
        return ShardRunner.run(
            "trial.yaml",
            experiment,
            k,
            of,
            k % 2 == 0 ? here : stopping,
            Progress.SILENT,
            notice -> {});
      } catch (StoppedException e) {
        assertTrue(stops < 100);
      }
    }
  }

  /** Those of runs that are taken up: all that a run measures, sweeps and companions, too. */
  @ParameterizedTest
  @MethodSource("perrin.conformance.ResumeTest#trials")
  void threeShards(Trial trial) throws IOException {
    assertMerged(trial, 3);
  }

  /** One, some, and more than there are cohorts. */
  @Test
  void anyNumber() throws IOException {
    Trial trial = Trial.of(Trial.SMALL, "walkers=2503", "correlations={c: {of: x, lags: 4}}");
    for (int of : new int[] {1, 7, 79, 200}) {
      assertMerged(trial, of);
    }
  }

  /** Of a sweep shards cut the points' cohorts, one behind the other. */
  @Test
  void pointsAreCutAnywhere() throws IOException {
    Trial trial = Trial.of(Trial.SMALL, "walkers=100", "sweep={temperature: [0.2, 0.5, 1]}");
    for (int of : new int[] {2, 5, 12}) {
      assertMerged(trial, of);
    }
  }

  /** A shard that is damaged is none. */
  @Test
  void aDamagedShard() throws IOException {
    Experiment experiment = Trial.of(Trial.SMALL).experiment();
    Path file = folder.resolve("run.shard-0-of-2");
    ShardFile.write(
        file,
        ShardRunner.run("trial.yaml", experiment, 0, 2, place(0), Progress.SILENT, notice -> {}));
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {0, bytes.length / 2, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertTrue(ShardFile.read(file).isEmpty());
    }
  }
}
