package perrin.backend;

import java.util.List;

/** Steps from … to−1 of a run. */
public record Chunk(long from, long to, SamplePlan plan) {

  /** Sample times within the chunk. */
  public int samples() {
    return Math.toIntExact(plan.samplesUntil(to) - plan.samplesUntil(from));
  }

  /**
   * The parts of it that lie in the first and in the second half of the run's samples; either may
   * be empty.
   */
  public List<Chunk> halves() {
    long middle = Math.clamp(plan.middle(), from, to);
    return List.of(new Chunk(from, middle, plan), new Chunk(middle, to, plan));
  }
}
