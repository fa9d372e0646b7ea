package perrin.statistics;

/**
 * An average that is known for every Boltzmann distribution, whatever the energy.
 *
 * @param name what is averaged, such as {@code x*dE/dy}
 * @param mean what was measured, in units of energy
 * @param standardError its standard error; NaN if unknown
 * @param expected kT, or 0
 * @param kT the temperature, what deviations are measured by
 * @param margin standard errors to either end of the interval: 95 % for all identities together
 */
public record Identity(
    String name, double mean, double standardError, double expected, double kT, double margin) {

  /** (mean − expected)/kT with its interval. */
  public Interval deviation() {
    double value = (mean - expected) / kT;
    double half = margin * standardError / kT;
    return new Interval(value, value - half, value + half);
  }

  /** Whether the deviation's interval meets [−tolerance, tolerance]. */
  public boolean holds(double tolerance) {
    Interval deviation = deviation();
    return !(deviation.low() > tolerance || deviation.high() < -tolerance);
  }
}
