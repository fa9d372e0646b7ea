package perrin.run;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.backend.Backend;
import perrin.backend.Ensemble;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.JoinedSnapshot;
import perrin.backend.Program;
import perrin.backend.WalkerRange;
import perrin.backend.WalkerSums;
import perrin.experiment.Experiment;
import perrin.experiment.MathMode;
import perrin.output.RunRecord;
import perrin.run.resume.Checkpoint;
import perrin.run.resume.Keeper;
import perrin.run.resume.Shard;
import perrin.run.resume.TargetTakenException;
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
   * One of the shards.
   *
   * @param whole reads it, each time it is asked for, with the walkers' values in an arena
   */
  public record Source(Shard.Head head, Function<Arena, Shard> whole) {
    /** One that is at hand. */
    public static Source of(Shard shard) {
      return new Source(shard.head(), _ -> shard);
    }
  }

  /**
   * The whole run. Shards are read one by one.
   *
   * @param shards all of them, of one experiment, in any order
   */
  public static RunRecord of(
      Experiment experiment,
      List<Source> shards,
      Runner.Options options,
      Progress progress,
      Notice notice) {
    List<Source> ordered =
        shards.stream().sorted(Comparator.comparingInt(each -> each.head().number())).toList();
    var place = new Elsewhere(ordered, options.backend());
    var here =
        new Runner.Options(
            place,
            options.threads(),
            options.chunk(),
            options.keepFinals(),
            new Ends(experiment, ordered, 0, place));
    return Runner.run(experiment, here, progress, notice);
  }

  /**
   * Where walkers were moved: once a run has taken up the shards' ends, there is nothing to be
   * moved. Companions and paths are moved here.
   */
  private static final class Elsewhere implements EnsembleOpener, Backend {
    private final List<Source> shards;
    private final EnsembleOpener here;
    private boolean ended;

    Elsewhere(List<Source> shards, EnsembleOpener here) {
      this.shards = shards;
      this.here = here;
    }

    @Override
    public Opened open(Program program, int threads, Notice notice) {
      if (!ended) {
        return here.open(program, threads, notice);
      }
      ended = false;
      return new Opened(this, open(program, threads));
    }

    @Override
    public Ensemble open(Program program, int threads) {
      return new EndedEnsemble(
          program, shards.size() + (shards.size() == 1 ? " shard" : " shards"));
    }

    @Override
    public String name() {
      return words(Shard.Platform::backend);
    }

    @Override
    public String device() {
      return words(Shard.Platform::device);
    }

    @Override
    public MathMode math(MathMode asked) {
      return words(Shard.Platform::math).contains(MathMode.FAST.word())
          ? MathMode.FAST
          : MathMode.PORTABLE;
    }

    /** What shards say of themselves, each once. */
    private String words(Function<Shard.Platform, String> of) {
      return shards.stream()
          .map(each -> of.apply(each.head().platform()))
          .filter(word -> !word.isEmpty())
          .distinct()
          .collect(Collectors.joining("; "));
    }
  }

  /** Knows where each point has ended. */
  private record Ends(Experiment experiment, List<Source> shards, int point, Elsewhere place)
      implements Keeper {
    @Override
    public Optional<Checkpoint> begin() {
      place.ended = true;
      return Optional.of(joined(experiment, point, shards));
    }

    @Override
    public String name() {
      return "shards";
    }

    @Override
    public Keeper at(int other) {
      return new Ends(experiment.point(other), shards, other, place);
    }
  }

  /** The samples of some walkers, as nodes of the tree over cohorts. */
  private record Sampled(List<TreeNode> nodes, List<double[]> rows) {}

  private static Checkpoint joined(Experiment one, int point, List<Source> shards) {
    JoinedSnapshot whole = null;
    Checkpoint any = null;
    List<Sampled> sampled = new ArrayList<>();
    double seconds = 0;
    for (Source source : shards) {
      if (!source.head().points().contains(point)) {
        continue;
      }
      try (Arena arena = Arena.ofConfined()) { // shard by shard
        for (Shard.Part part : source.whole().apply(arena).parts()) {
          if (part.point() == point) {
            requireSame(source.head(), any, part.end());
            any = part.end();
            EnsembleSnapshot end = any.ensemble();
            whole = whole == null ? all(one, end) : whole;
            whole.add(end);
            sampled.add(new Sampled(end.walkers().nodes(TreeNode.HIGHEST), any.samples()));
            seconds += any.seconds();
          }
        }
      }
    }
    return new Checkpoint(any.of(), any.identities(), whole.whole(), means(one, sampled), seconds);
  }

  /** What one build has begun another one does not end. */
  private static void requireSame(Shard.Head head, Checkpoint before, Checkpoint end) {
    String other = before == null ? "" : before.of().differs(end.of());
    boolean same = before == null || before.identities() == end.identities();
    if (!other.isEmpty() || !same) {
      throw new TargetTakenException(
          "shard "
              + head.number()
              + " of "
              + head.of()
              + ": belongs to "
              + (other.isEmpty() ? "a run that measures other things" : other)
              + ", unlike those before; make it again with --force",
          null);
    }
  }

  private static JoinedSnapshot all(Experiment one, EnsembleSnapshot like) {
    var walkers = new WalkerRange(one.firstWalker(), one.walkers());
    return new JoinedSnapshot(walkers, WalkerSums.kept(one.walkers(), like.cohortSums().size()));
  }

  /** Means of all observables, then their variances, as a run keeps them. */
  private static List<double[]> means(Experiment one, List<Sampled> sampled) {
    List<double[]> means = new ArrayList<>();
    List<double[]> variances = new ArrayList<>();
    for (int row = 0; row < one.observables().size(); row++) {
      int at = row;
      Moments[] moments =
          IntStream.range(0, Math.toIntExact(one.samples()))
              .mapToObj(sample -> root(sampled, at, sample))
              .toArray(Moments[]::new);
      means.add(Arrays.stream(moments).mapToDouble(Moments::mean).toArray());
      variances.add(Arrays.stream(moments).mapToDouble(Moments::variance).toArray());
    }
    return Stream.of(means, variances).flatMap(List::stream).toList();
  }

  private static Moments root(List<Sampled> sampled, int row, int sample) {
    return MomentNode.root(
        sampled.stream()
            .flatMap(part -> NodeSeries.nodes(part.rows().get(row), sample, part.nodes()))
            .toList());
  }
}
