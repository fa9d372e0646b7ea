package perrin.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the accept statements of a step have accepted, of all times that they could.
 *
 * @param shares by name: that of what is given a value first, with a number from the second
 *     statement on
 */
public record AcceptanceRecord(Map<String, Share> shares) {
  /** No statement of the kind. */
  public static final AcceptanceRecord NOTHING = new AcceptanceRecord(Map.of());

  /**
   * A share of acceptances, from 0 to 1.
   *
   * @param mean over walkers
   * @param standardError of the mean, walkers being independent; NaN for a single one
   * @param lowest of a walker
   * @param highest of a walker
   */
  public record Share(double mean, double standardError, double lowest, double highest) {
    /**
     * The share of walkers.
     *
     * @param counts acceptances of each
     * @param chances how often each could
     */
    public static Share of(double[] counts, double chances) {
      double sum = 0;
      double lowest = Double.POSITIVE_INFINITY;
      double highest = 0;
      for (double count : counts) {
        sum += count;
        lowest = Math.min(lowest, count);
        highest = Math.max(highest, count);
      }
      double mean = sum / counts.length;
      double squares = 0;
      for (double count : counts) {
        squares += (count - mean) * (count - mean);
      }
      double error = StrictMath.sqrt(squares / (counts.length - 1.0) / counts.length);
      return new Share(mean / chances, error / chances, lowest / chances, highest / chances);
    }
  }

  public AcceptanceRecord {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
  }
}
