package perrin.report.figures;

/** Long series as a picture shows them: means of neighbours. */
final class Thinned {
  private static final int MOST = 800;

  private Thinned() {}

  /** Each so many neighbours together. */
  private static int together(int length) {
    return (length + MOST - 1) / MOST;
  }

  /** Means of neighbours, at most 800. */
  static double[] means(double[] values) {
    int together = together(values.length);
    if (together <= 1) {
      return values;
    }
    double[] means = new double[(values.length + together - 1) / together];
    for (int i = 0; i < means.length; i++) {
      int end = Math.min(values.length, (i + 1) * together);
      for (int k = i * together; k < end; k++) {
        means[i] += values[k] / (end - i * together);
      }
    }
    return means;
  }
}
