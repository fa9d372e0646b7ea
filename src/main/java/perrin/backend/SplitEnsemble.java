package perrin.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import perrin.kernel.SharedNumbers;
import perrin.statistics.HistogramCounts;
import perrin.statistics.MomentNode;
import perrin.statistics.WalkerArray;

/**
 * All walkers of a run in several ensembles, which move at the same time: on several devices. Sums
 * go on in the same tree, and the walker that is lost first is the same, so what it computes is
 * what one ensemble would.
 */
public final class SplitEnsemble implements Ensemble {
  private final Program program;
  private final List<WalkerRange> ranges;
  private final List<Ensemble> parts;
  private final String workers;

  /** The walker that was lost, if any; no steps are made after it. */
  private Optional<NotFiniteException> lost = Optional.empty();

  /**
   * @param parts of consecutive walkers, in order, all of the program's together; closed with this
   *     one
   * @param ranges theirs
   * @param workers how many work on it, for people
   */
  SplitEnsemble(Program program, List<WalkerRange> ranges, List<Ensemble> parts, String workers) {
    this.program = program;
    this.ranges = List.copyOf(ranges);
    this.parts = List.copyOf(parts);
    this.workers = workers;
  }

  /**
   * Asks all parts, also those behind one that has lost a walker.
   *
   * @throws NotFiniteException for the walker that was lost first; among those of one step, the
   *     lower one
   */
  private <T> List<T> each(Function<Ensemble, T> question) {
    return answers(parts, question);
  }

  private <A, T> List<T> answers(List<A> all, Function<A, T> question) {
    List<T> answers = new ArrayList<>();
    Optional<NotFiniteException> first = Optional.empty();
    for (A one : all) {
      try {
        answers.add(question.apply(one));
      } catch (NotFiniteException e) {
        first = Optional.of(first.filter(other -> other.isBefore(e)).orElse(e));
      }
    }
    if (first.isPresent()) {
      lost = first;
      throw first.get();
    }
    return answers;
  }

  /** Begins anew with each part. */
  private void begin(List<Runnable> beginnings) {
    lost = Optional.empty();
    answers(
        beginnings,
        beginning -> {
          beginning.run();
          return beginning;
        });
  }

  @Override
  public void start(long seed, SharedNumbers shared) {
    begin(parts.stream().<Runnable>map(part -> () -> part.start(seed, shared)).toList());
  }

  @Override
  public void load(long seed, SharedNumbers shared, List<WalkerArray> variables) {
    EnsembleSnapshot.requireVariables(program, variables);
    List<Runnable> loading = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Ensemble part = parts.get(i);
      int first = Math.toIntExact(ranges.get(i).first() - program.walkers().first());
      int end = Math.toIntExact(first + ranges.get(i).count());
      loading.add(() ->
          part.load(seed, shared, variables.stream().map(all -> all.part(first, end)).toList()));
    }
    begin(loading);
  }

  @Override
  public EnsembleSnapshot snapshot() {
    await();
    return EnsembleSnapshot.joined(each(Ensemble::snapshot), program.walkerSums());
  }

  @Override
  public List<List<double[]>> origins() {
    List<List<List<double[]>>> all = each(Ensemble::origins);
    List<List<double[]>> joined = new ArrayList<>();
    for (int i = 0; i < all.getFirst().size(); i++) {
      List<double[]> rows = new ArrayList<>();
      for (int row = 0; row < all.getFirst().get(i).size(); row++) {
        int quantity = i;
        int at = row;
        rows.add(Doubles.joined(all.stream().map(part -> part.get(quantity).get(at)).toList()));
      }
      joined.add(rows);
    }
    return joined;
  }

  @Override
  public void restore(long seed, SharedNumbers shared, EnsembleSnapshot snapshot) {
    snapshot.requireOf(program);
    List<Runnable> restoring = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Ensemble part = parts.get(i);
      WalkerRange range = ranges.get(i);
      restoring.add(() -> part.restore(seed, shared, snapshot.part(range)));
    }
    begin(restoring);
  }

  /**
   * All parts have ended the chunk before when the first one begins: whoever is lost first is known
   * by then.
   */
  @Override
  public SampleSums run(Chunk chunk, double[] rows) {
    await();
    return new SplitSums(each(part -> part.run(chunk, rows)));
  }

  @Override
  public void await() {
    lost.ifPresent(e -> {
      throw e;
    });
    each(part -> {
      part.await();
      return part;
    });
  }

  private final class SplitSums implements SampleSums {
    private final List<SampleSums> sums;

    SplitSums(List<SampleSums> sums) {
      this.sums = sums;
    }

    @Override
    public List<MomentNode> nodes(int sample, int row) {
      List<MomentNode> all = new ArrayList<>();
      answers(sums, part -> part.nodes(sample, row)).forEach(all::addAll);
      return MomentNode.join(all);
    }

    /** Parts move at the same time. */
    @Override
    public double seconds() {
      return longest(answers(sums, SampleSums::seconds));
    }
  }

  @Override
  public WalkerArray variable(int i) {
    return WalkerArray.joined(each(part -> part.variable(i)));
  }

  @Override
  public HistogramCounts counts(int h) {
    return HistogramCounts.sum(each(part -> part.counts(h)));
  }

  @Override
  public double[] cohortSums(int row) {
    return Doubles.joined(each(part -> part.cohortSums(row)));
  }

  @Override
  public Optional<double[]> walkerSums(int row) {
    return program.walkerSums()
        ? Optional.of(Doubles.joined(each(part -> part.walkerSums(row).orElseThrow())))
        : Optional.empty();
  }

  /** Of the part that stepped longest. */
  @Override
  public double steppingSeconds() {
    return longest(each(Ensemble::steppingSeconds));
  }

  private static double longest(List<Double> seconds) {
    return seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  @Override
  public String workers() {
    return workers;
  }

  @Override
  public long samplesAtOnce() {
    return parts.stream().mapToLong(Ensemble::samplesAtOnce).min().orElse(1);
  }

  @Override
  public void close() {
    closeAll(parts);
  }

  /** Closes all, also those behind one that fails. */
  static void closeAll(List<Ensemble> parts) {
    List<RuntimeException> failures = new ArrayList<>();
    for (Ensemble part : parts) {
      try {
        part.close();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }
}
