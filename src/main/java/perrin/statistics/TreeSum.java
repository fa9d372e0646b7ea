package perrin.statistics;

/**
 * Sums over cohorts in a fixed binary tree, so that the bits of a sum do not depend on how the work
 * was cut among threads, devices and shards.
 *
 * <pre>node(0, i) = value of cohort i
 * node(l, i) = node(l − 1, 2i) + node(l − 1, 2i + 1)      an absent child leaves the other unchanged
 * </pre>
 *
 * <p>Indices are global cohort numbers. Whoever holds a range of them holds the maximal aligned
 * nodes inside it (at most 2·log₂ of its length), and merging goes on in the same tree. Hence a
 * tile of 32 aligned cohorts reduces to node(5, tile), and the tiles' nodes reduce further with
 * {@code first} = the number of the first tile.
 */
public final class TreeSum {
  private TreeSum() {}

  /**
   * Reduces neighbouring nodes of one level to the one node that covers them.
   *
   * @param first index of the first node at its level, at least 0
   * @param n number of nodes, at least 1
   * @param values nodes first … first + n − 1 in elements 0 … n − 1; modified: the sum ends in
   *     element 0 and the rest is scratch
   * @return the sum, which is element 0
   */
  public static double reduce(long first, int n, double[] values) {
    checkRange(first, n, values.length);
    long start = first;
    int count = n;
    while (count > 1) {
      int from = (int) (start & 1);
      int parents = from; // a first node without a left sibling equals its parent
      for (; from + 1 < count; from += 2) {
        values[parents++] = values[from] + values[from + 1];
      }
      if (from < count) {
        values[parents++] = values[from];
      }
      count = parents;
      start >>= 1;
    }
    return values[0];
  }

  /** The sum of {@code values}, cohorts first, first + 1, …; the array is not modified. */
  public static double of(long first, double[] values) {
    return reduce(first, values.length, values.clone());
  }

  static void checkRange(long first, int n, int length) {
    if (first < 0) {
      throw new IllegalArgumentException("first node " + first + ", must be at least 0");
    }
    if (n < 1 || n > length) {
      throw new IllegalArgumentException("number of nodes " + n + ", must be 1 to " + length);
    }
  }
}
