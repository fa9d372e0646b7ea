package perrin.backend;

import perrin.kernel.SharedNumbers;

/**
 * A kernel that moves tiles of walkers. Several threads may use it at once, each with its own tile
 * and tally; {@link #load}, {@link #table} and {@link #normals} only while none does.
 */
public interface TileKernel extends AutoCloseable {
  /** What {@link #sample} gives when all values are finite. */
  long ALL_FINITE = -1;

  /**
   * What of a bad value is in the lower bits of {@link #sample}'s result: its walker; above, the
   * value's number.
   */
  int VALUE_SHIFT = 32;

  /** Bytes of stack that a thread needs to call it; 0 for as many as threads have. */
  default long stackBytes() {
    return 0;
  }

  /**
   * Sets what holds for the whole run.
   *
   * @param seed of the noise
   * @param shared what all walkers share
   */
  void load(long seed, SharedNumbers shared);

  /**
   * Sets what changes from step to step.
   *
   * @param first the step of the first row
   * @param rows the kernel's row[k], shape [steps][values of a step]
   */
  void table(long first, double[] rows);

  /** Takes Gaussians from memory from now on, instead of drawing them. */
  void normals(Normals normals);

  /** Sets the tile's walkers to their start values. */
  void start(Tile tile);

  /** Makes steps from … to−1. */
  void advance(Tile tile, long from, long to);

  /**
   * Looks at the walkers: writes the moments of each cohort to the tally and, where {@code half} ≥
   * 0, counts them in the histograms of that half of the run.
   *
   * @return {@link #ALL_FINITE}, or the first walker of the tile with a value that is not finite,
   *     plus that value's number (0 the energy, then observables, histograms, correlated, state)
   *     shifted by {@link #VALUE_SHIFT}
   */
  long sample(Tile tile, Tally tally, int half);

  /**
   * Makes the steps from one event to the next, and takes looks and samples.
   *
   * @return {@link #ALL_FINITE}, or a step until which a look found a value that is not finite;
   *     then nothing else that it has given is of use
   */
  long run(Tile tile, TileRun run, Events events);

  /**
   * Adds up products of samples with their origins, as {@link perrin.kernel.Sampling.Correlated}.
   */
  void correlate(CorrelatedSamples samples);

  @Override
  void close();
}
