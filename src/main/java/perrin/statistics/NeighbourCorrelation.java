package perrin.statistics;

/**
 * Whether walkers know of each other: the largest correlation between the final values of walkers
 * whose numbers differ by a lag.
 *
 * @param coordinate where it was found; empty if nothing was looked at
 * @param lag difference of the walkers' numbers
 * @param correlation −1 to 1
 * @param pValue Bonferroni's over lags and coordinates, at most 1; NaN where nothing was looked at
 */
public record NeighbourCorrelation(String coordinate, int lag, double correlation, double pValue) {
  /** The false alarm rate. */
  public static final double FALSE_ALARM = 1e-4;

  /** Nothing looked at. */
  public static final NeighbourCorrelation NONE =
      new NeighbourCorrelation("", 0, Double.NaN, Double.NaN);

  /** Whether the walkers are correlated. */
  public boolean found() {
    return pValue < FALSE_ALARM;
  }
}
