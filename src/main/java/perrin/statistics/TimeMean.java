package perrin.statistics;

/**
 * The mean of an observable over all walkers and samples, with its standard error.
 *
 * <p>Samples of one walker are correlated in time, cohorts are independent of each other. So the
 * error comes from the spread of the cohorts' own means x_c with weights w_c (walkers · samples):
 *
 * <pre>mean = Σ w_c x_c / W,   error² = Σ w_c² (x_c − mean)² / (W² − Σ w_c²)</pre>
 *
 * which is the sample variance over C where all cohorts have 32 walkers, and does not shrink where
 * one of a few cohorts holds fewer.
 *
 * <p>A few cohorts are too few to learn an error from, and the last of them may be nearly empty.
 * Where the sums of each walker are known, it comes from the walkers, which are independent as
 * well.
 *
 * @param mean in the observable's units
 * @param standardError in the same units; NaN with fewer than two cohorts, or walkers
 * @param degreesOfFreedom of the standard error: an interval is Student's t of so many; NaN if
 *     unknown
 */
public record TimeMean(double mean, double standardError, double degreesOfFreedom) {
  /** Walkers of a full cohort. */
  public static final int COHORT = 32;

  /** Without degrees of freedom. */
  public TimeMean(double mean, double standardError) {
    this(mean, standardError, Double.NaN);
  }

  /**
   * The time mean from every cohort's sum, and its error from every walker's.
   *
   * @param walkerSums per walker the sum over all samples, [walkers]
   */
  public static TimeMean of(
      long firstCohort, double[] cohortSums, double[] walkerSums, long samples) {
    int walkers = walkerSums.length;
    double mean = of(firstCohort, cohortSums, walkers, samples).mean;
    return new TimeMean(mean, error(walkerSums) / samples, walkers - 1.0);
  }

  /** The time mean of walkers whose sums are known one by one, [walkers]. */
  static TimeMean ofWalkers(double[] walkerSums, long samples) {
    double sum = 0;
    for (double each : walkerSums) {
      sum += each;
    }
    double mean = sum / walkerSums.length / samples;
    return new TimeMean(mean, error(walkerSums) / samples, walkerSums.length - 1.0);
  }

  /** The standard error of the mean of independent values of equal weight. */
  private static double error(double[] values) {
    int n = values.length;
    double mean = 0;
    for (double value : values) {
      mean += value / n;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return n < 2 ? Double.NaN : Math.sqrt(squares / n / (n - 1.0));
  }

  /** The 95 % interval. */
  public Interval interval() {
    double half = StudentT.quantile(TotalVariation.OUTSIDE, degreesOfFreedom) * standardError;
    return new Interval(mean, mean - half, mean + half);
  }

  /**
   * The time mean from every cohort's sum.
   *
   * @param firstCohort global number of the first cohort; fixes the order of the sums
   * @param cohortSums per cohort the sum over its walkers and all samples, [⌈walkers/32⌉]; not
   *     modified
   * @param walkers number of walkers; the last cohort has what is left
   * @param samples number of sample times, at least 1
   */
  public static TimeMean of(long firstCohort, double[] cohortSums, long walkers, long samples) {
    int cohorts = cohortSums.length;
    if (walkers < 1 || (walkers + COHORT - 1) / COHORT != cohorts) {
      throw new IllegalArgumentException(
          cohorts + " cohorts do not hold " + walkers + " walkers in cohorts of " + COHORT);
    }
    if (samples < 1) {
      throw new IllegalArgumentException("samples " + samples + ", must be at least 1");
    }
    double weight = (double) walkers * samples;
    double mean = TreeSum.of(firstCohort, cohortSums) / weight;
    if (cohorts < 2) {
      return new TimeMean(mean, Double.NaN);
    }
    double[] squares = new double[cohorts];
    double full = (double) COHORT * samples;
    double last = weight - full * (cohorts - 1);
    for (int c = 0; c < cohorts; c++) {
      double deviation = cohortSums[c] - (c == cohorts - 1 ? last : full) * mean;
      squares[c] = deviation * deviation;
    }
    double sum = TreeSum.reduce(firstCohort, cohorts, squares);
    double sizes = full * full * (cohorts - 1) + last * last;
    double error = Math.sqrt(sum / (weight * weight - sizes));
    return new TimeMean(mean, error, cohorts - 1.0);
  }
}
