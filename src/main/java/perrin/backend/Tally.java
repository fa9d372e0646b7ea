package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import perrin.kernel.Kernel;

/**
 * What one thread writes when it samples: the moments of each cohort of the tile at hand, and its
 * share of the histograms' counts. Off the heap, so that native kernels write into it.
 */
public final class Tally {
  /** That a call of {@link TileKernel#run} may take. */
  static final int SAMPLES = 128;

  private final List<Grid> grids;
  private final int observables;
  private final MemorySegment sums;
  private final MemorySegment counts;
  private final MemorySegment values;

  /** Time in samples and in all, in units of the kernel's own. */
  private final MemorySegment ticks;

  private final MemorySegment sampleSums;
  private final MemorySegment correlated;

  /**
   * @param grids of the histograms that it counts
   * @param cohorts of a tile at most
   * @param byWalker whether each walker's values are wanted
   */
  Tally(Arena arena, Kernel kernel, List<Grid> grids, int cohorts, boolean byWalker) {
    this.grids = grids;
    this.observables = kernel.sampling().observed().size();
    this.sums = Doubles.allocate(arena, 2L * observables * cohorts);
    this.sampleSums = Doubles.allocate(arena, 2L * observables * cohorts * SAMPLES);
    this.ticks = arena.allocate(ValueLayout.JAVA_LONG, 2);
    long cells = grids.stream().mapToLong(Grid::length).sum();
    this.counts = arena.allocate(ValueLayout.JAVA_LONG, Math.max(1, cells));
    long walkers = (long) cohorts * Kernel.COHORT;
    this.values = byWalker ? Doubles.allocate(arena, observables * walkers) : MemorySegment.NULL;
    this.correlated = Doubles.allocate(arena, kernel.sampling().correlatedValues() * walkers);
  }

  public List<Grid> grids() {
    return grids;
  }

  /** Sum and squared deviations of each cohort, shape [observables][2][cohorts of the tile]. */
  public MemorySegment sums() {
    return sums;
  }

  /**
   * Counts of all histograms, laid out as {@link perrin.statistics.HistogramCounts} one after the
   * other.
   */
  public MemorySegment counts() {
    return counts;
  }

  /** Each walker's values, shape [observables][cohorts of the tile][32]; NULL where not wanted. */
  public MemorySegment values() {
    return values;
  }

  /** What is correlated of each walker, shape [components of all][cohorts of the tile][32]. */
  public MemorySegment correlated() {
    return correlated;
  }

  /**
   * Room for the cohorts' moments of a call's samples, shape [cohorts][2][samples][observables].
   */
  public MemorySegment sampleSums() {
    return sampleSums;
  }

  /** Time in samples and in all so far, in units of the kernel's own. */
  public MemorySegment ticks() {
    return ticks;
  }

  void took(long inSamples, long all) {
    ticks.setAtIndex(
        ValueLayout.JAVA_LONG, 0, ticks.getAtIndex(ValueLayout.JAVA_LONG, 0) + inSamples);
    ticks.setAtIndex(ValueLayout.JAVA_LONG, 1, ticks.getAtIndex(ValueLayout.JAVA_LONG, 1) + all);
  }

  /** The share of time that went into steps so far. */
  double steppingShare() {
    long all = ticks.getAtIndex(ValueLayout.JAVA_LONG, 1);
    return all > 0 ? 1 - (double) ticks.getAtIndex(ValueLayout.JAVA_LONG, 0) / all : 1;
  }

  /** Whether each walker's values are wanted. */
  public boolean byWalker() {
    return !values.equals(MemorySegment.NULL);
  }

  double value(int observable, int walker, int cohorts) {
    return values.getAtIndex(
        ValueLayout.JAVA_DOUBLE, (long) observable * cohorts * Kernel.COHORT + walker);
  }

  double sum(int observable, int cohort, int cohorts) {
    return sums.getAtIndex(ValueLayout.JAVA_DOUBLE, 2L * observable * cohorts + cohort);
  }

  double squares(int observable, int cohort, int cohorts) {
    return sums.getAtIndex(ValueLayout.JAVA_DOUBLE, (2L * observable + 1) * cohorts + cohort);
  }

  int observables() {
    return observables;
  }
}
