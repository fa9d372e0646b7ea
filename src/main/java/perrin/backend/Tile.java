package perrin.backend;

import java.lang.foreign.MemorySegment;
import perrin.kernel.Kernel;

/**
 * A run of consecutive walkers that one thread moves at a time.
 *
 * @param state where their values are: variable i of walker w (counted from {@code offset}) is
 *     float number i·stride + offset + w; each row is padded to whole cohorts
 * @param offset of the first walker in its row
 * @param stride floats between two rows
 * @param first global number of the first walker, a multiple of {@value Kernel#COHORT}
 * @param walkers how many, without the padding
 */
public record Tile(MemorySegment state, long offset, long stride, long first, int walkers) {
  /** Cohorts in it, the last one perhaps not full. */
  public int cohorts() {
    return (walkers + Kernel.COHORT - 1) / Kernel.COHORT;
  }

  /** Walkers present in a cohort of this tile. */
  public int present(int cohort) {
    return Math.min(Kernel.COHORT, walkers - cohort * Kernel.COHORT);
  }
}
