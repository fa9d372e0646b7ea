package perrin.statistics.verdict;

import java.util.function.DoubleUnaryOperator;
import perrin.statistics.Draws;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;

/**
 * What the engine sums of one quantity for nested R-hat, of simulated walkers whose cohorts started
 * at one point.
 *
 * @param sums over walkers and samples, [cohorts]
 * @param squares squared deviations from the cohort's mean at equal times, [cohorts]
 */
record SharedStarts(double[] sums, double[] squares, long walkers, long samples) {
  private static final int M = TimeMean.COHORT;

  NestedRhat rhat(int quantities) {
    return NestedRhat.of(
        "x", sums, squares, Weights.ofCohorts(walkers, samples), samples, quantities);
  }

  /**
   * Walkers of an Ornstein–Uhlenbeck process of variance 1.
   *
   * @param memory correlation of one sample with the next; 0 for independent samples
   * @param spread standard deviation of the cohorts' starts
   * @param left the part of a start that is left when sampling begins
   */
  static SharedStarts walk(
      long seed,
      int cohorts,
      int samples,
      double memory,
      double spread,
      double left,
      DoubleUnaryOperator quantity) {
    var draws = new Draws(seed);
    var found =
        new SharedStarts(new double[cohorts], new double[cohorts], (long) cohorts * M, samples);
    double[] x = new double[M];
    for (int c = 0; c < cohorts; c++) {
      double start = spread * draws.gaussian();
      for (int w = 0; w < M; w++) {
        x[w] = left * start + Math.sqrt(1 - left * left) * draws.gaussian();
      }
      for (int n = 0; n < samples; n++) {
        for (int w = 0; w < M; w++) {
          x[w] = memory * x[w] + Math.sqrt(1 - memory * memory) * draws.gaussian();
        }
        found.sample(c, x, quantity);
      }
    }
    return found;
  }

  /**
   * Walkers in two wells at ±1 with a Gaussian of 0.3 around each, at one time.
   *
   * @param crossed probability that a walker is in a well drawn anew, not in its cohort's
   */
  static SharedStarts wells(long seed, int cohorts, double crossed) {
    var draws = new Draws(seed);
    var found = new SharedStarts(new double[cohorts], new double[cohorts], (long) cohorts * M, 1);
    double[] x = new double[M];
    for (int c = 0; c < cohorts; c++) {
      double started = draws.uniform() < 0.5 ? -1 : 1;
      for (int w = 0; w < M; w++) {
        double anew = draws.uniform() < 0.5 ? -1 : 1;
        x[w] = (draws.uniform() < crossed ? anew : started) + 0.3 * draws.gaussian();
      }
      found.sample(c, x, value -> value);
    }
    return found;
  }

  private void sample(int cohort, double[] x, DoubleUnaryOperator quantity) {
    double sum = 0;
    for (double value : x) {
      sum += quantity.applyAsDouble(value);
    }
    for (double value : x) {
      double deviation = quantity.applyAsDouble(value) - sum / M;
      squares[cohort] += deviation * deviation;
    }
    sums[cohort] += sum;
  }
}
