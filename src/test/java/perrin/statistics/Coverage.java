package perrin.statistics;

import java.util.function.Function;

/**
 * How often an interval missed.
 *
 * @param low its lower end lay above the truth
 * @param high its upper end lay below
 * @param mean of the estimates
 */
public record Coverage(int low, int high, double mean) {

  /** Draws histograms and looks at their intervals; the seeds are 1000 and those that follow. */
  public static Coverage of(
      Function<HistogramCounts, Interval> estimate,
      double[] p,
      double truth,
      long values,
      int groups,
      int trials) {
    int low = 0;
    int high = 0;
    double sum = 0;
    for (int trial = 0; trial < trials; trial++) {
      Interval found = estimate.apply(new Draws(1000 + trial).histogram(p, values, groups, 1));
      low += found.low() > truth ? 1 : 0;
      high += found.high() < truth ? 1 : 0;
      sum += found.value();
    }
    return new Coverage(low, high, sum / trials);
  }
}
