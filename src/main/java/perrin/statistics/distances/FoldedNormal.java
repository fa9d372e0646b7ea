package perrin.statistics.distances;

import org.hipparchus.special.Erf;

/**
 * The mean of |z + noise|, where the noise is a standard Gaussian: h(z) = √(2/π)·e^(−z²/2) +
 * z·erf(z/√2). Even, convex, h(0) = √(2/π), h(z) → |z|.
 */
final class FoldedNormal {
  private static final double MEAN_AT_ZERO = Math.sqrt(2 / Math.PI);
  private static final double SQRT2 = Math.sqrt(2);

  private FoldedNormal() {}

  /** h(z). */
  static double mean(double z) {
    return MEAN_AT_ZERO * StrictMath.exp(-0.5 * z * z) + z * Erf.erf(z / SQRT2);
  }

  /**
   * The z ≥ 0 with h(z) = mean, or 0 where mean ≤ h(0). By Newton's method from z = mean, which
   * lies above the root because h(z) ≥ z; h being convex, the iteration falls monotonically.
   */
  static double inverse(double mean) {
    if (!(mean > MEAN_AT_ZERO)) {
      return 0;
    }
    double z = mean;
    for (int i = 0; i < 100; i++) {
      double next = z - (mean(z) - mean) / Erf.erf(z / SQRT2);
      if (!(next < z * (1 - 1e-14)) || !(next > 0)) {
        break;
      }
      z = next;
    }
    return z;
  }
}
