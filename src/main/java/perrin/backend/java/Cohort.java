package perrin.backend.java;

import perrin.experiment.Precision;
import perrin.kernel.Kernel;

/**
 * Sum and squared deviations of a cohort, in the walkers' precision and a fixed order: lane i +
 * lane i+16, then 8, 4, 2, 1; absent lanes are +0. Squares that single precision has no range for
 * are taken of deviations that a power of two has brought near 1, which changes no other digit.
 */
record Cohort(double sum, double squares) {
  /** Sums of squares within this range have lost nothing to the ends of single precision's. */
  private static final double LEAST_SQUARES = 0x1p-80;

  private static final double MOST_SQUARES = 0x1p100;

  /**
   * @param values shape [{@value Kernel#COHORT}]
   * @param counts which of them count, shape [{@value Kernel#COHORT}]
   */
  static Cohort of(Precision precision, double[] values, boolean[] counts) {
    double[] lanes = new double[Kernel.COHORT];
    int present = 0;
    for (int i = 0; i < Kernel.COHORT; i++) {
      lanes[i] = counts[i] ? values[i] : 0;
      present += counts[i] ? 1 : 0;
    }
    double total = sum(precision, lanes);
    double mean = precision.round(total / present);
    double[] deviations = new double[Kernel.COHORT];
    for (int i = 0; i < Kernel.COHORT; i++) {
      deviations[i] = counts[i] ? precision.round(values[i] - mean) : 0;
    }
    double squares = squares(precision, deviations, 1);
    boolean within = squares >= LEAST_SQUARES && squares <= MOST_SQUARES;
    if (precision == Precision.SINGLE && !within) {
      double scale = scale(deviations);
      squares = squares(precision, deviations, scale) / (scale * scale);
    }
    return new Cohort(total, squares);
  }

  private static double squares(Precision precision, double[] deviations, double scale) {
    double[] lanes = new double[Kernel.COHORT];
    for (int i = 0; i < Kernel.COHORT; i++) {
      double d = precision.round(deviations[i] * scale);
      lanes[i] = precision.round(d * d);
    }
    return sum(precision, lanes);
  }

  /** The power of two, of single precision, that brings the largest of them between 1 and 2. */
  private static double scale(double[] deviations) {
    float largest = 0;
    for (double d : deviations) {
      largest = Math.max(largest, Math.abs((float) d));
    }
    int exponent = 127 - (Float.floatToRawIntBits(largest) >>> 23);
    return Math.scalb(1.0, Math.clamp(exponent, -126, 127));
  }

  private static double sum(Precision precision, double[] lanes) {
    for (int h = Kernel.COHORT / 2; h > 0; h /= 2) {
      for (int i = 0; i < h; i++) {
        lanes[i] = precision.round(lanes[i] + lanes[i + h]);
      }
    }
    return lanes[0];
  }
}
