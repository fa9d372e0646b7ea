package perrin.backend;

import perrin.statistics.Moments;

/** The moments of each observable over the ensemble at each sample of a chunk. */
public interface SampleSums {
  /**
   * The moments of the whole ensemble; call once for each sample and observable.
   *
   * @param sample counted from the chunk's first
   */
  Moments moments(int sample, int observable);
}
