package perrin.statistics.distances;

import perrin.statistics.HistogramCounts;

/**
 * What a histogram does not tell apart: what lies outside of its range, and in one cell.
 *
 * @param measured share of the samples, 0 to 1; NaN if unknown
 * @param expected share of the Boltzmann distribution, 0 to 1; NaN if unknown
 * @param inOneCell the largest share that both have in the same cell; NaN if unknown
 */
public record Outside(double measured, double expected, double inOneCell) {
  /** With a larger share in one cell, the others say next to nothing. */
  private static final double ALL = 0.99;

  /** Nothing known. */
  public static final Outside UNKNOWN = new Outside(Double.NaN, Double.NaN, Double.NaN);

  /** With a larger share outside, bins say next to nothing of a distribution. */
  private static final double NEARLY_ALL = 0.9;

  /** Whether the histogram tells next to nothing of both distributions apart. */
  public boolean isNearlyAll() {
    return measured > NEARLY_ALL && expected > NEARLY_ALL || inOneCell > ALL;
  }

  /** Without what is known of single cells. */
  public Outside(double measured, double expected) {
    this(measured, expected, Double.NaN);
  }

  /** The underflow and the overflow of a histogram and of its reference, cells as there. */
  public static Outside of(HistogramCounts counts, double[] reference) {
    long[] cells = counts.cellCounts();
    double total = Math.max(1, counts.total());
    double inOneCell = 0;
    for (int i = 0; i < cells.length; i++) {
      inOneCell = Math.max(inOneCell, Math.min(cells[i] / total, reference[i]));
    }
    return new Outside(
        (cells[0] + cells[cells.length - 1]) / total,
        reference[0] + reference[cells.length - 1],
        inOneCell);
  }
}
