package perrin.statistics.distances;

import java.util.Arrays;
import perrin.statistics.HistogramCounts;

/**
 * The share of each cell in a histogram, and what its non-empty groups say of its error. Groups are
 * independent, so the error comes from their spread, however samples are correlated in time.
 */
final class GroupShares {
  private final long[][] counts;
  private final double[] size;
  private final double[] shares;
  private final double total;

  GroupShares(HistogramCounts histogram) {
    this(histogram.nonEmptyGroups(), histogram.cells());
  }

  /**
   * @param counts of the non-empty groups, [groups][cells]
   */
  GroupShares(long[][] counts, int cells) {
    this.counts = counts;
    size = Arrays.stream(counts).mapToDouble(group -> Arrays.stream(group).sum()).toArray();
    total = Arrays.stream(size).sum();
    shares = new double[cells];
    for (long[] group : counts) {
      for (int i = 0; i < cells; i++) {
        shares[i] += group[i];
      }
    }
    for (int i = 0; i < cells; i++) {
      shares[i] /= total;
    }
  }

  /** Number of non-empty groups. */
  int groups() {
    return counts.length;
  }

  /** Counts of the non-empty groups, [groups][cells]; not to be modified. */
  long[][] counts() {
    return counts;
  }

  /** Share of each cell, [cells]; NaN where there are no values at all. */
  double[] shares() {
    return shares.clone();
  }

  /**
   * What each group adds to the deviation of the shares from their means: its counts less what its
   * size makes expected, over all values; [groups][cells]. They add up to 0 over the groups, and
   * their squares times G/(G − 1) to the squared standard error.
   */
  double[][] deviations() {
    double[][] deviations = new double[counts.length][shares.length];
    for (int g = 0; g < counts.length; g++) {
      for (int i = 0; i < shares.length; i++) {
        deviations[g][i] = (counts[g][i] - size[g] * shares[i]) / total;
      }
    }
    return deviations;
  }

  /**
   * How many independent values tell as much: Σ p_i(1 − p_i) / Σ σ_i²; NaN where all lie in one
   * cell.
   */
  double effective() {
    double variance = Arrays.stream(shares).map(p -> p * (1 - p)).sum();
    return variance / Arrays.stream(standardErrors()).map(s -> s * s).sum();
  }

  /** Standard error of each share, [cells]. */
  double[] standardErrors() {
    return standardErrors(deviations());
  }

  /** √(G/(G − 1) Σ_g δ_gi²), [cells]. */
  static double[] standardErrors(double[][] deviations) {
    double groups = deviations.length;
    double[] errors = new double[deviations[0].length];
    for (double[] group : deviations) {
      for (int i = 0; i < errors.length; i++) {
        errors[i] += group[i] * group[i];
      }
    }
    return Arrays.stream(errors).map(sum -> Math.sqrt(sum * groups / (groups - 1))).toArray();
  }
}
