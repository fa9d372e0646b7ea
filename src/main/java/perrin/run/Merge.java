package perrin.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.WalkerSums;
import perrin.experiment.Experiment;
import perrin.output.RunRecord;
import perrin.run.resume.Checkpoint;
import perrin.run.resume.Keeper;
import perrin.run.resume.Shard;
import perrin.run.text.Notice;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;
import perrin.statistics.TreeNode;

/**
 * Makes of all shards the run that one process would have made, bit for bit: the shards' ends
 * together are a checkpoint of the whole at its last step, and are taken up as one.
 */
public final class Merge {
  private Merge() {}

  /**
   * The whole run.
   *
   * @param shards all of them, of one experiment
   */
  public static RunRecord of(
      Experiment experiment,
      List<Shard> shards,
      Runner.Options options,
      Progress progress,
      Notice notice) {
    List<Shard.Part> parts = shards.stream().flatMap(shard -> shard.parts().stream()).toList();
    return Runner.run(experiment, options.with(new Ends(experiment, parts, 0)), progress, notice);
  }

  /** Knows where each point has ended. */
  private record Ends(Experiment experiment, List<Shard.Part> parts, int point) implements Keeper {
    @Override
    public Optional<Checkpoint> begin() {
      return Optional.of(
          joined(
              experiment,
              parts.stream()
                  .filter(part -> part.point() == point)
                  .sorted(Comparator.comparingLong(part -> part.end().ensemble().walkers().first()))
                  .toList()));
    }

    @Override
    public String name() {
      return "shards";
    }

    @Override
    public Keeper at(int other) {
      return new Ends(experiment.point(other), parts, other);
    }
  }

  private static Checkpoint joined(Experiment one, List<Shard.Part> parts) {
    List<EnsembleSnapshot> ends = parts.stream().map(part -> part.end().ensemble()).toList();
    List<double[]> means = new ArrayList<>();
    List<double[]> variances = new ArrayList<>();
    for (int row = 0; row < one.observables().size(); row++) {
      int at = row;
      Moments[] moments =
          IntStream.range(0, Math.toIntExact(one.samples()))
              .mapToObj(sample -> root(parts, at, sample))
              .toArray(Moments[]::new);
      means.add(Arrays.stream(moments).mapToDouble(Moments::mean).toArray());
      variances.add(Arrays.stream(moments).mapToDouble(Moments::variance).toArray());
    }
    boolean identities = parts.getFirst().end().identities();
    boolean few = WalkerSums.kept(one.walkers(), ends.getFirst().cohortSums().size());
    EnsembleSnapshot whole = EnsembleSnapshot.joined(ends, few);
    double seconds = parts.stream().mapToDouble(part -> part.end().seconds()).sum();
    List<double[]> samples = Stream.of(means, variances).flatMap(List::stream).toList();
    return new Checkpoint(parts.getFirst().end().of(), identities, whole, samples, seconds);
  }

  private static Moments root(List<Shard.Part> parts, int row, int sample) {
    List<MomentNode> nodes = new ArrayList<>();
    for (Shard.Part part : parts) {
      List<TreeNode> filled = part.end().ensemble().walkers().nodes(TreeNode.HIGHEST);
      NodeSeries.nodes(part.end().samples().get(row), sample, filled).forEach(nodes::add);
    }
    return MomentNode.root(nodes);
  }
}
