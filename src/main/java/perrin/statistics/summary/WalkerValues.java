package perrin.statistics.summary;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;

/**
 * One value of each walker, at one time. Walkers are independent, so there are as many independent
 * draws as walkers; but those of a cohort that started at one point may still remember it, and then
 * only cohorts are.
 */
public final class WalkerValues implements Values {
  private final double[] values;
  private final double[] sorted;
  private final boolean sharedStarts;

  /**
   * @param values by walker, the first of which begins a cohort; finite; kept
   * @param sharedStarts whether the walkers of a cohort started at one point
   */
  public WalkerValues(double[] values, boolean sharedStarts) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values, must be at least one");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("value " + value + ", must be finite");
      }
    }
    this.values = values;
    this.sharedStarts = sharedStarts;
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  @Override
  public TimeMean mean() {
    return sharedStarts
        ? ofCohorts(values)
        : TimeMean.ofWalkers(values, Weights.ofWalkers(values.length, 1));
  }

  @Override
  public double deviation() {
    return values.length < 2 ? Double.NaN : Math.sqrt(variance(values));
  }

  /** Interpolated between neighbours (Hyndman &amp; Fan 1996, definition 7). */
  @Override
  public double quantile(double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (place - below) * (above - sorted[below]);
  }

  @Override
  public double shareError(double p, double at) {
    return sharedStarts
        ? ofCohorts(Arrays.stream(values).map(x -> x < at ? 1 : 0).toArray()).standardError()
        : Math.sqrt(p * (1 - p) / values.length);
  }

  @Override
  public double bulk() {
    if (!sharedStarts) {
      return values.length;
    }
    double[] scores = scores();
    return Values.effective(variance(scores), ofCohorts(scores).standardError());
  }

  private double[] scores() {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] scores = new double[values.length];
    int next;
    for (int first = 0; first < order.length; first = next) {
      next = first + 1;
      while (next < order.length && sorted[next] == sorted[first]) {
        next++;
      }
      double score = Values.score((first + 1 + next) / 2.0, values.length);
      for (int i = first; i < next; i++) {
        scores[order[i]] = score;
      }
    }
    return scores;
  }

  private static TimeMean ofCohorts(double[] values) {
    double[] sums = new double[Math.ceilDiv(values.length, TimeMean.COHORT)];
    for (int i = 0; i < values.length; i++) {
      sums[i / TimeMean.COHORT] += values[i];
    }
    TimeMean mean = TimeMean.of(0, sums, Weights.ofCohorts(values.length, 1));
    return sums.length < LEAST_GROUPS ? new TimeMean(mean.mean(), Double.NaN) : mean;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1.0);
  }
}
