package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.backend.WalkerRange;
import perrin.experiment.Experiment;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.BackendChoice;
import perrin.statistics.HistogramCounts;
import perrin.statistics.MomentNode;

/** The walkers of an experiment in several ensembles, which together are what one is. */
public final class Shards {
  private Shards() {}

  /** Runs a trial whole and cut before some of its cohorts, and compares. */
  public static void assertMerged(
      Trial trial, BackendChoice whole, BackendChoice parts, int... cuts) {
    Experiment experiment = trial.experiment();
    KernelCompiler.Compiled compiled = KernelCompiler.compile(experiment);
    Program program = Program.of(experiment, compiled.kernel());
    Shard expected = Shard.of(program, experiment, compiled, whole);
    List<Shard> shards = new ArrayList<>();
    long first = program.walkers().first();
    long end = first + program.walkers().count();
    for (int i = 0; i <= cuts.length; i++) {
      long to = i < cuts.length ? program.walkers().first() + 32L * cuts[i] : end;
      shards.add(
          Shard.of(program.of(new WalkerRange(first, to - first)), experiment, compiled, parts));
      first = to;
    }
    for (int i = 0; i < expected.moments.size(); i++) {
      int at = i;
      List<MomentNode> nodes =
          shards.stream().flatMap(shard -> shard.moments.get(at).stream()).toList();
      assertEquals(MomentNode.root(expected.moments.get(i)), MomentNode.root(nodes));
    }
    for (int row = 0; row < expected.cohorts.size(); row++) {
      int at = row;
      double[] all =
          shards.stream().flatMapToDouble(s -> Arrays.stream(s.cohorts.get(at))).toArray();
      assertArrayEquals(expected.cohorts.get(row), all, "row " + row);
    }
    for (int h = 0; h < expected.counts.size(); h++) {
      HistogramCounts all = new HistogramCounts(expected.counts.get(h).bins());
      for (Shard shard : shards) {
        all.add(shard.counts.get(h).flat());
      }
      assertEquals(expected.counts.get(h), all);
    }
  }

  /**
   * What an ensemble has summed.
   *
   * @param moments of each sample and quantity, their nodes
   */
  private record Shard(
      List<List<MomentNode>> moments, List<double[]> cohorts, List<HistogramCounts> counts) {

    static Shard of(
        Program program,
        Experiment experiment,
        KernelCompiler.Compiled compiled,
        BackendChoice backend) {
      try (Ensemble ensemble = backend.open(program, 2, _ -> {}).ensemble()) {
        ensemble.start(experiment.seed(), compiled.schedule().ofRun());
        Chunk all = new Chunk(0, experiment.steps(), program.plan());
        SampleSums sums = ensemble.run(all, compiled.schedule().ofSteps(0, all.to()));
        Shard shard = new Shard(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var sampling = compiled.kernel().sampling();
        for (int sample = 0; sample < all.samples(); sample++) {
          for (var observed : sampling.observed()) {
            shard.moments.add(sums.nodes(sample, observed.row()));
          }
        }
        ensemble.await();
        for (int row = 0; row < sampling.timeRows(); row++) {
          shard.cohorts.add(ensemble.cohortSums(row));
        }
        for (int h = 0; h < sampling.histograms().size(); h++) {
          shard.counts.add(ensemble.counts(h));
        }
        return shard;
      }
    }
  }
}
