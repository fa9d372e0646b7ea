package perrin.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The moments of the walkers of a node of the tree over cohorts. Whoever holds a part of the
 * cohorts hands these on, and merging goes on in the same tree ({@link TreeSum}).
 */
public record MomentNode(TreeNode node, Moments moments) {
  /**
   * Joins nodes wherever both children of a node are there.
   *
   * @param nodes in the order of their cohorts, which they share with no other
   */
  public static List<MomentNode> join(List<MomentNode> nodes) {
    return join(nodes, false);
  }

  /**
   * The moments of all together; an absent child leaves the other as it is.
   *
   * @param nodes in any order; they share no cohorts
   */
  public static Moments root(List<MomentNode> nodes) {
    List<MomentNode> ordered = new ArrayList<>(nodes);
    ordered.sort(Comparator.comparingLong(each -> each.node.begin()));
    return join(ordered, true).getFirst().moments;
  }

  /**
   * @param alone whether a node without a sibling takes its parent's place, until one is left
   */
  private static List<MomentNode> join(List<MomentNode> nodes, boolean alone) {
    List<MomentNode> now = nodes;
    for (int level = 0; level < TreeNode.HIGHEST && now.size() > 1; level++) {
      List<MomentNode> next = new ArrayList<>(now.size());
      for (int i = 0; i < now.size(); i++) {
        MomentNode each = now.get(i);
        boolean paired = i + 1 < now.size() && each.isLeftOf(now.get(i + 1));
        if (each.node.level() != level || !paired && !alone) {
          next.add(each);
        } else {
          next.add(each.parent(paired ? each.moments.merge(now.get(++i).moments) : each.moments));
        }
      }
      now = next;
    }
    return now;
  }

  private boolean isLeftOf(MomentNode other) {
    return node.level() == other.node.level()
        && node.index() % 2 == 0
        && node.index() + 1 == other.node.index();
  }

  private MomentNode parent(Moments of) {
    return new MomentNode(new TreeNode(node.level() + 1, node.index() / 2), of);
  }
}
