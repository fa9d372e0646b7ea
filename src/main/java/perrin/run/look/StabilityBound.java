package perrin.run.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import perrin.experiment.Experiment;
import perrin.experiment.Stability;
import perrin.kernel.landscape.LocalEnergy;
import perrin.statistics.verdict.Digits;

/** The time step that a method can bear where the energy has a given curvature. */
public final class StabilityBound {
  private final Experiment experiment;
  private final LocalEnergy energy;
  private final Stability stability;

  /** By coordinate what accelerations, or velocities, are divided by: masses, or frictions. */
  private final double[] inertia;

  private StabilityBound(Experiment experiment, LocalEnergy energy, Stability stability) {
    this.experiment = experiment;
    this.energy = energy;
    this.stability = stability;
    inertia = inertia(experiment, energy, stability);
  }

  /** Empty for a method whose bound is not known. */
  public static Optional<StabilityBound> of(Experiment experiment, LocalEnergy energy) {
    return stability(experiment).map(known -> new StabilityBound(experiment, energy, known));
  }

  /** What the method says of its time step; empty where a force makes it void, too. */
  public static Optional<Stability> stability(Experiment experiment) {
    return experiment.method().stability().filter(_ -> experiment.force().isEmpty());
  }

  /** The method's mass, or friction where it has no velocities, by coordinate; 1 without one. */
  public static double[] inertia(Experiment experiment, LocalEnergy energy, Stability stability) {
    double[] ones = new double[experiment.coordinates().dimension()];
    Arrays.fill(ones, 1);
    return stability.parameter().flatMap(energy::parameter).orElse(ones);
  }

  /** What an answer takes on the host, in operations, roughly. */
  public double cost() {
    return energy.curvatureCost();
  }

  /**
   * The greatest k/γ, or ω² = k/m; empty where it is not above 0.
   *
   * @param at a position, shape [coordinates]
   */
  public OptionalDouble curvature(double[] at) {
    OptionalDouble found = energy.curvature(at, inertia);
    return found.isPresent() && found.getAsDouble() > 0 ? found : OptionalDouble.empty();
  }

  /** The bound at a curvature. */
  public double bound(double curvature) {
    return stability.bound(curvature);
  }

  /** The bound as a formula and its value, where it is, and why. */
  public String words(double curvature, double[] at, String when) {
    String factor = stability.factor();
    Optional<String> divisor =
        stability.parameter().filter(_ -> Arrays.stream(inertia).anyMatch(value -> value != 1));
    String formula;
    String why;
    if (stability.velocities()) {
      formula = factor + "/omega = ";
      why = stability.parameter().isPresent() ? ": omega^2 = k/m = " : ": omega^2 = k = ";
    } else if (divisor.isPresent()) {
      formula = factor + "*" + divisor.get() + "/k = ";
      why = ": the curvature over the " + divisor.get() + " is k/" + divisor.get() + " = ";
    } else {
      formula = factor + "/k = ";
      why = ": the curvature is k = ";
    }
    return formula
        + number(bound(curvature))
        + " at "
        + place(experiment, at)
        + when
        + why
        + number(curvature)
        + "; use a smaller dt";
  }

  public static String place(Experiment experiment, double[] at) {
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
  public static String number(double value) {
    return Digits.rounded(value, 4);
  }
}
