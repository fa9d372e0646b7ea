package perrin.statistics;

/**
 * The mean of an observable over all walkers and samples, with its standard error.
 *
 * <p>Samples of one walker are correlated in time, cohorts are independent of each other. So the
 * error comes from the spread of the cohorts' own means x_c with weights w_c (walkers · samples, or
 * what was counted):
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
      long firstCohort, double[] cohortSums, double[] walkerSums, TimeWeights weights) {
    double mean = of(firstCohort, cohortSums, weights.ofCohorts()).mean;
    return withErrorOf(mean, walkerSums, weights.ofWalkers());
  }

  /** The time mean of walkers whose sums are known one by one, [walkers]. */
  public static TimeMean ofWalkers(double[] walkerSums, Weights weights) {
    double sum = 0;
    for (double each : walkerSums) {
      sum += each;
    }
    double mean =
        weights.complete() ? sum / walkerSums.length / weights.of(0) : sum / weights.total();
    return withErrorOf(mean, walkerSums, weights);
  }

  private static TimeMean withErrorOf(double mean, double[] walkerSums, Weights weights) {
    double error =
        weights.complete()
            ? error(walkerSums) / weights.of(0)
            : ratioError(mean, walkerSums, weights);
    return new TimeMean(mean, error, weights.present() - 1.0);
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

  /** The standard error of a ratio of sums (Cochran, Sampling Techniques, 1977, § 6.3). */
  private static double ratioError(double mean, double[] sums, Weights weights) {
    double squares = 0;
    for (int i = 0; i < sums.length; i++) {
      double rest = sums[i] - weights.of(i) * mean;
      squares += rest * rest;
    }
    double n = weights.present();
    return n < 2 ? Double.NaN : Math.sqrt(squares * n / (n - 1)) / weights.total();
  }

  /** The 95 % interval. */
  public Interval interval() {
    double half = StudentT.quantile(Interval.OUTSIDE, degreesOfFreedom) * standardError;
    return new Interval(mean, mean - half, mean + half);
  }

  /**
   * The time mean from every cohort's sum.
   *
   * @param firstCohort global number of the first cohort; fixes the order of the sums
   * @param cohortSums per cohort the sum over its walkers and all samples; not modified
   * @param weights as many
   */
  public static TimeMean of(long firstCohort, double[] cohortSums, Weights weights) {
    int cohorts = cohortSums.length;
    if (weights.size() != cohorts) {
      throw new IllegalArgumentException(
          "sums of " + cohorts + " cohorts with weights of " + weights.size());
    }
    double weight = weights.total();
    double mean = TreeSum.of(firstCohort, cohortSums) / weight;
    if (weights.present() < 2) {
      return new TimeMean(mean, Double.NaN);
    }
    double[] squares = new double[cohorts];
    for (int c = 0; c < cohorts; c++) {
      double deviation = cohortSums[c] - weights.of(c) * mean;
      squares[c] = deviation * deviation;
    }
    double sum = TreeSum.reduce(firstCohort, cohorts, squares);
    double error = Math.sqrt(sum / (weight * weight - weights.squares()));
    return new TimeMean(mean, error, weights.present() - 1.0);
  }
}
