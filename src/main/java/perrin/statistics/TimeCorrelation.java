package perrin.statistics;

import java.util.Arrays;

/**
 * A correlation in time, from each cohort's sums over windows of lags + 1 samples. A window's first
 * sample is the origin of its lags; windows do not overlap.
 *
 * @param value by lag, [lags + 1]
 * @param standardError of each, from the spread of the cohorts, which are independent of each
 *     other; NaN with fewer than two cohorts
 */
public record TimeCorrelation(double[] value, double[] standardError) {

  /**
   * How many walkers there are, and how often each lag was sampled.
   *
   * @param firstCohort global number of the first cohort; fixes the order of the sums
   * @param samples of the whole run
   * @param lags largest lag
   */
  public record Windows(long firstCohort, long walkers, long samples, int lags) {
    int cohorts() {
      return (int) ((walkers + TimeMean.COHORT - 1) / TimeMean.COHORT);
    }

    /** Walkers of a cohort; the last one has what is left. */
    int members(int cohort) {
      return (int) Math.min(TimeMean.COHORT, walkers - (long) cohort * TimeMean.COHORT);
    }

    /** What makes a walker's squared deviation from its cohort's mean a variance; 0 if alone. */
    double unbiased(int walker) {
      int members = members(walker / TimeMean.COHORT);
      return members < 2 ? 0 : members / (members - 1.0);
    }

    /** Windows that reach a lag. */
    public long count(int lag) {
      return (samples - 1 - lag) / (lags + 1) + 1;
    }
  }

  /** The same values with errors from each walker's sums, for there are few cohorts. */
  public TimeCorrelation withErrorsOf(Windows windows, double[][] squares) {
    double[] error = new double[value.length];
    for (int k = 1; k < value.length; k++) {
      double[] rest = new double[(int) windows.walkers()];
      for (int w = 0; w < rest.length; w++) {
        rest[w] = (squares[k][w] / windows.count(k) - value[k]) / rest.length;
      }
      error[k] = spread(rest);
    }
    return new TimeCorrelation(value, error);
  }

  /**
   * The same of an autocorrelation.
   *
   * @param deviations each walker's sums of squared deviations from its cohort's mean, shape [lags
   *     + 1][walkers]
   * @param differences each walker's sums of squared differences, likewise
   */
  public TimeCorrelation withErrorsOf(
      Windows windows, double[][] deviations, double[][] differences) {
    int walkers = (int) windows.walkers();
    double[] error = new double[value.length];
    double[] origin = new double[walkers];
    double variance = 0;
    for (int w = 0; w < walkers; w++) {
      origin[w] = windows.unbiased(w) * deviations[0][w] / windows.count(0);
      variance += origin[w] / walkers;
    }
    for (int k = 1; k < value.length; k++) {
      double[] rest = new double[walkers];
      for (int w = 0; w < walkers; w++) {
        double later = windows.unbiased(w) * deviations[k][w] / windows.count(k);
        double covariance = (origin[w] + later - differences[k][w] / windows.count(k)) / 2;
        boolean alone = windows.unbiased(w) == 0; // it says nothing of a variance
        rest[w] = alone ? 0 : (covariance - value[k] * origin[w]) / variance / walkers;
      }
      error[k] = spread(rest);
    }
    return new TimeCorrelation(value, error);
  }

  private static double spread(double[] rest) {
    double sum = 0;
    for (double each : rest) {
      sum += each * each;
    }
    return rest.length < 2 ? Double.NaN : Math.sqrt(sum * rest.length / (rest.length - 1.0));
  }

  /**
   * The mean square displacement ⟨|x(t + lag) − x(t)|²⟩; exactly 0 at lag 0.
   *
   * @param squares sums of |x(t + lag) − x(t)|², shape [lags + 1][cohorts]; row 0 is not used
   */
  public static TimeCorrelation displacement(Windows windows, double[][] squares) {
    int lags = windows.lags();
    double[] value = new double[lags + 1];
    double[] error = new double[lags + 1];
    for (int k = 1; k <= lags; k++) {
      double walkers = (double) windows.walkers() * windows.count(k);
      value[k] = TreeSum.of(windows.firstCohort(), squares[k]) / walkers;
      double[] rest = new double[windows.cohorts()];
      for (int c = 0; c < rest.length; c++) {
        rest[c] = (squares[k][c] - windows.members(c) * windows.count(k) * value[k]) / walkers;
      }
      error[k] = spread(windows, rest);
    }
    return new TimeCorrelation(value, error);
  }

  /**
   * The autocovariance over the variance, exactly 1 at lag 0. With δ = a − mean, what is summed is
   * of differences only, so that a large mean does not eat it:
   *
   * <pre>⟨δ(t) δ(t + lag)⟩ = (⟨δ(t)²⟩ + ⟨δ(t + lag)²⟩ − ⟨(a(t + lag) − a(t))²⟩) / 2</pre>
   *
   * @param deviations sums of squared deviations from the cohort's mean at that time, shape [lags +
   *     1][cohorts]; their expectation is the variance times walkers − 1
   * @param differences sums of (a(t + lag) − a(t))², shape [lags + 1][cohorts]; row 0 is not used
   * @return all NaN where no cohort has two walkers, or nothing varies
   */
  public static TimeCorrelation auto(
      Windows windows, double[][] deviations, double[][] differences) {
    int lags = windows.lags();
    double[] value = new double[lags + 1];
    double[] error = new double[lags + 1];
    double[][] parts = new double[lags + 1][];
    for (int k = 0; k <= lags; k++) {
      parts[k] = covarianceParts(windows, k, deviations, differences);
    }
    double variance = TreeSum.of(windows.firstCohort(), parts[0]);
    for (int k = 0; k <= lags; k++) {
      value[k] = k == 0 ? 1 : TreeSum.of(windows.firstCohort(), parts[k]) / variance;
      double[] rest = new double[windows.cohorts()];
      for (int c = 0; c < rest.length; c++) {
        rest[c] = k == 0 ? 0 : (parts[k][c] - value[k] * parts[0][c]) / variance;
      }
      error[k] = spread(windows, rest);
    }
    if (!(variance > 0)) {
      Arrays.fill(value, Double.NaN);
      Arrays.fill(error, Double.NaN);
    }
    return new TimeCorrelation(value, error);
  }

  /** The variance of the quantity at the origins; NaN where no cohort has two walkers. */
  public static double variance(Windows windows, double[][] deviations) {
    return TreeSum.of(windows.firstCohort(), covarianceParts(windows, 0, deviations, deviations));
  }

  /** What each cohort adds to the autocovariance at a lag. */
  private static double[] covarianceParts(
      Windows windows, int lag, double[][] deviations, double[][] differences) {
    double freedom = (double) windows.walkers() - windows.cohorts();
    double[] parts = new double[windows.cohorts()];
    for (int c = 0; c < parts.length; c++) {
      double origin = deviations[0][c] / (freedom * windows.count(0));
      double later = deviations[lag][c] / (freedom * windows.count(lag));
      double apart =
          lag == 0 ? 0 : differences[lag][c] / ((double) windows.walkers() * windows.count(lag));
      parts[c] = (origin + later - apart) / 2;
    }
    return parts;
  }

  /**
   * The standard error of a sum over cohorts.
   *
   * @param rest what each cohort adds beyond its share
   */
  private static double spread(Windows windows, double[] rest) {
    int cohorts = rest.length;
    if (cohorts < 2) {
      return Double.NaN;
    }
    double[] squares = new double[cohorts];
    for (int c = 0; c < cohorts; c++) {
      squares[c] = rest[c] * rest[c];
    }
    double sum = TreeSum.reduce(windows.firstCohort(), cohorts, squares);
    return Math.sqrt(sum * cohorts / (cohorts - 1));
  }
}
