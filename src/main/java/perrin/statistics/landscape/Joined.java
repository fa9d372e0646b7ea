package perrin.statistics.landscape;

import java.util.stream.IntStream;

/** Numbers that are joined to sets (union-find, Tarjan, J. ACM 22 (1975) 215). */
final class Joined {
  private final int[] up;

  Joined(int size) {
    up = IntStream.range(0, size).toArray();
  }

  /** The least number of a set. */
  int root(int number) {
    int root = number;
    while (up[root] != root) {
      root = up[root];
    }
    for (int i = number; up[i] != root; ) {
      int next = up[i];
      up[i] = root;
      i = next;
    }
    return root;
  }

  void join(int a, int b) {
    int first = root(a);
    int second = root(b);
    up[Math.max(first, second)] = Math.min(first, second);
  }
}
