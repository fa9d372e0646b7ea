package perrin.experiment;

import java.util.Optional;

/**
 * What the verdict is asked about.
 *
 * @param boltzmann name of the histogram that is compared with the Boltzmann distribution; empty
 *     where none is to be
 * @param tolerance largest total variation (0 to 1) that still counts as converged
 * @param bias whether a companion run at half the time step tells what the step is to blame for
 * @param rhat whether the walkers of a cohort start at one point, so that nested R-hat has power
 */
public record Check(Optional<String> boltzmann, double tolerance, boolean bias, boolean rhat) {
  public static final double DEFAULT_TOLERANCE = 0.01;

  public Check {
    if (!(tolerance > 0 && tolerance <= 1)) {
      throw new BadValue("tolerance", tolerance + ", must be greater than 0 and at most 1");
    }
  }

  /** Whether it is this histogram that is compared. */
  public boolean compares(String histogram) {
    return boltzmann.filter(histogram::equals).isPresent();
  }
}
