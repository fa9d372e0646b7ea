package perrin.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.kernel.LocalEnergy;
import perrin.kernel.Schedule;
import perrin.statistics.WalkerArray;

/**
 * Whether steps are so small that rounding swallows them: x − dt ∇E == x though ∇E is not 0, as dt
 * ∇E is below half a unit in the last place of x. Walkers then feel no energy, and the smaller dt
 * is, the more wrong the result. Looked at in the final state, at some of the walkers.
 */
final class RoundingFloor {
  private static final int WALKERS = 1000;

  /** Operations that the look may take on the host. */
  private static final double MOST_OPERATIONS = 5e5;

  /** The share of lost pushes that is worth a word. */
  private static final double MUCH = 0.5;

  private final Experiment experiment;
  private final Ensemble ensemble;
  private final LocalEnergy energy;
  private final double dt;
  private final int[] walkers;
  private final int dimension;

  private RoundingFloor(Experiment experiment, Schedule schedule, Ensemble ensemble) {
    this.experiment = experiment;
    this.ensemble = ensemble;
    energy = LocalEnergy.of(experiment);
    dimension = experiment.coordinates().dimension();
    dt = schedule.time(experiment.steps()) - schedule.time(experiment.steps() - 1);
    long most = (long) Math.min(WALKERS, Math.max(1, MOST_OPERATIONS / energy.cost()));
    int count = (int) Math.min(most, experiment.walkers());
    long apart = experiment.walkers() / count;
    walkers = IntStream.range(0, count).map(w -> Math.toIntExact(w * apart)).toArray();
  }

  /**
   * A sentence for each quantity that hardly ever changes; none for a method whose step is not
   * known.
   */
  static List<String> notes(Experiment experiment, Schedule schedule, Ensemble ensemble) {
    if (!experiment.force().isEmpty()) {
      return List.of();
    }
    return switch (experiment.method().name()) {
      case "gradient-descent", "euler-maruyama", "leimkuhler-matthews" ->
          new RoundingFloor(experiment, schedule, ensemble).withoutVelocities();
      case "baoab", "aboba", "obabo" ->
          new RoundingFloor(experiment, schedule, ensemble).withVelocities();
      default -> List.of();
    };
  }

  private List<String> withoutVelocities() {
    double[][] x = values(0);
    double[][] pushes = new double[walkers.length][];
    for (int w = 0; w < walkers.length; w++) {
      pushes[w] = scaled(dt, energy.gradient(x[w]), null);
    }
    return note("dt*grad E", "x", x, pushes, "the drift is lost").stream().toList();
  }

  private List<String> withVelocities() {
    double[][] x = values(0);
    double[][] v = values(dimension);
    double[] masses = energy.parameter("mass").orElse(null);
    double[][] kicks = new double[walkers.length][];
    double[][] drifts = new double[walkers.length][];
    for (int w = 0; w < walkers.length; w++) {
      kicks[w] = scaled(dt / 2, energy.gradient(x[w]), masses);
      drifts[w] = scaled(dt / 2, v[w], null);
    }
    List<String> notes = new ArrayList<>();
    note("dt/2*grad E/mass", "v", v, kicks, "the force is lost").ifPresent(notes::add);
    note("dt/2*v", "x", x, drifts, "walkers stand still").ifPresent(notes::add);
    return notes;
  }

  private static double[] scaled(double factor, double[] values, double[] divisors) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor / (divisors == null ? 1 : divisors[i]);
    }
    return scaled;
  }

  /**
   * Variables from a first one on, one for each coordinate: shape [walkers looked at][coordinates].
   */
  private double[][] values(int first) {
    double[][] values = new double[walkers.length][dimension];
    for (int i = 0; i < dimension; i++) {
      WalkerArray all = ensemble.variable(first + i);
      for (int w = 0; w < walkers.length; w++) {
        values[w][i] = all.value(walkers[w]);
      }
    }
    return values;
  }

  private Optional<String> note(
      String push, String of, double[][] values, double[][] pushes, String consequence) {
    Precision precision = experiment.precision();
    long looked = 0;
    long lost = 0;
    for (int w = 0; w < values.length; w++) {
      for (int i = 0; i < dimension; i++) {
        if (pushes[w][i] != 0) {
          looked++;
          lost += precision.round(values[w][i] - pushes[w][i]) == values[w][i] ? 1 : 0;
        }
      }
    }
    if (!(lost > MUCH * looked)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s precision: %s is below half a unit in the last place of %s for %.0f %% of the walkers, so"
                + " %s; use %sa larger dt.",
            precision.word(),
            push,
            of,
            100.0 * lost / looked,
            consequence,
            precision == Precision.SINGLE ? "precision: double or " : ""));
  }
}
