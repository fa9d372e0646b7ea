package perrin.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * How many values each sum over time is made of: walkers times samples where every walker belongs
 * to every sample, else what was counted.
 */
public final class Weights {
  private final int size;
  private final double each;
  private final double last;
  private final Optional<double[]> counted;

  private Weights(int size, double each, double last, Optional<double[]> counted) {
    this.size = size;
    this.each = each;
    this.last = last;
    this.counted = counted;
  }

  /**
   * Those of the cohorts' sums where every walker counts.
   *
   * @param walkers at least 1; the last cohort has what is left
   * @param samples number of sample times, at least 1
   */
  public static Weights ofCohorts(long walkers, long samples) {
    if (walkers < 1 || samples < 1) {
      throw new IllegalArgumentException(
          walkers + " walkers at " + samples + " samples, must be at least 1");
    }
    int cohorts = Math.toIntExact(Math.ceilDiv(walkers, TimeMean.COHORT));
    double full = (double) TimeMean.COHORT * samples;
    double last = (double) (walkers - (cohorts - 1L) * TimeMean.COHORT) * samples;
    return new Weights(cohorts, full, last, Optional.empty());
  }

  /** Those of the walkers' sums where every walker counts. */
  public static Weights ofWalkers(long walkers, long samples) {
    return new Weights(Math.toIntExact(walkers), samples, samples, Optional.empty());
  }

  /** Those that were counted, one for each sum. */
  public static Weights counted(double[] counts) {
    return new Weights(counts.length, 0, 0, Optional.of(counts.clone()));
  }

  /** How many sums. */
  public int size() {
    return size;
  }

  /** Whether every walker counts at every sample. */
  public boolean complete() {
    return counted.isEmpty();
  }

  /** Values that a sum is made of. */
  public double of(int sum) {
    return counted.isPresent() ? counted.get()[sum] : sum == size - 1 ? last : each;
  }

  /** Values of all sums. */
  public double total() {
    return counted.map(counts -> Arrays.stream(counts).sum()).orElse(each * (size - 1) + last);
  }

  /** The sum of squares. */
  double squares() {
    return counted
        .map(counts -> Arrays.stream(counts).map(count -> count * count).sum())
        .orElse(each * each * (size - 1) + last * last);
  }

  /** Sums that are made of any values. */
  int present() {
    return counted
        .map(counts -> (int) Arrays.stream(counts).filter(count -> count > 0).count())
        .orElse(size);
  }
}
