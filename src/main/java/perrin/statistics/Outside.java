package perrin.statistics;

/**
 * What lies outside of a histogram's range.
 *
 * @param measured share of the samples, 0 to 1; NaN if unknown
 * @param expected share of the Boltzmann distribution, 0 to 1; NaN if unknown
 */
public record Outside(double measured, double expected) {
  /** Nothing known. */
  public static final Outside UNKNOWN = new Outside(Double.NaN, Double.NaN);

  /** With a larger share outside, bins say next to nothing of a distribution. */
  private static final double NEARLY_ALL = 0.9;

  /** Whether the histogram's range holds next to nothing of both distributions. */
  public boolean isNearlyAll() {
    return measured > NEARLY_ALL && expected > NEARLY_ALL;
  }

  /** The underflow and the overflow of a histogram and of its reference, cells as there. */
  public static Outside of(HistogramCounts counts, double[] reference) {
    long[] cells = counts.cellCounts();
    double total = Math.max(1, counts.total());
    return new Outside(
        (cells[0] + cells[cells.length - 1]) / total, reference[0] + reference[cells.length - 1]);
  }
}
