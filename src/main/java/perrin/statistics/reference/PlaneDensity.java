package perrin.statistics.reference;

import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * The density e^(−E(x, y)/kT) in the variables t, u of two {@link Stretch}es: the weight of dt du
 * is w(t, u) = e^(−E/kT) · dx/dt · dy/du. Where the energy is +∞ or not a number there is none.
 */
final class PlaneDensity {
  /** Energies below −1e12 kT keep no digits to integrate with. */
  private static final double DEEPEST = 1e12;

  final Stretch first;
  final Stretch second;
  private final DoubleBinaryOperator energy;
  private final double kT;

  PlaneDensity(DoubleBinaryOperator energy, double kT, Extent first, Extent second) {
    this.energy = energy;
    this.kT = kT;
    this.first = new Stretch(first);
    this.second = new Stretch(second);
  }

  /** −E/kT; −∞ outside the energy's domain. */
  double logDensity(double x, double y) {
    double e = energy.applyAsDouble(x, y) / kT;
    return Double.isNaN(e) ? Double.NEGATIVE_INFINITY : -e;
  }

  /** ln w. */
  double logWeight(double t, double u) {
    double density = logDensity(first.x(t), second.x(u));
    return density == Double.NEGATIVE_INFINITY
        ? density
        : density + first.logSlope(t) + second.logSlope(u);
  }

  /** Whether a weight is beyond all measure. */
  static boolean tooDeep(double logWeight) {
    return logWeight > DEEPEST;
  }

  /** There is a weight that is {@link #tooDeep}. */
  NoReferenceException unbounded(double t, double u) {
    return new NoReferenceException(
        "the energy is unbounded below (at "
            + place(first.x(t), second.x(u))
            + " it is beyond -1e12 kT), so it has no Boltzmann distribution; add a term that grows,"
            + " or leave out check.boltzmann",
        NoReferenceException.Reason.NOT_CONFINED);
  }

  /** There is weight at the end of what can be looked at. */
  NoReferenceException notConfined(double t, double u) {
    return new NoReferenceException(
        "the energy does not confine the walker: e^(-E/kT) does not fall off fast enough towards "
            + place(first.x(t), second.x(u))
            + " to be normalised; add a term that grows, or leave out check.boltzmann",
        NoReferenceException.Reason.NOT_CONFINED);
  }

  /** Too many boxes would be needed. */
  NoReferenceException tooRough(double t, double u) {
    return new NoReferenceException(
        "the energy is too rough near "
            + place(first.x(t), second.x(u))
            + " to integrate its Boltzmann distribution",
        NoReferenceException.Reason.TOO_ROUGH);
  }

  private static String place(double x, double y) {
    return String.format(Locale.ROOT, "(%.3g, %.3g)", x, y);
  }
}
