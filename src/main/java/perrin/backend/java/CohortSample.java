package perrin.backend.java;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import perrin.backend.Grid;
import perrin.backend.Tally;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.kernel.Kernel;
import perrin.statistics.HistogramCounts;

/** Takes one cohort's share of a sample: are all values finite, moments, counts. */
final class CohortSample {
  private final Kernel kernel;
  private final Block[] values;
  private final Block[] state;
  private final double[] lanes = new double[Kernel.COHORT];

  /**
   * @param values of the sample, shape [values][block]
   * @param state of the walkers, shape [variables][block]
   */
  CohortSample(Kernel kernel, Block[] values, Block[] state) {
    this.kernel = kernel;
    this.values = values;
    this.state = state;
  }

  /**
   * Looks at a cohort; where {@code half} ≥ 0, counts it in that half of the run.
   *
   * @param at place of its first walker in the blocks
   * @return as {@link TileKernel#sample}
   */
  long look(Tile tile, int cohort, int at, Tally tally, int half) {
    int present = tile.present(cohort);
    for (int k = 0; k < values.length + state.length; k++) {
      (k < values.length ? values[k] : state[k - values.length]).read(at, lanes, present);
      for (int i = 0; i < present; i++) {
        if (!Double.isFinite(lanes[i])) {
          return ((long) k << TileKernel.VALUE_SHIFT) + cohort * Kernel.COHORT + i;
        }
      }
    }
    int cohorts = tile.cohorts();
    for (int k = 0; k < kernel.observables().size(); k++) {
      values[1 + k].read(at, lanes, present);
      Cohort moments = Cohort.of(kernel.precision(), lanes, present);
      MemorySegment sums = tally.sums();
      sums.setAtIndex(ValueLayout.JAVA_DOUBLE, 2L * k * cohorts + cohort, moments.sum());
      sums.setAtIndex(ValueLayout.JAVA_DOUBLE, (2L * k + 1) * cohorts + cohort, moments.squares());
      if (tally.byWalker()) {
        long first = ((long) k * cohorts + cohort) * Kernel.COHORT * Double.BYTES;
        MemorySegment.copy(lanes, 0, tally.values(), ValueLayout.JAVA_DOUBLE, first, present);
      }
    }
    int correlated = kernel.correlatedValues();
    for (int j = 0; j < correlated; j++) {
      values[values.length - correlated + j].read(at, lanes, present);
      long first = ((long) j * cohorts + cohort) * Kernel.COHORT * Double.BYTES;
      MemorySegment.copy(lanes, 0, tally.correlated(), ValueLayout.JAVA_DOUBLE, first, present);
    }
    if (half >= 0) {
      int group = HistogramCounts.group(tile.first() / Kernel.COHORT + cohort);
      int value = 1 + kernel.observables().size();
      for (Grid grid : tally.grids()) {
        double[][] counted = new double[grid.axes().size()][Kernel.COHORT];
        for (double[] quantity : counted) {
          values[value++].read(at, quantity, present);
        }
        count(counted, present, tally, grid, half, group);
      }
    }
    return TileKernel.ALL_FINITE;
  }

  private static void count(
      double[][] values, int present, Tally tally, Grid grid, int half, int group) {
    for (int i = 0; i < present; i++) {
      int cell = grid.cell(values, i);
      long index = grid.offset() + HistogramCounts.index(grid.bins(), half, group, cell);
      long before = tally.counts().getAtIndex(ValueLayout.JAVA_LONG, index);
      tally.counts().setAtIndex(ValueLayout.JAVA_LONG, index, before + 1);
    }
  }
}
