package perrin.calculus;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The indices of sums that a formula may use at some place, by name.
 *
 * @param depth loops around the place
 */
public record Indices(Map<String, Index> byName, int depth) {
  /** Outside all sums. */
  public static final Indices NONE = new Indices(Map.of(), 0);

  public Indices {
    byName = Map.copyOf(byName);
  }

  /** How often what stands here is computed at most; 1 outside of loops. */
  double rounds() {
    Set<Index.Loop> loops = new LinkedHashSet<>();
    byName.values().forEach(index -> index.collect(loops));
    double rounds = 1;
    for (Index.Loop loop : loops) {
      rounds *= Math.max(0, 1.0 + loop.to().max() - loop.from().min());
    }
    return rounds;
  }

  Optional<Index> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** With one more, of a fixed value. */
  public Indices with(String name, int value) {
    return with(name, Index.constant(value), depth);
  }

  /** With one more, which is computed in each round of a loop. */
  Indices with(String name, Index.Loop loop, Index index) {
    return with(name, index, Math.max(depth, loop.depth() + 1));
  }

  /** With one more, which is computed from those that there are. */
  public Indices with(String name, Index index) {
    return with(name, index, depth);
  }

  private Indices with(String name, Index index, int newDepth) {
    Map<String, Index> more = new HashMap<>(byName);
    more.put(name, index);
    return new Indices(more, newDepth);
  }
}
