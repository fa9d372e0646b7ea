package perrin.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.backend.SampleSums;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;
import perrin.statistics.TreeNode;

/**
 * The observables' moments of some of a run's walkers, sample after sample: not of all of them
 * together, but of the nodes of the tree over cohorts that they fill, from which merging goes on.
 */
final class NodeSeries implements Samples {
  private static final int NUMBERS = 3;

  private final int ofSample;
  private final double[][] rows;
  private int taken;

  /**
   * @param nodes that an ensemble gives of a sample
   */
  NodeSeries(int observables, long samples, int nodes) {
    ofSample = nodes * NUMBERS;
    rows = new double[observables][Math.multiplyExact(Math.toIntExact(samples), ofSample)];
  }

  @Override
  public void add(SampleSums sums, int samples) {
    for (int s = 0; s < samples; s++, taken++) {
      for (int k = 0; k < rows.length; k++) {
        int at = taken * ofSample;
        for (MomentNode each : sums.nodes(s, k)) {
          rows[k][at++] = each.moments().count();
          rows[k][at++] = each.moments().sum();
          rows[k][at++] = each.moments().m2();
        }
      }
    }
  }

  /** Count, sum and m2 of each node: shape [observables][samples · nodes · 3]. */
  @Override
  public List<double[]> soFar() {
    return Arrays.stream(rows).map(row -> Arrays.copyOf(row, taken * ofSample)).toList();
  }

  @Override
  public boolean hasShapeOf(List<double[]> before, long samples) {
    return before.size() == rows.length
        && before.stream().allMatch(row -> row.length == samples * ofSample);
  }

  @Override
  public void restore(List<double[]> before) {
    for (int k = 0; k < rows.length; k++) {
      taken = before.get(k).length / ofSample;
      System.arraycopy(before.get(k), 0, rows[k], 0, taken * ofSample);
    }
  }

  /**
   * The nodes of one sample.
   *
   * @param row as of {@link #soFar}
   * @param nodes which they are, in order
   */
  static Stream<MomentNode> nodes(double[] row, int sample, List<TreeNode> nodes) {
    int first = sample * nodes.size() * NUMBERS;
    return IntStream.range(0, nodes.size())
        .mapToObj(n -> {
          int at = first + n * NUMBERS;
          return new MomentNode(nodes.get(n), new Moments(row[at], row[at + 1], row[at + 2]));
        });
  }
}
