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

  /** Whether an ensemble keeps them. */
  public static boolean kept(Program program) {
    return program.walkers().count() < COHORTS * Kernel.COHORT && bytes(program) <= BYTES;
  }

  /** Bytes of the sums, where they are kept. */
  static long bytes(Program program) {
    return (long) Double.BYTES * program.kernel().sampling().timeRows() * program.walkers().count();
  }
}
