package perrin.output;

import java.util.Arrays;
import java.util.List;

/**
 * Paths of some walkers, as H5MD keeps them.
 *
 * @param value float or double by precision, shape [frames][particles][dimensions]: a particle is a
 *     walker, with its coordinates, or an atom of one
 * @param step steps made before each frame, [frames]; of a frame between two steps, the earlier
 * @param time of each frame, [frames]
 * @param boundaries of each dimension, {@code none} or {@code periodic}
 * @param edges lengths of the box, [dimensions]; none where nothing is periodic
 */
public record TrajectoryRecord(
    Object[] value, long[] step, double[] time, List<String> boundaries, double[] edges) {

  /** Without a box. */
  public TrajectoryRecord(Object[] value, long[] step, double[] time, List<String> boundaries) {
    this(value, step, time, boundaries, new double[0]);
  }

  /** Refuses frames that have no time. */
  public TrajectoryRecord {
    boundaries = List.copyOf(boundaries);
    if (value.length != step.length || value.length != time.length) {
      throw new IllegalArgumentException(
          value.length + " frames have " + step.length + " steps and " + time.length + " times");
    }
  }

  /** Whether all values are equal, NaN to NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TrajectoryRecord that
        && Arrays.deepEquals(value, that.value)
        && Arrays.equals(step, that.step)
        && Arrays.equals(time, that.time)
        && boundaries.equals(that.boundaries)
        && Arrays.equals(edges, that.edges);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(value) + Arrays.hashCode(step);
  }
}
