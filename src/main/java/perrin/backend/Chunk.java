package perrin.backend;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps from … to−1 of a run.
 *
 * @param to at most {@value Events#MOST_STEPS} beyond from, and none beyond the plan's steps
 */
public record Chunk(long from, long to, EventPlan plan) {
  /** Refuses steps that are not the plan's, or too many. */
  public Chunk {
    if (from < 0 || to < from || to > plan.steps() || to - from > Events.MOST_STEPS) {
      throw new IllegalArgumentException(
          "steps "
              + from
              + " to "
              + to
              + " of "
              + plan.steps()
              + ", at a time "
              + Events.MOST_STEPS);
    }
  }

  /** Steps from … to−1 in as few chunks as hold them. */
  public static List<Chunk> cut(long from, long to, EventPlan plan) {
    List<Chunk> chunks = new ArrayList<>();
    for (long n = from; n < to; n += Events.MOST_STEPS) {
      chunks.add(new Chunk(n, Math.min(to, n + Events.MOST_STEPS), plan));
    }
    return chunks;
  }

  /** Sample times within the chunk. */
  public int samples() {
    return Math.toIntExact(plan.samplesUntil(to) - plan.samplesUntil(from));
  }

  /** Samples of the run before the chunk. */
  public long firstSample() {
    return plan.samplesUntil(from);
  }

  /** What happens in it. */
  public Events events() {
    return plan.events(from, to);
  }
}
