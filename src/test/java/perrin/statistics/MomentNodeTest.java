package perrin.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Nodes of the tree over cohorts, as shards hand them on. */
class MomentNodeTest {
  private static final Random RANDOM = new Random(5);

  @Test
  void aRangeIsCoveredByItsLargestNodes() {
    assertEquals(
        List.of(
            new TreeNode(0, 3),
            new TreeNode(2, 1),
            new TreeNode(3, 1),
            new TreeNode(1, 8),
            new TreeNode(0, 18)),
        TreeNode.cover(3, 16, TreeNode.HIGHEST));
    assertEquals(List.of(new TreeNode(4, 2)), TreeNode.cover(32, 16, TreeNode.HIGHEST));
    assertEquals(List.of(new TreeNode(3, 4), new TreeNode(3, 5)), TreeNode.cover(32, 16, 3));
  }

  private static List<MomentNode> cohorts(long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(c -> {
          double n = 1 + RANDOM.nextInt(32);
          var moments = new Moments(n, RANDOM.nextGaussian() * n, RANDOM.nextDouble() * n);
          return new MomentNode(new TreeNode(0, c), moments);
        })
        .toList();
  }

  /** What one holds alone, many hold together: whatever the cuts, and whoever comes first. */
  @Test
  void shardsGoOnInTheSameTree() {
    for (int i = 0; i < 300; i++) {
      long first = RANDOM.nextInt(70);
      int count = 1 + RANDOM.nextInt(90);
      List<MomentNode> cohorts = cohorts(first, count);
      List<MomentNode> handedOn = new ArrayList<>();
      for (int from = 0; from < count; ) {
        int to = Math.min(count, from + 1 + RANDOM.nextInt(30));
        List<MomentNode> nodes = MomentNode.join(cohorts.subList(from, to));
        assertEquals(
            TreeNode.cover(first + from, to - from, TreeNode.HIGHEST),
            nodes.stream().map(MomentNode::node).toList());
        handedOn.addAll(nodes);
        from = to;
      }
      Collections.shuffle(handedOn, RANDOM);
      assertEquals(reduced(first, cohorts), MomentNode.root(handedOn));
      assertTrue(handedOn.size() <= count);
    }
  }

  private static Moments reduced(long first, List<MomentNode> cohorts) {
    return Moments.reduce(
        first,
        cohorts.size(),
        cohorts.stream().mapToDouble(each -> each.moments().count()).toArray(),
        cohorts.stream().mapToDouble(each -> each.moments().sum()).toArray(),
        cohorts.stream().mapToDouble(each -> each.moments().m2()).toArray());
  }
}
