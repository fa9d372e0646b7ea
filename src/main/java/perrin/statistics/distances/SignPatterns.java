package perrin.statistics.distances;

import java.util.stream.IntStream;
import perrin.statistics.HistogramCounts;

/**
 * Total variation as the best bet on which cells have too many walkers, judged on data that the bet
 * has not seen.
 *
 * <p>½ Σ |p_i − q_i| is the largest value of ½ Σ s_i (p_i − q_i) over sign patterns s = ±1. The
 * signs are learnt from one half of the groups and the sum is taken over the other, and the other
 * way round. Noise of one half knows nothing of the other's, so the estimate's mean is exactly 0
 * where p = q, and never above the total variation for any fixed rule. Halves: the 63 balanced ones
 * of a 64 × 64 Hadamard matrix (balanced repeated replication, McCarthy 1969), averaged.
 *
 * <p>A sign is that of the difference summed over a window of neighbouring cells, since what a run
 * gets wrong (a time step, a basin not yet filled) is smooth on the scale of a bin while noise is
 * not. Windows of 1, 3, 5, 9, 17, … cells are tried and the best taken; of two quantities, squares
 * of 1, 3 × 3, 5 × 5, … cells.
 */
final class SignPatterns {
  private static final int MAX_SPLITS = HistogramCounts.GROUPS - 1;
  private static final int MIN_SPLITS = 7;

  /** Cells · splits beyond which fewer splits are taken, to keep the jackknife below seconds. */
  private static final int WORK = 1 << 18;

  private final double[][] excess;
  private final double[] total;
  private final double[][] halves;
  private final int[] half;
  private final Windows windows;

  /**
   * @param sample of at least 2 groups
   */
  SignPatterns(Excess sample) {
    this.excess = sample.cells();
    int groups = sample.groups();
    int cells = excess[0].length;
    this.windows = Windows.of(sample.rows(), cells);
    int folded = Integer.highestOneBit(groups); // a Hadamard matrix has a power of two of rows
    int splits = Math.min(folded - 1, Math.clamp(WORK / cells, MIN_SPLITS, MAX_SPLITS));
    this.half = IntStream.range(0, groups).map(g -> g % folded).toArray();
    this.total = new double[cells];
    this.halves = new double[splits][cells];
    for (int g = 0; g < groups; g++) {
      add(excess[g], total);
      for (int split = 0; split < splits; split++) {
        if (inFirstHalf(g, split)) {
          add(excess[g], halves[split]);
        }
      }
    }
  }

  private boolean inFirstHalf(int group, int split) {
    return (Integer.bitCount(half[group] & (split + 1)) & 1) == 0;
  }

  private static void add(double[] values, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }

  /** The estimate times the total count. */
  double estimate() {
    return without(-1);
  }

  /** The estimate without one group (−1: with all) times the count of the others. */
  double without(int group) {
    int cells = total.length;
    double[] none = new double[cells];
    double[] left = group < 0 ? none : excess[group];
    double[] a = new double[cells];
    double[] b = new double[cells];
    double[] score = new double[1 + windows.sizes()];
    for (int split = 0; split < halves.length; split++) {
      double[] out = group >= 0 && inFirstHalf(group, split) ? left : none;
      for (int i = 0; i < cells; i++) {
        a[i] = halves[split][i] - out[i];
        b[i] = total[i] - left[i] - a[i];
      }
      score[0] += agreement(a, b);
      double[] sumA = windows.sums(a);
      double[] sumB = windows.sums(b);
      for (int w = 0; w < windows.sizes(); w++) {
        score[w + 1] += windows.agreement(sumA, b, w) + windows.agreement(sumB, a, w);
      }
    }
    double best = score[0];
    for (double s : score) {
      best = Math.max(best, s);
    }
    return best / (2 * halves.length);
  }

  /** Σ sign(a_i)·b_i + sign(b_i)·a_i. */
  private static double agreement(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.signum(a[i]) * b[i] + Math.signum(b[i]) * a[i];
    }
    return sum;
  }
}
