package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import perrin.run.resume.Checkpoint;
import perrin.run.resume.Shard;
import perrin.run.resume.ShardFile;
import perrin.run.resume.StoppedException;
import perrin.run.resume.TargetTakenException;

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

  /** Order of histograms: references integrate over their ranges. */
  @Test
  void histogramsInAnyOrder() throws IOException {
    assertMerged(
        Trial.of(
            Trial.SMALL,
            "histograms={z: {of: x, from: -3, to: 3, bins: 20}, b: {of: x, from: 0, to: 1, bins: 5}}",
            "check={boltzmann: z}"),
        2);
  }

  /** What builds differ in is in the hash of the kernel, and in the version. */
  @Test
  void shardsOfOtherBuildsAreRefused() throws IOException {
    Experiment experiment = Trial.of(Trial.SMALL).experiment();
    List<Merge.Source> shards = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      Shard shard =
          ShardRunner.run("t.yaml", experiment, k, 2, place(0), Progress.SILENT, notice -> {});
      Shard.Part part = shard.parts().getFirst();
      Checkpoint end = part.end();
      var of =
          new Checkpoint.Origin(
              end.of().version(), end.of().experiment(), k == 0 ? end.of().kernel() : "other");
      var other =
          new Checkpoint(of, end.identities(), end.ensemble(), end.samples(), end.seconds());
      Shard forged = new Shard(shard.head(), List.of(new Shard.Part(0, other)));
      assertEquals(
          k == 0 ? "" : "another build of Perrin, whose kernel differs",
          ShardRunner.other(experiment, forged));
      shards.add(Merge.Source.of(forged));
    }
    var e =
        assertThrows(
            TargetTakenException.class,
            () -> Merge.of(experiment, shards, place(1), Progress.SILENT, notice -> {}));
    assertTrue(e.getMessage().startsWith("shard 1 of 2: belongs to another build"), e.getMessage());
  }

  /** A checkpoint of another part, or of the whole, under a shard's name. */
  @Test
  void checkpointsOfOtherPartsAreRefused() throws IOException {
    Experiment experiment = Trial.of(Trial.SMALL, "steps=90").experiment();
    Path of = folder.resolve("run.shard-0-of-2");
    var stopping = place(0).with(new StoppingKeeper(of, experiment, 2));
    assertThrows(
        StoppedException.class,
        () -> ShardRunner.run("t.yaml", experiment, 0, 2, stopping, Progress.SILENT, n -> {}));
    for (String name : List.of("run.shard-1-of-2", "run.shard-0-of-1", "run.shard-0-of-4")) {
      Path other = folder.resolve(name);
      Files.copy(folder.resolve("run.shard-0-of-2.resume"), folder.resolve(name + ".resume"));
      int number = name.charAt(10) - '0';
      int parts = name.charAt(15) - '0';
      var keeping = place(0).with(new StoppingKeeper(other, experiment, 1000));
      var e =
          assertThrows(
              TargetTakenException.class,
              () ->
                  ShardRunner.run(
                      "t.yaml", experiment, number, parts, keeping, Progress.SILENT, n -> {}));
      assertTrue(e.getMessage().contains("another part of the run"), e.getMessage());
    }
    Path whole = folder.resolve("whole.h5");
    assertThrows(
        StoppedException.class,
        () ->
            Runner.run(
                experiment,
                place(0).with(new StoppingKeeper(whole, experiment, 2)),
                Progress.SILENT,
                n -> {}));
    Path single = folder.resolve("whole.shard-0-of-1");
    Files.copy(folder.resolve("whole.h5.resume"), folder.resolve("whole.shard-0-of-1.resume"));
    var keeping = place(0).with(new StoppingKeeper(single, experiment, 1000));
    assertThrows(
        TargetTakenException.class,
        () -> ShardRunner.run("t.yaml", experiment, 0, 1, keeping, Progress.SILENT, n -> {}));
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
