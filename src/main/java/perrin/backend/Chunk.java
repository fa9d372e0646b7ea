package perrin.backend;

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
