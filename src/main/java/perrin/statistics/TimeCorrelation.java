package perrin.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * A correlation in time, from each cohort's sums over the time origins. Every so many samples one
 * is an origin, and is compared with all samples up to the largest lag later.
 *
 * @param value by lag, [lags + 1]
 * @param standardError of each, from the spread of the cohorts, or of the walkers where cohorts are
 *     few: both are independent of each other; NaN with fewer than two
 * @param degreesOfFreedom of the errors: one less than there are cohorts, or walkers
 */
public record TimeCorrelation(double[] value, double[] standardError, double degreesOfFreedom) {

  /**
   * How many walkers there are, and how often each lag was sampled.
   *
   * @param firstCohort global number of the first cohort; fixes the order of the sums
   * @param samples of the whole run
   * @param lags largest lag
   * @param spacing samples from one origin to the next
   * @param counted in how many pairs of samples walkers counted; empty where they do in all
   */
  public record Origins(
      long firstCohort,
      long walkers,
      long samples,
      int lags,
      int spacing,
      Optional<Pairs> counted) {
    /** Where every walker counts in every sample. */
    public Origins(long firstCohort, long walkers, long samples, int lags, int spacing) {
      this(firstCohort, walkers, samples, lags, spacing, Optional.empty());
    }

    int cohorts() {
      return (int) ((walkers + TimeMean.COHORT - 1) / TimeMean.COHORT);
    }

    /** Walkers of a cohort; the last one has what is left. */
    int members(int cohort) {
      return (int) Math.min(TimeMean.COHORT, walkers - (long) cohort * TimeMean.COHORT);
    }

    /** Pairs of samples that a cohort's walkers give at a lag. */
    double pairs(int lag, int cohort) {
      return counted
          .map(pairs -> pairs.ofCohorts[lag][cohort])
          .orElseGet(() -> (double) members(cohort) * count(lag));
    }

    /** Pairs of samples that all walkers give at a lag. */
    double pairs(int lag) {
      return counted
          .map(pairs -> Arrays.stream(pairs.ofCohorts[lag]).sum())
          .orElseGet(() -> (double) walkers * count(lag));
    }

    /** Pairs of samples that one walker gives at a lag. */
    double pairsOfWalker(int lag, int walker) {
      return counted
          .map(pairs -> pairs.ofWalkers[lag][walker])
          .orElseGet(() -> (double) count(lag));
    }

    /**
     * What makes a walker's products of deviations from its cohort's mean a covariance; 0 where it
     * is alone.
     */
    double unbiased(int lag, int walker) {
      double members = pairs(lag, walker / TimeMean.COHORT) / count(lag);
      return members <= 1 ? 0 : members / (members - 1.0);
    }

    /** Pairs less one for each cohort and origin, whose means are known. */
    double freedom(int lag) {
      return counted
          .map(pairs ->
              Arrays.stream(pairs.ofCohorts[lag]).map(n -> Math.max(0, n - count(lag))).sum())
          .orElseGet(() -> ((double) walkers - cohorts()) * count(lag));
    }

    /** Origins that have a sample so much later. */
    public long count(int lag) {
      return (samples - 1 - lag) / spacing + 1;
    }
  }

  /**
   * Pairs of samples in which walkers counted.
   *
   * @param ofCohorts shape [lags + 1][cohorts]
   * @param ofWalkers shape [lags + 1][walkers]; of use where walkers' sums are kept
   */
  public record Pairs(double[][] ofCohorts, double[][] ofWalkers) {}

  /**
   * The same displacement with errors from each walker's sums, for there are few cohorts.
   *
   * @param squares each walker's sums, shape [lags + 1][walkers]; row 0 is not used
   */
  public TimeCorrelation withErrorsOf(Origins origins, double[][] squares) {
    return byWalkers(
        origins,
        (k, w) ->
            origins.counted.isEmpty()
                ? (squares[k][w] / origins.count(k) - value[k]) / origins.walkers()
                : (squares[k][w] - origins.pairsOfWalker(k, w) * value[k]) / origins.pairs(k));
  }

  /**
   * The same autocorrelation with errors from each walker's sums.
   *
   * @param products each walker's sums of δ(t) δ(t + lag), shape [lags + 1][walkers]
   */
  public TimeCorrelation withErrorsOfProducts(Origins origins, double[][] products) {
    int walkers = (int) origins.walkers();
    double[] own = new double[walkers];
    double variance = 0;
    for (int w = 0; w < walkers; w++) {
      own[w] = origins.unbiased(0, w) * products[0][w] / (origins.pairs(0) / walkers);
      variance += own[w] / walkers;
    }
    double all = variance * walkers;
    return byWalkers(
        origins,
        (k, w) -> {
          double covariance =
              origins.unbiased(k, w) * products[k][w] / (origins.pairs(k) / walkers);
          return (covariance - value[k] * own[w]) / all; // one that is alone says nothing
        });
  }

  private interface Rest {
    /** What a walker adds to the value at a lag beyond its share. */
    double of(int lag, int walker);
  }

  private TimeCorrelation byWalkers(Origins origins, Rest rest) {
    double[] error = new double[value.length];
    int walkers = (int) origins.walkers();
    for (int k = 1; k < value.length; k++) {
      double sum = 0;
      for (int w = 0; w < walkers; w++) {
        double each = rest.of(k, w);
        sum += each * each;
      }
      error[k] = walkers < 2 ? Double.NaN : Math.sqrt(sum * walkers / (walkers - 1.0));
    }
    return new TimeCorrelation(value, error, walkers - 1.0);
  }

  /**
   * The mean square displacement ⟨|x(t + lag) − x(t)|²⟩; exactly 0 at lag 0.
   *
   * @param squares sums of |x(t + lag) − x(t)|², shape [lags + 1][cohorts]; row 0 is not used
   */
  public static TimeCorrelation displacement(Origins origins, double[][] squares) {
    int lags = origins.lags();
    double[] value = new double[lags + 1];
    double[] error = new double[lags + 1];
    for (int k = 1; k <= lags; k++) {
      double all = origins.pairs(k);
      value[k] = TreeSum.of(origins.firstCohort(), squares[k]) / all;
      double[] rest = new double[origins.cohorts()];
      for (int c = 0; c < rest.length; c++) {
        rest[c] = (squares[k][c] - origins.pairs(k, c) * value[k]) / all;
      }
      error[k] = spread(origins, rest);
    }
    return new TimeCorrelation(value, error, origins.cohorts() - 1.0);
  }

  /**
   * The autocovariance over the variance at the origins, exactly 1 at lag 0. With δ the deviation
   * from the cohort's mean at that time, so that a mean that is large, or drifts, does no harm:
   *
   * <pre>⟨δ(t) δ(t + lag)⟩ / ⟨δ(t)²⟩</pre>
   *
   * @param products sums of δ(t) δ(t + lag), shape [lags + 1][cohorts]; their expectation is the
   *     autocovariance times walkers − cohorts for each origin
   * @return all NaN where no cohort has two walkers, or nothing varies
   */
  public static TimeCorrelation auto(Origins origins, double[][] products) {
    int lags = origins.lags();
    double[] value = new double[lags + 1];
    double[] error = new double[lags + 1];
    double[] own = covariances(origins, 0, products);
    double variance = TreeSum.of(origins.firstCohort(), own);
    value[0] = 1;
    for (int k = 1; k <= lags; k++) {
      double[] parts = covariances(origins, k, products);
      value[k] = TreeSum.of(origins.firstCohort(), parts) / variance;
      double[] rest = new double[origins.cohorts()];
      for (int c = 0; c < rest.length; c++) {
        rest[c] = (parts[c] - value[k] * own[c]) / variance;
      }
      error[k] = spread(origins, rest);
    }
    if (!(variance > 0)) {
      Arrays.fill(value, Double.NaN);
      Arrays.fill(error, Double.NaN);
    }
    return new TimeCorrelation(value, error, origins.cohorts() - 1.0);
  }

  /** The variance of the quantity at the origins; NaN where no cohort has two walkers. */
  public static double variance(Origins origins, double[][] products) {
    return TreeSum.of(origins.firstCohort(), covariances(origins, 0, products));
  }

  /** What each cohort adds to the autocovariance at a lag. */
  private static double[] covariances(Origins origins, int lag, double[][] products) {
    double freedom = origins.freedom(lag);
    double[] parts = new double[origins.cohorts()];
    for (int c = 0; c < parts.length; c++) {
      parts[c] = products[lag][c] / freedom;
    }
    return parts;
  }

  /**
   * The standard error of a sum over cohorts.
   *
   * @param rest what each cohort adds beyond its share
   */
  private static double spread(Origins origins, double[] rest) {
    int cohorts = rest.length;
    if (cohorts < 2) {
      return Double.NaN;
    }
    double[] squares = new double[cohorts];
    for (int c = 0; c < cohorts; c++) {
      squares[c] = rest[c] * rest[c];
    }
    double sum = TreeSum.reduce(origins.firstCohort(), cohorts, squares);
    return Math.sqrt(sum * cohorts / (cohorts - 1));
  }

  /** Whether all values are equal, NaN to NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TimeCorrelation that
        && Arrays.equals(value, that.value)
        && Arrays.equals(standardError, that.standardError)
        && Double.compare(degreesOfFreedom, that.degreesOfFreedom) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(value) + Arrays.hashCode(standardError);
  }
}
