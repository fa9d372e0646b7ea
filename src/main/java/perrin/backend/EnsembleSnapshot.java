package perrin.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/**
 * All of an ensemble that later results depend on, in no backend's own layout: another ensemble of
 * the same program, on whatever backend, goes on from it with the same bits. Seed and shared
 * numbers are the program's; sums of single samples are the caller's, who has them already. Arrays
 * are not copied; nobody is to change them.
 *
 * @param walkers whose it is
 * @param steps made; the next chunk begins with this one
 * @param samples taken during these
 * @param variables the walkers' values, each of shape [walkers]
 * @param counts of each histogram
 * @param cohortSums rows of {@link Ensemble#cohortSums}, each of shape [cohorts]
 * @param walkerSums rows of {@link Ensemble#walkerSums}, each of shape [walkers]; empty where
 *     walkers are not few
 * @param origins of each correlated quantity the samples that later ones may be compared with, the
 *     oldest first, component after component: rows of shape [walkers]; as they are compared, so
 *     with the cohort's mean taken away where that is done
 */
public record EnsembleSnapshot(
    WalkerRange walkers,
    long steps,
    long samples,
    List<WalkerArray> variables,
    List<HistogramCounts> counts,
    List<double[]> cohortSums,
    Optional<List<double[]>> walkerSums,
    List<List<double[]>> origins) {
  /** Refuses numbers below 0. */
  public EnsembleSnapshot {
    if (steps < 0 || samples < 0 || samples > steps) {
      throw new IllegalArgumentException(samples + " samples in " + steps + " steps");
    }
    variables = List.copyOf(variables);
    counts = List.copyOf(counts);
    cohortSums = List.copyOf(cohortSums);
    walkerSums = walkerSums.map(List::copyOf);
    origins = origins.stream().map(List::copyOf).toList();
  }

  /** Where a backend keeps the origins of correlated quantities. */
  public interface Origins {
    /** The values of a component of an origin of a quantity, shape [walkers]. */
    double[] get(int quantity, long origin, int component);

    /** Sets them. */
    void set(int quantity, long origin, int component, double[] row);
  }

  /** What an ensemble gives. */
  public static EnsembleSnapshot of(
      Program program, Ensemble ensemble, StepsMade made, Origins kept) {
    return of(program, ensemble, made, kept, ensemble::variable);
  }

  /**
   * The same.
   *
   * @param values of a variable
   */
  static EnsembleSnapshot of(
      Program program,
      Ensemble ensemble,
      StepsMade made,
      Origins kept,
      IntFunction<WalkerArray> values) {
    Kernel kernel = program.kernel();
    List<WalkerArray> variables = new ArrayList<>();
    for (int i = 0; i < kernel.variables().size(); i++) {
      variables.add(values.apply(i));
    }
    List<HistogramCounts> counts = new ArrayList<>();
    for (int h = 0; h < program.grids().size(); h++) {
      counts.add(ensemble.counts(h));
    }
    List<double[]> cohortSums = new ArrayList<>();
    List<double[]> walkerSums = new ArrayList<>();
    boolean few = program.walkerSums();
    for (int row = 0; row < kernel.sampling().timeRows(); row++) {
      cohortSums.add(ensemble.cohortSums(row));
      if (few) {
        walkerSums.add(ensemble.walkerSums(row).orElseThrow());
      }
    }
    return new EnsembleSnapshot(
        program.walkers(),
        made.steps(),
        made.samples(),
        variables,
        counts,
        cohortSums,
        few ? Optional.of(walkerSums) : Optional.empty(),
        origins(kernel, made, kept));
  }

  /** The origins that a backend keeps. */
  public static List<List<double[]>> origins(Kernel kernel, StepsMade made, Origins kept) {
    List<List<double[]>> origins = new ArrayList<>();
    for (int i = 0; i < kernel.sampling().correlated().size(); i++) {
      Sampling.Correlated of = kernel.sampling().correlated().get(i);
      List<double[]> rows = new ArrayList<>();
      for (long o = of.firstOrigin(made.samples()); o < of.originsUntil(made.samples()); o++) {
        for (int j = 0; j < of.components(); j++) {
          rows.add(kept.get(i, o, j));
        }
      }
      origins.add(rows);
    }
    return origins;
  }

  /**
   * That of all walkers of several parts, at the same step of the same program.
   *
   * @param parts at least one, in the order of their walkers, which follow each other
   * @param walkerSums whether an ensemble of all of them keeps the sums of each walker; its parts
   *     do so then, too
   */
  public static EnsembleSnapshot joined(List<EnsembleSnapshot> parts, boolean walkerSums) {
    long first = parts.getFirst().walkers.first();
    long count = parts.stream().mapToLong(part -> part.walkers.count()).sum();
    JoinedSnapshot joined = new JoinedSnapshot(new WalkerRange(first, count), walkerSums);
    parts.forEach(joined::add);
    return joined.whole();
  }

  /**
   * That of some of its walkers; {@link #joined} makes one of several again. Counts are not kept by
   * walkers: the part with the first of them has all.
   */
  public EnsembleSnapshot part(WalkerRange range) {
    int first = Math.toIntExact(range.first() - walkers.first());
    int end = Math.toIntExact(first + range.count());
    int cohort = first / Kernel.COHORT;
    int cohorts = Math.toIntExact(range.cohorts());
    return new EnsembleSnapshot(
        range,
        steps,
        samples,
        variables.stream().map(row -> row.part(first, end)).toList(),
        first == 0 ? counts : counts.stream().map(c -> new HistogramCounts(c.bins())).toList(),
        parts(cohortSums, cohort, cohort + cohorts),
        walkerSums.map(rows -> parts(rows, first, end)),
        origins.stream().map(rows -> parts(rows, first, end)).toList());
  }

  private static List<double[]> parts(List<double[]> rows, int first, int end) {
    return rows.stream().map(row -> Arrays.copyOfRange(row, first, end)).toList();
  }

  /** Puts the origins where a backend keeps them. */
  public void restore(Kernel kernel, Origins kept) {
    for (int i = 0; i < origins.size(); i++) {
      Sampling.Correlated of = kernel.sampling().correlated().get(i);
      for (int r = 0; r < origins.get(i).size(); r++) {
        long origin = of.firstOrigin(samples) + r / of.components();
        kept.set(i, origin, r % of.components(), origins.get(i).get(r));
      }
    }
  }

  /**
   * Refuses the snapshot of another program.
   *
   * @throws IllegalArgumentException that says what it has and what the program wants
   */
  public void requireOf(Program program) {
    Kernel kernel = program.kernel();
    long all = program.walkers().count();
    require("first walker", walkers.first(), program.walkers().first());
    require("walkers", walkers.count(), all);
    requireVariables(program, variables);
    require("histograms", counts.size(), program.grids().size());
    for (int h = 0; h < counts.size(); h++) {
      String of = "bins of histogram " + kernel.sampling().histograms().get(h).name();
      require(of, counts.get(h).bins(), program.grids().get(h).bins());
    }
    require("rows of sums over time", cohortSums.size(), kernel.sampling().timeRows());
    cohortSums.forEach(row -> require("cohorts", row.length, program.walkers().cohorts()));
    int ofWalkers = program.walkerSums() ? kernel.sampling().timeRows() : 0;
    require("rows of walkers' sums", walkerSums.map(List::size).orElse(0), ofWalkers);
    walkerSums.ifPresent(rows -> rows.forEach(row -> require("walkers' sums", row.length, all)));
    require("correlated quantities", origins.size(), kernel.sampling().correlated().size());
    for (int i = 0; i < origins.size(); i++) {
      Sampling.Correlated of = kernel.sampling().correlated().get(i);
      long rows = of.components() * (of.originsUntil(samples) - of.firstOrigin(samples));
      require("origins of correlation " + of.name(), origins.get(i).size(), rows);
      origins.get(i).forEach(row -> require("walkers of origins", row.length, all));
    }
  }

  /**
   * Refuses states of other walkers than the program's.
   *
   * @param variables each of shape [walkers]
   * @throws IllegalArgumentException that says what they have and what the program wants
   */
  public static void requireVariables(Program program, List<WalkerArray> variables) {
    Kernel kernel = program.kernel();
    require("variables", variables.size(), kernel.variables().size());
    for (int i = 0; i < variables.size(); i++) {
      String name = kernel.variables().get(i);
      require("walkers of " + name, variables.get(i).walkers(), program.walkers().count());
      int bits = Byte.SIZE * kernel.precision().bytes();
      require("bits of " + name, Byte.SIZE * variables.get(i).bytes(), bits);
    }
  }

  static void require(String what, long found, long wanted) {
    if (found != wanted) {
      throw new IllegalArgumentException(
          what + ": " + found + " in what is given, " + wanted + " in the program");
    }
  }

  /** Whether all bits are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof EnsembleSnapshot that
        && walkers.equals(that.walkers)
        && steps == that.steps
        && samples == that.samples
        && variables.equals(that.variables)
        && counts.equals(that.counts)
        && Arrays.deepEquals(sums(), that.sums());
  }

  @Override
  public int hashCode() {
    return 31 * variables.hashCode() + Arrays.deepHashCode(sums());
  }

  private Object[] sums() {
    return new Object[] {
      cohortSums.toArray(),
      walkerSums.map(List::toArray).orElse(null),
      origins.stream().map(List::toArray).toArray()
    };
  }

  /** For people. */
  @Override
  public String toString() {
    Precision precision =
        variables.stream().anyMatch(values -> values.bytes() == Double.BYTES)
            ? Precision.DOUBLE
            : Precision.SINGLE;
    return "walkers "
        + walkers.first()
        + " to "
        + (walkers.first() + walkers.count() - 1)
        + " in "
        + precision.word()
        + " precision after "
        + steps
        + " steps";
  }
}
