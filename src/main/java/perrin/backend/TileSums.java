package perrin.backend;

import perrin.kernel.Kernel;
import perrin.statistics.Moments;

/**
 * The moments of each observable over the ensemble at each sample of a chunk, collected tile by
 * tile.
 */
public final class TileSums implements SampleSums {
  /** A Java array's head, and the reference to it. */
  private static final long ARRAY = 24;

  private final int tiles;
  private final long firstTile;
  private final double[][][] counts;
  private final double[][][] sums;
  private final double[][][] squares;
  private double seconds;

  TileSums(int samples, int observables, long firstTile, int tiles) {
    this.tiles = tiles;
    this.firstTile = firstTile;
    counts = new double[samples][observables][tiles];
    sums = new double[samples][observables][tiles];
    squares = new double[samples][observables][tiles];
  }

  /** Bytes that a sample takes until the chunk ends, with what Java adds to each array. */
  public static long bytesPerSample(int observables, long walkers) {
    long tiles = walkers / ((long) HostEnsemble.TILE_COHORTS * Kernel.COHORT) + 2;
    return 3L * (ARRAY + observables * (ARRAY + Double.BYTES * tiles));
  }

  /** Puts one tile's moments where they belong. */
  void put(int sample, int observable, int tile, Moments moments) {
    counts[sample][observable][tile] = moments.count();
    sums[sample][observable][tile] = moments.sum();
    squares[sample][observable][tile] = moments.m2();
  }

  void took(double seconds) {
    this.seconds = seconds;
  }

  @Override
  public double seconds() {
    return seconds;
  }

  /** The moments of the whole ensemble; call once for each sample and observable. */
  @Override
  public Moments moments(int sample, int observable) {
    return Moments.reduce(
        firstTile,
        tiles,
        counts[sample][observable],
        sums[sample][observable],
        squares[sample][observable]);
  }
}
