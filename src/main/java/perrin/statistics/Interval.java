package perrin.statistics;

/**
 * An estimate with its 95 % interval.
 *
 * @param value the estimate; NaN if unknown, infinite where the samples show it to be
 * @param low lower end; NaN if unknown
 * @param high upper end; NaN if unknown
 */
public record Interval(double value, double low, double high) {
  /** Share of the cases that an interval of 95 % may miss. */
  public static final double OUTSIDE = 0.05;

  /** Nothing known. */
  public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN, Double.NaN);

  /** Whether there is an interval. */
  public boolean known() {
    return !Double.isNaN(high);
  }
}
