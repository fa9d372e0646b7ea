package perrin.statistics.summary;

/**
 * A quantile.
 *
 * @param p the share of values below it
 * @param value NaN where it is unknown
 * @param error its standard error; NaN where it is unknown
 */
public record Quantile(double p, double value, double error) {
  /** Refuses a share that is none. */
  public Quantile {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("p " + p + ", must be within 0 and 1");
    }
  }

  /** Nothing known of it. */
  public static Quantile unknown(double p) {
    return new Quantile(p, Double.NaN, Double.NaN);
  }
}
