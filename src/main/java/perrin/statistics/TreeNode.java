package perrin.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * A node of the tree of {@link TreeSum}: cohorts index · 2^level … (index + 1) · 2^level − 1.
 *
 * @param level 0 for a cohort
 * @param index of the node at its level, at least 0
 */
public record TreeNode(int level, long index) {
  /** The level of a node that covers all cohorts there can be. */
  public static final int HIGHEST = 62;

  /** Its first cohort. */
  public long begin() {
    return index << level;
  }

  /** The cohort behind its last. */
  public long end() {
    return (index + 1) << level;
  }

  /** How many cohorts it covers. */
  public long cohorts() {
    return 1L << level;
  }

  /**
   * The largest nodes that cover a range of cohorts and nothing else, in order: at most 2·log₂ of
   * it where levels are not bounded.
   *
   * @param first cohort
   * @param count of cohorts, at least 1
   * @param highest level that they may have
   */
  public static List<TreeNode> cover(long first, long count, int highest) {
    List<TreeNode> nodes = new ArrayList<>();
    long end = first + count;
    for (long at = first; at < end; ) {
      int level = 0;
      while (level < highest && at % (2L << level) == 0 && at + (2L << level) <= end) {
        level++;
      }
      nodes.add(new TreeNode(level, at >> level));
      at += 1L << level;
    }
    return nodes;
  }
}
