package perrin.output;

import java.util.Optional;
import perrin.statistics.Interval;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;

/**
 * What a run by mini-batches says of its noise, as it goes into a run file.
 *
 * @param noise of the gradients where walkers ended; empty where it was not measured
 * @param identity Yaida's ratio, 1 at rest, with an interval of its own; unknown without a check
 * @param likeness how far the walk is from Langevin dynamics; empty where a check did not ask
 */
public record SgdRecord(
    Optional<BatchNoise> noise, Interval identity, Optional<Likeness> likeness) {
  /** Nothing measured, as without mini-batches. */
  public static final SgdRecord NOTHING =
      new SgdRecord(Optional.empty(), Interval.UNKNOWN, Optional.empty());

  /** The same compared with Langevin dynamics. */
  public SgdRecord with(Likeness found) {
    return new SgdRecord(noise, identity, Optional.of(found));
  }
}
