package perrin.backend;

import java.lang.foreign.MemorySegment;

/**
 * Gaussians in memory: value j of step n of walker w lies at number ((n − step)·R + j)·walkers + w
 * − first, R values a step.
 *
 * @param values in the walkers' precision, shape [steps][values of a step][walkers]
 * @param step that the first values belong to
 * @param first walker that they belong to, counted from the run's first
 * @param walkers whole cohorts
 */
public record Normals(MemorySegment values, long step, long first, long walkers) {

  /**
   * Where a walker's value is.
   *
   * @param row number (n − step)·R + j
   */
  public long index(long row, long walker) {
    return row * walkers + walker - first;
  }
}
