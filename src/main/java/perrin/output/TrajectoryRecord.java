package perrin.output;

import java.util.List;

/**
 * Paths of some walkers, as H5MD keeps them.
 *
 * @param value float or double by precision, shape [frames][walkers][coordinates]
 * @param step steps made before each frame, [frames]; of a frame between two steps, the earlier
 * @param time of each frame, [frames]
 * @param boundaries of each coordinate, {@code none} or {@code periodic}
 */
public record TrajectoryRecord(
    Object[] value, long[] step, double[] time, List<String> boundaries) {

  /** Refuses frames that have no time. */
  public TrajectoryRecord {
    boundaries = List.copyOf(boundaries);
    if (value.length != step.length || value.length != time.length) {
      throw new IllegalArgumentException(
          value.length + " frames have " + step.length + " steps and " + time.length + " times");
    }
  }
}
