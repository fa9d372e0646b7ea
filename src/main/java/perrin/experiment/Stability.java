package perrin.experiment;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perrin.errors.BadValue;
import perrin.errors.Shown;

/**
 * The time step that a method can bear where the energy has the curvature k, the greatest
 * eigenvalue of its Hessian: dt &lt; c p/k for a step x − dt/p ∇E, or dt &lt; c √(p/k) = c/ω for
 * velocities and a mass p (Leimkuhler &amp; Matthews, Molecular Dynamics, 2015, ch. 7). Where p
 * differs by coordinate, k/p is the greatest eigenvalue of p<sup>−1/2</sup> H p<sup>−1/2</sup>.
 *
 * @param factor c, as it is written: a number above 0
 * @param parameter the method's parameter p; none for p = 1
 * @param velocities whether it is a root
 */
public record Stability(String factor, Optional<String> parameter, boolean velocities) {
  /** How it is written, for complaints. */
  private static final String FORMS = "2/k, 2*friction/k, 2/sqrt(k) or 2*sqrt(mass/k)";

  private static final Pattern OVERDAMPED = Pattern.compile("([0-9.eE+-]+)(?:\\*(\\w+))?/k");

  private static final Pattern ROOT =
      Pattern.compile("([0-9.eE+-]+)(?:/sqrt\\(k\\)|\\*sqrt\\((\\w+)/k\\))");

  /**
   * Reads a bound.
   *
   * @throws BadValue for anything but one of the four forms
   */
  static Stability read(String text) {
    String plain = text.replace(" ", "");
    Matcher root = ROOT.matcher(plain);
    Matcher found = root.matches() ? root : OVERDAMPED.matcher(plain);
    if (!found.matches() || !isAboveZero(found.group(1))) {
      throw new BadValue(
          "stability",
          Shown.shortened(text)
              + ", must be a bound of dt such as "
              + FORMS
              + " with a number above 0, the curvature k and a parameter of the method");
    }
    return new Stability(found.group(1), Optional.ofNullable(found.group(2)), root.matches());
  }

  private static boolean isAboveZero(String number) {
    try {
      double value = Double.parseDouble(number);
      return value > 0 && Double.isFinite(value);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * The greatest time step.
   *
   * @param curvature k/p
   */
  public double bound(double curvature) {
    return Double.parseDouble(factor) / (velocities ? Math.sqrt(curvature) : curvature);
  }

  /** With p = 1 where the parameter is not one of these. */
  Stability among(Set<String> parameters) {
    return new Stability(factor, parameter.filter(parameters::contains), velocities);
  }

  /** As it is written in a file. */
  String text() {
    return velocities
        ? factor + parameter.map(p -> "*sqrt(" + p + "/k)").orElse("/sqrt(k)")
        : factor + parameter.map(p -> "*" + p).orElse("") + "/k";
  }
}
