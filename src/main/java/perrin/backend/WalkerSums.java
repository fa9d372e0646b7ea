package perrin.backend;

import perrin.kernel.Kernel;

/**
 * Whether sums over time are kept for each walker besides each cohort's: walkers are independent of
 * each other, and a few cohorts are too few to learn an error from.
 */
public final class WalkerSums {
  /** With so many cohorts, cohorts will do. */
  private static final long COHORTS = 64;

  /** What the sums may take. */
  private static final long BYTES = 128L << 20;

  private WalkerSums() {}

  /**
   * Whether a run keeps them.
   *
   * @param rows of its sums over time
   */
  public static boolean kept(long walkers, int rows) {
    return walkers < COHORTS * Kernel.COHORT && bytes(walkers, rows) <= BYTES;
  }

  /** Bytes of the sums, where they are kept. */
  private static long bytes(long walkers, int rows) {
    return (long) Double.BYTES * rows * walkers;
  }
}
