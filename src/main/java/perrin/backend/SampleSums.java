package perrin.backend;

import perrin.statistics.Moments;

/**
 * The moments of each observable over the ensemble at each sample of a chunk. They may still be on
 * their way: whoever asks waits.
 */
public interface SampleSums {
  /**
   * The moments of the whole ensemble; call once for each sample and observable.
   *
   * @param sample counted from the chunk's first
   */
  Moments moments(int sample, int observable);

  /** Seconds that the chunk's steps took; waits for their end. */
  double seconds();
}
