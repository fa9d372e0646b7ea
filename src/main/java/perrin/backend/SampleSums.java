package perrin.backend;

import java.util.List;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;

/**
 * The moments of each observed quantity at each sample of a chunk. They may still be on their way:
 * whoever asks waits.
 */
public interface SampleSums {
  /**
   * The moments of the largest nodes of the tree over cohorts that the ensemble covers, in order;
   * others that hold the cohorts around it go on from there.
   *
   * @param sample counted from the chunk's first
   * @param row of the quantity
   */
  List<MomentNode> nodes(int sample, int row);

  /** The moments of the whole ensemble. */
  default Moments moments(int sample, int row) {
    return MomentNode.root(nodes(sample, row));
  }

  /** Seconds that the chunk's steps took; waits for their end. */
  double seconds();
}
