package perrin.run;

import java.util.List;
import perrin.backend.SampleSums;

/** What a run keeps of its samples, one after the other. */
interface Samples {
  /** Takes over the samples of a chunk. */
  void add(SampleSums sums, int samples);

  /** All so far, as it goes into a checkpoint. */
  List<double[]> soFar();

  /**
   * Whether rows are what {@link #soFar} gives after so many samples: checkpoints of runs and of
   * shards keep different things.
   */
  boolean hasShapeOf(List<double[]> before, long samples);

  /** Goes on behind what {@link #soFar} gave. */
  void restore(List<double[]> before);
}
