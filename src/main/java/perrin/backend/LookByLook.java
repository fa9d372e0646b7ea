package perrin.backend;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.statistics.Moments;

/**
 * Moves a tile from look to look by a kernel's {@link TileKernel#advance} and {@link
 * TileKernel#sample}: what {@link TileKernel#run} does where there is nothing faster.
 */
public final class LookByLook {
  private static final int NO_SAMPLE = -1;

  private final Sampling sampling;
  private final Optional<Sampling.Observed> presence;
  private final TileKernel tileKernel;
  private final TileRun run;
  private final double[] counts;
  private final double[] sums;
  private final double[] squares;

  private LookByLook(Kernel kernel, TileKernel tileKernel, TileRun run, int cohorts) {
    this.sampling = kernel.sampling();
    this.presence = sampling.presence();
    this.tileKernel = tileKernel;
    this.run = run;
    counts = new double[cohorts];
    sums = new double[cohorts];
    squares = new double[cohorts];
  }

  /** As {@link TileKernel#run}. */
  public static long run(
      Kernel kernel, TileKernel tileKernel, Tile tile, TileRun run, Events events) {
    return new LookByLook(kernel, tileKernel, run, tile.cohorts()).move(tile, events);
  }

  private long move(Tile tile, Events events) {
    long begun = System.nanoTime();
    long stepping = 0;
    int sample = 0;
    long n = events.from();
    for (int i = 0; i < events.size(); i++) {
      long next = events.step(i);
      long before = System.nanoTime();
      tileKernel.advance(tile, n, next);
      stepping += System.nanoTime() - before;
      n = next;
      if (events.isLook(i) && !look(tile, events.isSample(i) ? events.half(i) : NO_SAMPLE)) {
        return n;
      }
      if (events.isSample(i)) {
        collect(tile, sample++);
      }
    }
    long all = System.nanoTime() - begun;
    run.tally().took(all - stepping, all);
    return TileKernel.ALL_FINITE;
  }

  /** Whether all is finite. */
  private boolean look(Tile tile, int half) {
    return tileKernel.sample(tile, run.tally(), half) == TileKernel.ALL_FINITE;
  }

  private void collect(Tile tile, int sample) {
    int cohorts = tile.cohorts();
    Tally tally = run.tally();
    for (Sampling.Observed observed : sampling.observed()) {
      int row = observed.row();
      boolean squared = observed.timeSum() == Sampling.TimeSum.SQUARES;
      for (int c = 0; c < cohorts; c++) {
        counts[c] = counted(tile, c);
        sums[c] = tally.sum(row, c, cohorts);
        squares[c] = tally.squares(row, c, cohorts);
        Doubles.add(run.cohortSums(), row * run.cohorts() + c, squared ? squares[c] : sums[c]);
      }
      if (!run.walkerSums().equals(MemorySegment.NULL)) {
        addWalkers(tile, row, squared);
      }
      Moments all = Moments.reduce(tile.first() / Kernel.COHORT, cohorts, counts, sums, squares);
      run.put(sample, row, all.sum(), all.m2());
    }
  }

  /** Walkers of a cohort that belong to the sample. */
  private double counted(Tile tile, int cohort) {
    return presence.isEmpty()
        ? tile.members(cohort)
        : run.tally().sum(presence.get().row(), cohort, tile.cohorts());
  }

  private void addWalkers(Tile tile, int row, boolean squared) {
    int whoCounts = presence.map(Sampling.Observed::row).orElse(-1);
    for (int w = 0; w < tile.walkers(); w++) {
      if (whoCounts >= 0 && run.tally().value(whoCounts, w, tile.cohorts()) == 0) {
        continue;
      }
      int cohort = w / Kernel.COHORT;
      double value = run.tally().value(row, w, tile.cohorts());
      double deviation = value - sums[cohort] / counts[cohort];
      Doubles.add(
          run.walkerSums(), row * run.walkers() + w, squared ? deviation * deviation : value);
    }
  }
}
