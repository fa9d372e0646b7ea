package perrin.backend;

import java.util.ArrayList;
import java.util.List;
import perrin.kernel.Kernel;
import perrin.statistics.TreeNode;

/**
 * Consecutive walkers: of a run, of a point of a sweep, of a tile.
 *
 * @param first global number of the first, a multiple of {@value Kernel#COHORT}
 * @param count how many, at least 1
 */
public record WalkerRange(long first, long count) {
  /** Parts may be larger or smaller than their even share by this part of it. */
  private static final int UNEVEN = 128;

  /** Refuses ranges that cut a cohort at their begin. */
  public WalkerRange {
    if (first < 0 || first % Kernel.COHORT != 0 || count < 1) {
      throw new IllegalArgumentException("walkers " + first + ", " + count);
    }
  }

  /** Cohorts of so many walkers, the last one perhaps not full. */
  public static long cohorts(long walkers) {
    return Math.ceilDiv(walkers, Kernel.COHORT);
  }

  /** Cohorts in it, the last one perhaps not full. */
  public long cohorts() {
    return cohorts(count);
  }

  /**
   * The largest nodes of the tree over cohorts that it fills, in order.
   *
   * @param highest level that they may have
   */
  public List<TreeNode> nodes(int highest) {
    return TreeNode.cover(first / Kernel.COHORT, cohorts(), highest);
  }

  /**
   * Parts of it, in order, as even as whole cohorts can be, or nearly so: they begin where large
   * nodes of the tree over cohorts do, so that each part fills few of them.
   *
   * @param most parts that are wanted; there are fewer where there are fewer cohorts
   */
  public List<WalkerRange> parts(int most) {
    long cohorts = cohorts();
    int parts = (int) Math.min(most, cohorts);
    long begin = first / Kernel.COHORT;
    long node = Math.max(1, Long.highestOneBit(cohorts / parts / UNEVEN));
    List<WalkerRange> all = new ArrayList<>();
    long from = begin;
    for (int i = 1; i <= parts; i++) {
      long even = begin + Math.multiplyExact(cohorts, i) / parts;
      long to = i < parts ? (even + node / 2) / node * node : begin + cohorts;
      long end = Math.min(first + count, to * Kernel.COHORT);
      all.add(new WalkerRange(from * Kernel.COHORT, end - from * Kernel.COHORT));
      from = to;
    }
    return all;
  }

  /** Walkers with what fills up the last cohort. */
  public long padded() {
    return cohorts() * Kernel.COHORT;
  }
}
