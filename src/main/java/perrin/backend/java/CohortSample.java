package perrin.backend.java;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import perrin.backend.Grid;
import perrin.backend.Tally;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.statistics.HistogramCounts;

/** Takes one cohort's share of a sample: are all values finite, moments, counts. */
final class CohortSample {
  private final Sampling sampling;
  private final Optional<Sampling.Observed> presence;
  private final Precision precision;
  private final Block[] values;
  private final Block[] state;
  private final double[] lanes = new double[Kernel.COHORT];

  /**
   * @param values of the sample, shape [values][block]
   * @param state of the walkers, shape [variables][block]
   */
  CohortSample(Kernel kernel, Block[] values, Block[] state) {
    this.sampling = kernel.sampling();
    this.presence = sampling.presence();
    this.precision = kernel.precision();
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
    int members = tile.members(cohort);
    for (int k = 0; k < values.length + state.length; k++) {
      (k < values.length ? values[k] : state[k - values.length]).read(at, lanes, members);
      for (int i = 0; i < members; i++) {
        if (!Double.isFinite(lanes[i])) {
          return ((long) k << TileKernel.VALUE_SHIFT) + cohort * Kernel.COHORT + i;
        }
      }
    }
    boolean[] counts = whoCounts(at, members);
    for (Sampling.Observed observed : sampling.observed()) {
      values[observed.output()].read(at, lanes, members);
      observe(tile, cohort, observed.row(), Cohort.of(precision, lanes, counts), tally, members);
    }
    handOver(tile, cohort, at, tally, counts);
    if (half >= 0) {
      int group = HistogramCounts.group(tile.first() / Kernel.COHORT + cohort);
      for (int h = 0; h < tally.grids().size(); h++) {
        count(sampling.histograms().get(h), at, tally, tally.grids().get(h), half, group, counts);
      }
    }
    return TileKernel.ALL_FINITE;
  }

  /** Which lanes belong to the sample, shape [{@value Kernel#COHORT}]. */
  private boolean[] whoCounts(int at, int members) {
    boolean[] counts = new boolean[Kernel.COHORT];
    Arrays.fill(counts, 0, members, true);
    if (presence.isPresent()) {
      values[presence.get().output()].read(at, lanes, members);
      for (int i = 0; i < members; i++) {
        counts[i] = lanes[i] != 0;
      }
    }
    return counts;
  }

  private void observe(Tile tile, int cohort, int row, Cohort moments, Tally tally, int members) {
    int cohorts = tile.cohorts();
    MemorySegment sums = tally.sums();
    sums.setAtIndex(ValueLayout.JAVA_DOUBLE, 2L * row * cohorts + cohort, moments.sum());
    sums.setAtIndex(ValueLayout.JAVA_DOUBLE, (2L * row + 1) * cohorts + cohort, moments.squares());
    if (tally.byWalker()) {
      long first = ((long) row * cohorts + cohort) * Kernel.COHORT * Double.BYTES;
      MemorySegment.copy(lanes, 0, tally.values(), ValueLayout.JAVA_DOUBLE, first, members);
    }
  }

  /** What is correlated; no number for walkers that do not count. */
  private void handOver(Tile tile, int cohort, int at, Tally tally, boolean[] counts) {
    int members = tile.members(cohort);
    int component = 0;
    for (Sampling.Correlated quantity : sampling.correlated()) {
      for (int j = 0; j < quantity.components(); j++, component++) {
        values[quantity.output() + j].read(at, lanes, members);
        for (int i = 0; i < members; i++) {
          lanes[i] = counts[i] ? lanes[i] : Double.NaN;
        }
        long first = ((long) component * tile.cohorts() + cohort) * Kernel.COHORT * Double.BYTES;
        MemorySegment.copy(lanes, 0, tally.correlated(), ValueLayout.JAVA_DOUBLE, first, members);
      }
    }
  }

  private void count(
      Sampling.Counted histogram,
      int at,
      Tally tally,
      Grid grid,
      int half,
      int group,
      boolean[] counts) {
    double[][] quantities = new double[histogram.quantities()][Kernel.COHORT];
    for (int q = 0; q < quantities.length; q++) {
      values[histogram.output() + q].read(at, quantities[q], Kernel.COHORT);
    }
    for (int i = 0; i < Kernel.COHORT; i++) {
      if (counts[i]) {
        int cell = grid.cell(quantities, i);
        long index = grid.offset() + HistogramCounts.index(grid.bins(), half, group, cell);
        long before = tally.counts().getAtIndex(ValueLayout.JAVA_LONG, index);
        tally.counts().setAtIndex(ValueLayout.JAVA_LONG, index, before + 1);
      }
    }
  }
}
