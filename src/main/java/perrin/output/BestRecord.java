package perrin.output;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import perrin.statistics.WalkerArray;

/**
 * The lowest energy that each walker has seen, looked at after each step.
 *
 * @param energy of each walker, in the walkers' precision
 * @param step steps that were made then
 * @param at where, by component of the coordinates, in order
 * @param foundAt steps that were made when it was first within reach of the known minimum, −1 where
 *     it never was; empty where none is known, and of older files
 * @param minimum the energy of the global minimum, where it is known
 * @param within how far above the lowest energy counts as found
 * @param polished where descents from the best places have ended
 */
public record BestRecord(
    WalkerArray energy,
    WalkerArray step,
    Map<String, WalkerArray> at,
    Optional<WalkerArray> foundAt,
    Optional<Double> minimum,
    double within,
    Polished polished) {
  /** What rounding in single precision may take from an energy, as a share of it. */
  private static final double ROUNDING = 1e-5;

  /** The walker that saw the lowest energy, the first of equals. */
  public int walker() {
    int best = 0;
    for (int w = 1; w < energy.walkers(); w++) {
      best = energy.value(w) < energy.value(best) ? w : best;
    }
    return best;
  }

  /** What has been found: the known minimum, or the lowest energy of all. */
  public double lowest() {
    return minimum.orElse(
        polished.energy().length > 0 ? polished.energy()[0] : energy.value(walker()));
  }

  /**
   * Steps that were made when half of those that found it had; where no minimum is known, were at
   * their best.
   */
  public OptionalLong halfBy() {
    double[] steps =
        IntStream.range(0, energy.walkers())
            .filter(w -> energy.value(w) <= lowest() + within)
            .mapToDouble(foundAt.orElse(step)::value)
            .sorted()
            .toArray();
    return steps.length == 0
        ? OptionalLong.empty()
        : OptionalLong.of((long) steps[(steps.length - 1) / 2]);
  }

  /**
   * By how much the lowest energy lies below the minimum that was given for known, where it does so
   * by more than counts as found and rounding may make of it.
   */
  public OptionalDouble below() {
    double lowest = energy.value(walker());
    for (double polishedEnergy : polished.energy()) {
      lowest = Math.min(lowest, polishedEnergy);
    }
    double rounding = ROUNDING * minimum.map(Math::abs).orElse(0.0);
    double below = minimum.orElse(Double.NEGATIVE_INFINITY) - lowest;
    return below > within + rounding ? OptionalDouble.of(below) : OptionalDouble.empty();
  }

  /** How many walkers have found it. */
  public int found() {
    int found = 0;
    for (int w = 0; w < energy.walkers(); w++) {
      found += energy.value(w) <= lowest() + within ? 1 : 0;
    }
    return found;
  }
}
