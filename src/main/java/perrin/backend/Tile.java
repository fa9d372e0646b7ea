package perrin.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;

/**
 * A run of consecutive walkers that one thread moves at a time.
 *
 * @param state where their values are: variable i of walker w (counted from {@code offset}) is
 *     value number i·stride + offset + w; each row is padded to whole cohorts
 * @param offset of the first walker in its row
 * @param stride values between two rows
 * @param first global number of the first walker, a multiple of {@value Kernel#COHORT}
 * @param walkers how many, without the padding
 */
public record Tile(
    Precision precision, MemorySegment state, long offset, long stride, long first, int walkers) {
  /** Cohorts in it, the last one perhaps not full. */
  public int cohorts() {
    return (int) WalkerRange.cohorts(walkers);
  }

  /** The values of one walker's variables. */
  List<Number> variables(int lane) {
    List<Number> values = new ArrayList<>();
    long all = state.byteSize() / precision.bytes();
    for (long at = offset + lane; at < all; at += stride) {
      values.add(
          switch (precision) {
            case SINGLE -> state.getAtIndex(ValueLayout.JAVA_FLOAT, at);
            case DOUBLE -> state.getAtIndex(ValueLayout.JAVA_DOUBLE, at);
          });
    }
    return values;
  }

  /** The same walkers with their state in another place. */
  Tile in(MemorySegment place, long offset, long stride) {
    return new Tile(precision, place, offset, stride, first, walkers);
  }

  /** Walkers of a cohort of this tile. */
  public int members(int cohort) {
    return Math.min(Kernel.COHORT, walkers - cohort * Kernel.COHORT);
  }
}
