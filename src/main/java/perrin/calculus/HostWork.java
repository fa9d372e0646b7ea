package perrin.calculus;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the host has to compute for the sums that all walkers share, over all formulas of an
 * experiment: each may be long, but not all of them.
 */
final class HostWork {
  /** Some ten seconds' worth. */
  private static final double MOST_OPERATIONS = 1e8;

  private final Set<Node> known = new HashSet<>();
  private double operations;

  /**
   * Counts sums, each once.
   *
   * @param cost operations that each takes
   * @return 0, or how many operations there may be where these are too many
   */
  double most(List<Node> sums, double cost) {
    for (Node sum : sums) {
      if (sum instanceof Node.Total && known.add(sum)) {
        operations += cost;
      }
    }
    return operations > MOST_OPERATIONS ? MOST_OPERATIONS : 0;
  }
}
