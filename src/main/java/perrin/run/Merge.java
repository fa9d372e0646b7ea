package perrin.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.WalkerRange;
import perrin.backend.WalkerSums;
import perrin.experiment.Experiment;
import perrin.output.RunRecord;
import perrin.run.resume.Checkpoint;
import perrin.run.resume.Keeper;
import perrin.run.resume.Shard;
import perrin.run.text.Notice;
import perrin.statistics.HistogramCounts;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;
import perrin.statistics.TreeNode;
import perrin.statistics.WalkerArray;

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
    EnsembleSnapshot first = ends.getFirst();
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
    WalkerRange all = new WalkerRange(one.firstWalker(), one.walkers());
    boolean identities = parts.getFirst().end().identities();
    EnsembleSnapshot whole =
        new EnsembleSnapshot(
            all,
            first.steps(),
            first.samples(),
            variables(ends),
            counts(ends),
            rows(ends, EnsembleSnapshot::cohortSums),
            WalkerSums.kept(one.walkers(), first.cohortSums().size()) // then its shards do, too
                ? Optional.of(rows(ends, end -> end.walkerSums().orElseThrow()))
                : Optional.empty(),
            IntStream.range(0, first.origins().size())
                .mapToObj(i -> rows(ends, end -> end.origins().get(i)))
                .toList());
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

  private static List<HistogramCounts> counts(List<EnsembleSnapshot> ends) {
    List<HistogramCounts> all = new ArrayList<>();
    for (int h = 0; h < ends.getFirst().counts().size(); h++) {
      HistogramCounts like = ends.getFirst().counts().get(h);
      HistogramCounts sum = new HistogramCounts(like.bins());
      for (EnsembleSnapshot end : ends) {
        sum.add(end.counts().get(h).flat());
      }
      all.add(like.rows() == 1 ? sum : sum.inRows(like.rows()));
    }
    return all;
  }

  private static List<double[]> rows(
      List<EnsembleSnapshot> ends, Function<EnsembleSnapshot, List<double[]>> of) {
    List<double[]> all = new ArrayList<>();
    for (int row = 0; row < of.apply(ends.getFirst()).size(); row++) {
      int length = 0;
      for (EnsembleSnapshot end : ends) {
        length = Math.addExact(length, of.apply(end).get(row).length);
      }
      double[] joined = new double[length];
      int at = 0;
      for (EnsembleSnapshot end : ends) {
        double[] part = of.apply(end).get(row);
        System.arraycopy(part, 0, joined, at, part.length);
        at += part.length;
      }
      all.add(joined);
    }
    return all;
  }

  private static List<WalkerArray> variables(List<EnsembleSnapshot> ends) {
    int walkers = 0;
    for (EnsembleSnapshot end : ends) {
      walkers = Math.toIntExact(walkers + end.walkers().count());
    }
    List<WalkerArray> all = new ArrayList<>();
    for (int i = 0; i < ends.getFirst().variables().size(); i++) {
      switch (ends.getFirst().variables().get(i)) {
        case WalkerArray.Singles _ -> {
          float[] joined = new float[walkers];
          int at = 0;
          for (EnsembleSnapshot end : ends) {
            float[] part = ((WalkerArray.Singles) end.variables().get(i)).values();
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
          }
          all.add(new WalkerArray.Singles(joined));
        }
        case WalkerArray.Doubles _ -> {
          double[] joined = new double[walkers];
          int at = 0;
          for (EnsembleSnapshot end : ends) {
            double[] part = ((WalkerArray.Doubles) end.variables().get(i)).values();
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
          }
          all.add(new WalkerArray.Doubles(joined));
        }
      }
    }
    return all;
  }
}
