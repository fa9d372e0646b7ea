package perrin.statistics.distances;

import java.util.Arrays;
import java.util.SplittableRandom;
import perrin.statistics.StudentT;

/**
 * Weights that turn the deviations of groups from their mean into draws of the noise of their sum
 * (multiplier or wild bootstrap; Chernozhukov, Chetverikov & Kato, Ann. Stat. 41, 2786 (2013)): Σ_g
 * w_g δ_g with standard Gaussian w_g has the covariance of the sum, whatever it is. Always the same
 * weights, so that the same counts always get the same interval.
 */
final class NoiseDraws {
  static final int DRAWS = 1999;
  private static final double SMALLEST = 0.0125;

  private NoiseDraws() {}

  /** Weights, [draws][groups], their mean square G/(G − 1) for the mean that was taken away. */
  static double[][] weights(int groups) {
    var random = new SplittableRandom(1909);
    double scale = Math.sqrt(groups / (groups - 1.0));
    double[][] weights = new double[DRAWS][groups];
    for (double[] draw : weights) {
      Arrays.setAll(draw, g -> scale * random.nextGaussian());
    }
    return weights;
  }

  /**
   * The value that is exceeded with probability {@code p}, for noise whose size is only known from
   * groups: larger than the draws' by as much as Student's t is larger than a Gaussian.
   *
   * <p>Beyond what the draws tell, below 1.25 %, the tail is taken for exponential, as that of a
   * square or of a sum of squares is; a Gaussian's is shorter.
   *
   * @param draws sorted
   */
  static double exceededBy(double p, double[] draws, int groups) {
    if (p < SMALLEST) {
      double doubled = exceededBy(2 * SMALLEST, draws, groups);
      double last = exceededBy(SMALLEST, draws, groups);
      return last + (last - doubled) * StrictMath.log(SMALLEST / p) / StrictMath.log(2);
    }
    double value = draws[(int) Math.round((1 - p) * (draws.length + 1)) - 1];
    return p >= 0.5 ? value : value * StudentT.quantile(2 * p, groups - 1) / gaussian(p);
  }

  /** The same of what grows like the square of the noise. */
  static double squareExceededBy(double p, double[] draws, int groups) {
    double size =
        p >= 0.5
            ? 1
            : StudentT.quantile(2 * Math.max(p, SMALLEST), groups - 1)
                / gaussian(Math.max(p, SMALLEST));
    return exceededBy(p, draws, groups) * size;
  }

  /** The z that a standard Gaussian exceeds with probability {@code p}. */
  private static double gaussian(double p) {
    return Math.sqrt(2) * org.hipparchus.special.Erf.erfcInv(2 * p);
  }
}
