package perrin.backend;

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

  /** Walkers with what fills up the last cohort. */
  public long padded() {
    return cohorts() * Kernel.COHORT;
  }
}
