package perrin.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeSumTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(20260101);

  /** Values over 16 orders of magnitude and both signs: any other order gives other bits. */
  private static double[] values(int n) {
    return RANDOM.doubles(n).map(u -> (u - 0.5) * StrictMath.pow(10, RANDOM.nextInt(16))).toArray();
  }

  @Test
  void followsTheTreeOverGlobalNumbers() {
    double[] v = {1e16, 1, -1e16, 3, 5};
    // first = 0: ((0 + 1) + (2 + 3)) + 4
    assertEquals(((v[0] + v[1]) + (v[2] + v[3])) + v[4], TreeSum.of(0, v));
    // first = 1: (1 + (2 + 3)) + (4 + 5)
    assertEquals((v[0] + (v[1] + v[2])) + (v[3] + v[4]), TreeSum.of(1, v));
    assertNotEquals(TreeSum.of(0, v), TreeSum.of(1, v));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "5, 7", "0, 64", "31, 33", "1000003, 203", "4294967295, 130"})
  void doesNotDependOnWhereTheRangeIsCut(long first, int n) {
    double[] v = values(n);
    double whole = TreeSum.of(first, v);
    for (int cut = 1; cut < n; cut++) {
      var nodes = new TreeMap<Node, Double>();
      alignedNodes(first, Arrays.copyOfRange(v, 0, cut), nodes);
      alignedNodes(first + cut, Arrays.copyOfRange(v, cut, n), nodes);
      assertEquals(whole, merge(nodes), "cut at " + cut);
    }
  }

  @Test
  void continuesAtTileLevel() {
    long first = 1003;
    double[] v = values(500);
    double whole = TreeSum.of(first, v);
    long firstTile = first / 32;
    long lastTile = (first + v.length - 1) / 32;
    double[] tiles = new double[(int) (lastTile - firstTile + 1)];
    for (int t = 0; t < tiles.length; t++) {
      long from = Math.max(first, (firstTile + t) * 32);
      long to = Math.min(first + v.length, (firstTile + t + 1) * 32);
      double[] tile = Arrays.copyOfRange(v, (int) (from - first), (int) (to - first));
      tiles[t] = TreeSum.reduce(from, tile.length, tile);
    }
    assertEquals(whole, TreeSum.reduce(firstTile, tiles.length, tiles));
  }

  @Test
  void refusesRangesThatAreNone() {
    assertThrows(IllegalArgumentException.class, () -> TreeSum.reduce(0, 0, new double[1]));
    assertThrows(IllegalArgumentException.class, () -> TreeSum.reduce(0, 2, new double[1]));
    assertThrows(IllegalArgumentException.class, () -> TreeSum.reduce(-1, 1, new double[1]));
  }

  /** A node of the tree: it covers indices index·2^level … (index + 1)·2^level − 1. */
  private record Node(int level, long index) implements Comparable<Node> {
    @Override
    public int compareTo(Node other) {
      int byLevel = Integer.compare(level, other.level);
      return byLevel != 0 ? byLevel : Long.compare(index, other.index);
    }
  }

  /** What a shard hands over: the maximal aligned nodes of its range. */
  private static void alignedNodes(long first, double[] values, TreeMap<Node, Double> nodes) {
    int at = 0;
    while (at < values.length) {
      int level = 0;
      long start = first + at;
      while ((start >> level & 1) == 0 && at + (2L << level) <= values.length) {
        level++;
      }
      int size = 1 << level;
      double[] part = Arrays.copyOfRange(values, at, at + size);
      nodes.put(new Node(level, start >> level), TreeSum.reduce(start, size, part));
      at += size;
    }
  }

  /** Climbs the tree with the nodes of all shards, written as the contract reads. */
  private static double merge(TreeMap<Node, Double> nodes) {
    while (nodes.size() > 1) {
      Node left = nodes.firstKey();
      double value = nodes.remove(left);
      Node right = new Node(left.level, left.index + 1);
      boolean paired = left.index % 2 == 0 && nodes.containsKey(right);
      nodes.put(
          new Node(left.level + 1, left.index / 2), paired ? value + nodes.remove(right) : value);
    }
    return nodes.firstEntry().getValue();
  }
}
