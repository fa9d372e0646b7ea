package perrin.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import perrin.experiment.Experiment;
import perrin.kernel.LocalEnergy;
import perrin.statistics.Digits;

/**
 * The time step that a method can bear where the energy has a given curvature:
 *
 * <pre>
 * x − dt/γ ∇E                dt &lt; 2γ/k, k the greatest curvature: the greatest eigenvalue of the Hessian
 * BAOAB, ABOBA, OBABO        dt &lt; 2/ω, ω² = k/m (Leimkuhler &amp; Matthews, Molecular Dynamics, 2015, ch. 7)
 * </pre>
 */
final class StabilityBound {
  private final Experiment experiment;
  private final LocalEnergy energy;
  private final boolean withVelocities;

  /** By coordinate what accelerations, or velocities, are divided by: masses, or frictions. */
  private final double[] masses;

  private StabilityBound(Experiment experiment, LocalEnergy energy, boolean withVelocities) {
    this.experiment = experiment;
    this.energy = energy;
    this.withVelocities = withVelocities;
    masses = inertia(experiment, energy);
  }

  /** Empty for a method whose bound is not known. */
  static Optional<StabilityBound> of(Experiment experiment, LocalEnergy energy) {
    return withVelocities(experiment)
        .map(velocities -> new StabilityBound(experiment, energy, velocities));
  }

  /**
   * The method's mass, or friction where it has no velocities, by coordinate; 1 where it has none.
   */
  static double[] inertia(Experiment experiment, LocalEnergy energy) {
    String name = withVelocities(experiment).orElseThrow() ? "mass" : "friction";
    double[] ones = new double[experiment.coordinates().dimension()];
    Arrays.fill(ones, 1);
    return experiment.method().parameters().containsKey(name)
        ? energy.parameter(name).orElse(ones)
        : ones;
  }

  private boolean hasFriction() {
    return !withVelocities && Arrays.stream(masses).anyMatch(friction -> friction != 1);
  }

  /** Whether a method has velocities; empty for one whose step is not known. */
  static Optional<Boolean> withVelocities(Experiment experiment) {
    if (!experiment.force().isEmpty()) {
      return Optional.empty();
    }
    return switch (experiment.method().name()) {
      case "gradient-descent", "euler-maruyama", "leimkuhler-matthews" -> Optional.of(false);
      case "baoab", "aboba", "obabo" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  /** What an answer takes on the host, in operations, roughly. */
  double cost() {
    return energy.curvatureCost();
  }

  /**
   * The greatest k/γ, or ω² = k/m; empty where it is not above 0.
   *
   * @param at a position, shape [coordinates]
   */
  OptionalDouble curvature(double[] at) {
    OptionalDouble found = energy.curvature(at, masses);
    return found.isPresent() && found.getAsDouble() > 0 ? found : OptionalDouble.empty();
  }

  /** The bound at a curvature. */
  double bound(double curvature) {
    return withVelocities ? 2 / Math.sqrt(curvature) : 2 / curvature;
  }

  /** The bound as a formula and its value, where it is, and why. */
  String words(double curvature, double[] at, String when) {
    String formula = withVelocities ? "2/omega = " : hasFriction() ? "2*friction/k = " : "2/k = ";
    String why =
        withVelocities
            ? ": omega^2 = k/m = "
            : hasFriction()
                ? ": the curvature over the friction is k/friction = "
                : ": the curvature is k = ";
    return formula
        + number(bound(curvature))
        + " at "
        + place(experiment, at)
        + when
        + why
        + number(curvature)
        + "; use a smaller dt";
  }

  static String place(Experiment experiment, double[] at) {
    return place(experiment.coordinates().componentNames(), at);
  }

  /** A place in some of the coordinates. */
  static String place(Experiment experiment, List<Integer> coordinates, double[] at) {
    List<String> all = experiment.coordinates().componentNames();
    return place(coordinates.stream().map(all::get).toList(), at);
  }

  private static String place(List<String> names, double[] at) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < Math.min(3, at.length); i++) {
      words.add(names.get(i) + " = " + number(at[i]));
    }
    return String.join(", ", words) + (at.length > 3 ? ", ..." : "");
  }

  /** Four digits. */
  static String number(double value) {
    return Digits.rounded(value, 4);
  }
}
