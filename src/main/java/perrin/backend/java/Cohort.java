package perrin.backend.java;

import perrin.kernel.Kernel;

/**
 * Sum and squared deviations of a cohort, in single precision and a fixed order: lane i + lane
 * i+16, then 8, 4, 2, 1; absent lanes are +0.
 */
record Cohort(double sum, double squares) {

  /**
   * @param value holds the cohort's lanes from index {@code at}
   * @param present how many of its lanes are walkers
   */
  static Cohort of(float[] value, int at, int present) {
    float[] lanes = new float[Kernel.COHORT];
    System.arraycopy(value, at, lanes, 0, present);
    float total = sum(lanes);
    float mean = total / present;
    for (int i = 0; i < Kernel.COHORT; i++) {
      float d = i < present ? value[at + i] - mean : 0;
      lanes[i] = d * d;
    }
    return new Cohort(total, sum(lanes));
  }

  private static float sum(float[] lanes) {
    for (int h = Kernel.COHORT / 2; h > 0; h /= 2) {
      for (int i = 0; i < h; i++) {
        lanes[i] += lanes[i + h];
      }
    }
    return lanes[0];
  }
}
