package perrin.statistics.distances;

import perrin.statistics.HistogramCounts;

/**
 * How many independent values would know a mean, or a histogram, as well as the correlated samples
 * of a run do.
 */
public final class EffectiveSampleSize {
  private EffectiveSampleSize() {}

  /**
   * Of a histogram: Σ p_i(1 − p_i) / Σ σ_i², the reciprocal of the design effect (Kish 1965) times
   * the number of values; σ_i is the standard error of cell i's share, from the spread between
   * groups.
   *
   * @return NaN with fewer than 8 groups, or where all values lie in one cell
   */
  public static double ofHistogram(HistogramCounts counts) {
    var groups = new GroupShares(counts);
    return groups.groups() < TotalVariation.MIN_GROUPS ? Double.NaN : groups.effective();
  }
}
