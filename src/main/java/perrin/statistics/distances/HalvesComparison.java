package perrin.statistics.distances;

import perrin.statistics.HistogramCounts;

/**
 * Tests whether the first and the second half of a run saw the same distribution.
 *
 * <p>By {@link CumulativeTest}, with every group's two halves as a pair. Cumulative distributions,
 * because what drifts slowly is the share of a whole basin; the histogram's cells would each see
 * little of it.
 *
 * <p>False alarm rate: at most 1e-3, less in fact since the quantiles are correlated.
 *
 * @param pValue Bonferroni's, at most 1; NaN where the halves were not compared, or could not be:
 *     with fewer than 8 groups that have samples in both
 */
public record HalvesComparison(double pValue) {
  /** The false alarm rate. */
  public static final double FALSE_ALARM = 1e-3;

  /** No comparison. */
  public static final HalvesComparison NONE = new HalvesComparison(Double.NaN);

  /** Whether the halves differ. */
  public boolean differ() {
    return pValue < FALSE_ALARM;
  }

  /** Whether they were compared at all. */
  public boolean known() {
    return !Double.isNaN(pValue);
  }

  /** The same as one of several tests, none of which is to raise a false alarm (Bonferroni). */
  public HalvesComparison among(int tests) {
    return new HalvesComparison(Math.min(1, pValue * tests));
  }

  /** Tests the halves of a histogram against each other. */
  public static HalvesComparison of(HistogramCounts counts) {
    return new HalvesComparison(
        CumulativeTest.pValue(counts.half(0), counts.half(1), counts.rows()));
  }
}
