package perrin.random;

/**
 * The independent streams of random numbers. A walker's draws in a stream are the Philox
 * subsequence {@code walker + (stream << 48)}; so stream 0 of walker w is cuRAND's {@code
 * curand_init(seed, w, 0)}.
 */
public enum Stream {
  /** {@code normal()} in step programs. */
  STEP_NORMALS,
  /** {@code uniform()} and {@code accept} in step programs. */
  STEP_UNIFORMS,
  /** Start values of the coordinates and of a method's state. */
  START,
  /** Rows of a mini-batch. */
  MINIBATCH,
  /** Replica exchange. */
  EXCHANGE;

  private static final int SHIFT = 48;

  /** The Philox subsequence of a walker, by its global number. */
  public long subsequence(long walker) {
    return walker + ((long) ordinal() << SHIFT);
  }
}
