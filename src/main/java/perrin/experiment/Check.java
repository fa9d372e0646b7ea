package perrin.experiment;

/**
 * What the verdict is asked about.
 *
 * @param boltzmann name of the histogram that is compared with the Boltzmann distribution
 * @param tolerance largest total variation (0 to 1) that still counts as converged
 */
public record Check(String boltzmann, double tolerance) {
  public static final double DEFAULT_TOLERANCE = 0.01;

  public Check {
    if (!(tolerance > 0 && tolerance <= 1)) {
      throw new BadValue("tolerance", tolerance + ", must be greater than 0 and at most 1");
    }
  }
}
