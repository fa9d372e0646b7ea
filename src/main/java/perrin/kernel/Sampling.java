package perrin.kernel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of walkers at a sample, and which outputs of the code are whose. Outputs of one
 * kind follow each other: the energy, the observed quantities, the histograms', the correlated.
 *
 * @param code inputs {@code s[i]}, {@code u[k]}
 * @param observed what is averaged over the ensemble and over time, in order
 * @param histograms in order
 * @param correlated the quantities that are correlated in time, in order
 */
public record Sampling(
    Code code, List<Observed> observed, List<Counted> histograms, List<Correlated> correlated) {

  /** What is summed over time of each cohort. */
  public enum TimeSum {
    /** Its sum. */
    VALUES,
    /** The squared deviations from its mean. */
    SQUARES
  }

  /** Why a quantity is observed. */
  public enum Purpose {
    /** The experiment names it. */
    OBSERVABLE,
    /** A check needs it. */
    CHECK,
    /** A learning coefficient is of it. */
    LOSS,
    /**
     * It says who counts: 1 for a walker that belongs to the sample, 0 for one that does not. Its
     * sums are the numbers of walkers that counted. At most one quantity is of this kind.
     */
    PRESENCE
  }

  /**
   * A quantity whose ensemble moments are known at each sample and whose sum over time is kept for
   * each cohort.
   *
   * @param name for people
   * @param output of the code
   * @param row of the sums over time
   */
  public record Observed(String name, Purpose purpose, TimeSum timeSum, int output, int row) {}

  /**
   * What a histogram counts.
   *
   * @param output of the code: its first
   * @param quantities outputs that it takes, one for each dimension
   */
  public record Counted(String name, int output, int quantities) {}

  /** What is multiplied with what to correlate a quantity with itself. */
  public enum Product {
    /** δ(t) δ(t + lag), δ the deviation from the cohort's mean at that time. */
    CENTRED,
    /** Σ over components (a(t + lag) − a(t))². */
    DISPLACEMENT,
    /** a(t) a(t + lag): of who counts, the pairs of samples in which a walker counted. */
    PLAIN
  }

  /**
   * A quantity that is compared with itself at earlier samples, the origins: every {@code
   * spacing}-th sample is one, for all samples up to {@code lags} later. Summed over time are, for
   * each lag and cohort, products in double precision; those with a sample to which the walker does
   * not belong are left out.
   *
   * @param name for people
   * @param components of the quantity; 1 unless it is a displacement
   * @param lags largest lag, in samples
   * @param spacing samples from one origin to the next; 1 to lags + 1
   * @param output of the code: its first
   * @param row of the sums over time: that of lag 0, which those of the others follow
   */
  public record Correlated(
      String name, Product product, int components, int lags, int spacing, int output, int row) {
    /** Origins that are remembered at a time. */
    public int origins() {
      return lags / spacing + 1;
    }

    /** How many of the first so many samples are origins. */
    public long originsUntil(long samples) {
      return Math.ceilDiv(samples, (long) spacing);
    }

    /** Number of the oldest origin that samples after so many may be compared with. */
    public long firstOrigin(long samples) {
      return Math.max(0, originsUntil(samples) - origins());
    }

    /** Numbers that are remembered of each walker. */
    public long remembered() {
      return (long) origins() * components;
    }

    /** Whether it is compared with its deviation from the cohort's mean. */
    public boolean centred() {
      return product == Product.CENTRED;
    }

    /** Whether differences are squared, instead of values multiplied. */
    public boolean displaced() {
      return product == Product.DISPLACEMENT;
    }

    /** The row behind its last. */
    public int end() {
      return row + lags + 1;
    }
  }

  public Sampling {
    observed = List.copyOf(observed);
    histograms = List.copyOf(histograms);
    correlated = List.copyOf(correlated);
  }

  /** A sample of nothing. */
  public static Sampling nothing() {
    return new Sampling(Code.empty(), List.of(), List.of(), List.of());
  }

  /** What says who counts; empty where every walker belongs to every sample. */
  public Optional<Observed> presence() {
    return observed.stream().filter(each -> each.purpose() == Purpose.PRESENCE).findFirst();
  }

  /** The observed quantities that the experiment names. */
  public List<Observed> observables() {
    return observed.stream().filter(each -> each.purpose() == Purpose.OBSERVABLE).toList();
  }

  /** Rows of all sums over time. */
  public int timeRows() {
    return correlated.isEmpty() ? observed.size() : correlated.getLast().end();
  }

  /** Components of all correlated quantities. */
  public int correlatedValues() {
    return correlated.stream().mapToInt(Correlated::components).sum();
  }

  /** Numbers that correlations remember of each walker. */
  public long remembered() {
    return correlated.stream().mapToLong(Correlated::remembered).sum();
  }

  /** Whether there is more to a sample than the energy, which is looked at for its own sake. */
  public boolean measures() {
    return !(observed.isEmpty() && histograms.isEmpty() && correlated.isEmpty());
  }

  /** What the outputs of the code are, in their order, for people. */
  public List<String> outputNames() {
    return Stream.of(
            Stream.of("energy"),
            observed.stream().map(each -> "observable " + each.name()),
            histograms.stream().flatMap(Sampling::names),
            correlated.stream().flatMap(Sampling::names))
        .flatMap(names -> names)
        .toList();
  }

  private static Stream<String> names(Counted histogram) {
    return Stream.iterate(0, q -> q < histogram.quantities(), q -> q + 1)
        .map(q -> histogram.quantities() == 1 ? "the value" : "value " + q)
        .map(which -> which + " of histogram " + histogram.name());
  }

  private static Stream<String> names(Correlated quantity) {
    return Stream.generate(() -> "the value of correlation " + quantity.name())
        .limit(quantity.components());
  }
}
