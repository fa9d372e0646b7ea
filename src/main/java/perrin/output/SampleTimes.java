package perrin.output;

import java.util.Arrays;

/**
 * When samples were taken.
 *
 * @param step number of steps made before each sample, [samples]
 * @param time the time t at each sample, [samples]
 */
public record SampleTimes(long[] step, double[] time) {
  /** Refuses series of different lengths. */
  public SampleTimes {
    if (step.length != time.length) {
      throw new IllegalArgumentException(
          step.length + " steps and " + time.length + " times, must be as many");
    }
  }

  /** Number of samples. */
  public int samples() {
    return step.length;
  }

  /** Whether all values are equal, NaN to NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SampleTimes that
        && Arrays.equals(step, that.step)
        && Arrays.equals(time, that.time);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(step) + Arrays.hashCode(time);
  }
}
