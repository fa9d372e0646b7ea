package perrin.report;

/** Equal bins as the columns of a picture. */
final class Columns {
  private Columns() {}

  /** Densities of equal bins averaged over equal columns of the same range, [columns]. */
  static double[] of(double[] bins, int columns) {
    double[] averages = new double[columns];
    for (int c = 0; c < columns; c++) {
      double from = (double) c * bins.length / columns;
      double to = (double) (c + 1) * bins.length / columns;
      for (int b = (int) from; b < bins.length && b < to; b++) {
        double overlap = Math.min(to, b + 1) - Math.max(from, b);
        averages[c] += bins[b] * overlap / (to - from);
      }
    }
    return averages;
  }
}
