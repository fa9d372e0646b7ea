package perrin.statistics.verdict;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.special.Beta;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;

/**
 * Nested R-hat of one quantity: whether walkers that started at different points have forgotten
 * where. Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari & Gelman, Bayesian Analysis (2024),
 * arXiv:2110.13017; their superchain is a cohort, whose M = 32 walkers start at one point.
 *
 * <pre>R = √(1 + B/W)
 * B = variance over the K cohorts of a cohort's mean over its walkers and samples
 * W = variance between the walkers of a cohort at equal times, mean over cohorts and samples</pre>
 *
 * <p>The paper's W compares a walker with its superchain's mean over all times; here it is the mean
 * at the same time, which the engine sums. The two agree where nothing drifts, and this one is
 * smaller where something does: more power.
 *
 * <p>Once the starts are forgotten B/W is 1/M on average with one sample, and less with more. The
 * paper's limit allows 2ε beyond it, ε = 0.01. Chance allows more with few cohorts: M·B/W is then
 * Fisher's F with K − 1 and K(M − 1) degrees of freedom, whose 1e-3 quantile (by Bonferroni over
 * the quantities) is the least limit. It takes the cohorts' means for Gaussian, which 32 walkers
 * nearly make them.
 *
 * @param quantity coordinate, observable or energy
 *     <p>A quantity that never changes has no R-hat, nor has one whose differences are rounding
 *     errors. One that hardly changes, so that few cohorts hold nearly all of W, is not Gaussian:
 *     its limit is wider, M·B/W = {@value #RARE}.
 * @param value R, at least 1; NaN with fewer than 2 full cohorts, or where nothing varies
 * @param limit beyond which the starts are not forgotten
 */
public record NestedRhat(String quantity, double value, double limit) {
  /**
   * How often forgotten starts exceed the limit, over all quantities of a run; of heavy-tailed ones
   * up to three times as often.
   */
  public static final double FALSE_ALARM = 1e-3;

  /** What the paper allows: R of many chains of its own may be 1 + ε. */
  public static final double EPSILON = 0.01;

  /** The least limit of M·B/W where few cohorts hold nearly all of W. */
  private static final double RARE = 8;

  /** Spreads below this share of a mean are rounding errors of single precision. */
  private static final double ROUNDING = 0x1p-22;

  /**
   * From sums that are kept per cohort. Cohorts of fewer than 32 walkers are left out; where
   * walkers may be absent from samples, those of one walker on average, and the others count by
   * what was counted.
   *
   * @param quantity its name
   * @param sums over a cohort's walkers and all samples, [cohorts]
   * @param squares over all samples, of the squared deviations of a cohort's walkers from the
   *     cohort's mean at the same time, [cohorts]
   * @param weights as many
   * @param samples number of sample times, at least 1
   * @param quantities how many quantities of the run are looked at
   */
  public static NestedRhat of(
      String quantity,
      double[] sums,
      double[] squares,
      Weights weights,
      long samples,
      int quantities) {
    if (sums.length != squares.length || weights.size() != sums.length) {
      throw new IllegalArgumentException(
          sums.length + " sums and " + squares.length + " squares of " + weights.size());
    }
    if (samples < 1 || quantities < 1) {
      throw new IllegalArgumentException(
          samples + " samples of " + quantities + " quantities, must be at least 1");
    }
    double least = weights.complete() ? (double) TimeMean.COHORT * samples : samples + 1.0;
    int[] used = IntStream.range(0, sums.length).filter(c -> weights.of(c) >= least).toArray();
    int cohorts = used.length;
    if (cohorts < 2) {
      return new NestedRhat(quantity, Double.NaN, Double.NaN);
    }
    double all = Arrays.stream(used).mapToDouble(weights::of).sum();
    double mean = 0;
    double within = 0;
    double squared = 0;
    for (int c : used) {
      double parts = all / weights.of(c);
      double variance = squares[c] / (weights.of(c) - samples);
      mean += sums[c] / weights.of(c) / parts;
      within += variance / parts;
      squared += variance * variance / parts;
    }
    double between = 0;
    double average = all / cohorts;
    for (int c : used) {
      double deviation = sums[c] / weights.of(c) - mean;
      between += deviation * deviation * (weights.of(c) / average) / (cohorts - 1.0);
    }
    boolean rare =
        within * within < squared / 4; // as if fewer than a quarter of all cohorts varied
    double members = average / samples;
    double limit = limit(cohorts, members, FALSE_ALARM / quantities, rare ? RARE : 0);
    double rounding = ROUNDING * Math.abs(mean);
    boolean varies = Math.max(within, between) > rounding * rounding;
    return new NestedRhat(quantity, varies ? Math.sqrt(1 + between / within) : Double.NaN, limit);
  }

  /** Whether the walkers remember where they started. */
  public boolean exceeds() {
    return value > limit;
  }

  /** Whether there were cohorts to compare. */
  public boolean known() {
    return !Double.isNaN(value);
  }

  /**
   * @param members walkers of a cohort on average
   */
  private static double limit(int cohorts, double members, double falseAlarm, double least) {
    double degrees = cohorts - 1.0;
    double chance = fisherQuantile(falseAlarm, degrees, cohorts * (members - 1.0));
    double most = Math.max(least, Math.max(1 + 2 * EPSILON * members, chance));
    return Math.sqrt(1 + most / members);
  }

  /** The F that Fisher's distribution exceeds with probability {@code p}. */
  static double fisherQuantile(double p, double numerator, double denominator) {
    double low = 0;
    double high = 1;
    while (fisherTail(high, numerator, denominator) > p) {
      high *= 2;
    }
    while (high - low > 1e-12 * high) {
      double middle = (low + high) / 2;
      if (fisherTail(middle, numerator, denominator) > p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** P(F > f) = I_{b/(b + a·f)}(b/2, a/2), a and b the degrees of freedom. */
  private static double fisherTail(double f, double numerator, double denominator) {
    double x = denominator / (denominator + numerator * f);
    return Beta.regularizedBeta(x, denominator / 2, numerator / 2);
  }
}
