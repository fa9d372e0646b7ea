package perrin.statistics.agreement;

import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.distances.CumulativeTest;
import perrin.statistics.distances.Excess;
import perrin.statistics.distances.GroupPairs;
import perrin.statistics.distances.TotalVariation;

/**
 * How far the histograms of two runs are from each other.
 *
 * @param distance total variation between what both were drawn from, without the noise's share, and
 *     its 95 % interval
 * @param pValue of {@link CumulativeTest}; NaN with fewer than 8 groups of walkers
 */
public record HistogramDifference(TotalVariation distance, double pValue) implements Difference {
  /** Of two histograms in the same cells. */
  public static HistogramDifference of(HistogramCounts first, HistogramCounts second) {
    var pairs = GroupPairs.of(first, second);
    if (pairs.first().length == 0) {
      return new HistogramDifference(TotalVariation.UNKNOWN, Double.NaN);
    }
    return new HistogramDifference(
        TotalVariation.estimate(Excess.between(first, second), Interval.OUTSIDE),
        CumulativeTest.pValue(pairs.first(), pairs.second(), first.rows()));
  }
}
