package perrin.kernel.landscape;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import perrin.calculus.Index;
import perrin.calculus.Indices;

/** Whole numbers of each walker's own, by which formulas of the position take elements. */
public interface WalkerIndices {
  /** No such numbers, which is what experiments have. */
  WalkerIndices NONE = (name, at, indices, names) -> Optional.empty();

  /**
   * The number that is written {@code name} or {@code name[at]}.
   *
   * @param at empty where the name stands alone
   * @param indices those of the sums around
   * @param names what formulas of the position may name
   */
  Optional<Index> find(
      String name, Supplier<List<Index>> at, Indices indices, Landscape.WithCoordinates names);
}
