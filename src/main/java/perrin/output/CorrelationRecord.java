package perrin.output;

import java.util.Arrays;
import perrin.statistics.TimeCorrelation;

/**
 * A correlation in time as it goes into a run file.
 *
 * @param kind {@code autocorrelation} or {@code displacement}
 * @param lag in steps, [lags + 1]
 * @param correlation its values, [lags + 1]
 * @param variance that an autocorrelation was divided by; NaN for a displacement
 * @param windows time origins of each walker: samples that others are compared with
 */
public record CorrelationRecord(
    String kind, long[] lag, TimeCorrelation correlation, double variance, long windows) {

  /** Refuses values that do not belong to the lags. */
  public CorrelationRecord {
    if (lag.length != correlation.value().length) {
      throw new IllegalArgumentException(
          correlation.value().length + " values, must be " + lag.length);
    }
  }

  /** Whether all values are equal, NaN to NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CorrelationRecord that
        && kind.equals(that.kind)
        && Arrays.equals(lag, that.lag)
        && correlation.equals(that.correlation)
        && Double.compare(variance, that.variance) == 0
        && windows == that.windows;
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + correlation.hashCode();
  }
}
