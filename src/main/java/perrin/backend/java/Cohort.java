package perrin.backend.java;

import perrin.experiment.Precision;
import perrin.kernel.Kernel;

/**
 * Sum and squared deviations of a cohort, in the walkers' precision and a fixed order: lane i +
 * lane i+16, then 8, 4, 2, 1; absent lanes are +0.
 */
record Cohort(double sum, double squares) {

  /**
   * @param values shape [{@value Kernel#COHORT}]
   * @param present how many of them are walkers
   */
  static Cohort of(Precision precision, double[] values, int present) {
    double[] lanes = new double[Kernel.COHORT];
    System.arraycopy(values, 0, lanes, 0, present);
    double total = sum(precision, lanes);
    double mean = precision.round(total / present);
    for (int i = 0; i < Kernel.COHORT; i++) {
      double d = i < present ? precision.round(values[i] - mean) : 0;
      lanes[i] = precision.round(d * d);
    }
    return new Cohort(total, sum(precision, lanes));
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
