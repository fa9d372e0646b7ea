package perrin.statistics;

import org.hipparchus.special.Beta;

/**
 * Student's t distribution, through the regularised incomplete beta function: P(|T| &gt; t) =
 * I_{ν/(ν + t²)}(ν/2, 1/2).
 */
public final class StudentT {
  private StudentT() {}

  /** The probability that |T| exceeds |t|. */
  public static double twoSided(double t, double degreesOfFreedom) {
    if (Double.isInfinite(t)) {
      return 0;
    }
    double x = degreesOfFreedom / (degreesOfFreedom + t * t);
    return Beta.regularizedBeta(x, degreesOfFreedom / 2, 0.5);
  }

  /** The t that |T| exceeds with probability {@code p}, to 1e-12; p in (0, 1). */
  public static double quantile(double p, double degreesOfFreedom) {
    double low = 0;
    double high = 1;
    while (twoSided(high, degreesOfFreedom) > p) {
      high *= 2;
    }
    while (high - low > 1e-12 * high) {
      double middle = (low + high) / 2;
      if (twoSided(middle, degreesOfFreedom) > p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
