package perrin.run.judging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.experiment.Stability;
import perrin.kernel.compile.Schedule;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.StateRows;
import perrin.run.look.StabilityBound;
import perrin.statistics.WalkerArray;

/**
 * What the final state says about the time step, looked at for some of the walkers.
 *
 * <p>Too large: beyond the {@link StabilityBound} where they are; an energy may be such that they
 * stay finite all the same. Too small: rounding swallows the steps, x − dt/γ ∇E == x though ∇E is
 * not 0, as dt/γ ∇E is below half a unit in the last place of x. Walkers then feel no energy, and
 * the smaller dt is, the more wrong the result.
 */
final class StepNotes {
  private static final int WALKERS = 1000;

  /** Walkers at least, or coordinates of fewer walkers. */
  private static final int FEWEST_WALKERS = 16;

  /** Operations that a look may take on the host. */
  private static final double MOST_OPERATIONS = 5e5;

  /** The share of lost pushes that is worth a word. */
  private static final double MUCH_LOST = 0.5;

  /** The share of the motion that rounding may add or take away. */
  private static final double MUCH_CHANGED = 0.1;

  /** What may be left of the way to a minimum, as a share of its distance from 0. */
  private static final double SMALL = 1e-3;

  /** The share of walkers beyond the bound that is. */
  private static final double MUCH_BEYOND = 0.1;

  private final Experiment experiment;
  private final Ensemble ensemble;
  private final LocalEnergy energy;

  /** Of the last step. */
  private final double dt;

  /**
   * Of a step on average: a schedule that ends near 0 leaves walkers where they are, and is meant
   * to.
   */
  private final double meanDt;

  private final int dimension;
  private final double[] inertia;

  /** The method's parameter that has these values. */
  private final Optional<String> divisor;

  private final boolean cold;

  private StepNotes(
      Experiment experiment,
      Schedule schedule,
      Ensemble ensemble,
      LocalEnergy energy,
      Stability stability) {
    this.experiment = experiment;
    this.ensemble = ensemble;
    this.energy = energy;
    dimension = experiment.coordinates().dimension();
    inertia = StabilityBound.inertia(experiment, energy, stability);
    divisor = stability.parameter();
    cold =
        experiment.method().ignoresTemperature()
            || schedule.constantTemperature().orElse(experiment.temperature().isEmpty() ? 0 : 1)
                == 0;
    double end = schedule.time(experiment.steps());
    dt = end - schedule.time(experiment.steps() - 1);
    meanDt = schedule.constantDt() ? dt : end / experiment.steps();
  }

  /**
   * A sentence each; none for a method whose step is not known.
   *
   * @param energy asked for only where the step is known
   */
  static List<String> of(
      Experiment experiment, Schedule schedule, Ensemble ensemble, Supplier<LocalEnergy> energy) {
    Optional<Stability> stability = StabilityBound.stability(experiment);
    if (stability.isEmpty()) {
      return List.of();
    }
    StepNotes notes = new StepNotes(experiment, schedule, ensemble, energy.get(), stability.get());
    List<String> found =
        experiment.method().velocity().map(notes::lostOfVelocities).orElseGet(notes::lost);
    notes.beyond().ifPresent(found::add);
    return found;
  }

  /**
   * Numbers of some of the walkers, evenly apart; of none if that would take too long.
   *
   * @param cost operations that looking at one takes
   * @param least a share of fewer walkers says nothing
   */
  private int[] some(double cost, int least) {
    long most = (long) Math.min(Math.min(WALKERS, experiment.walkers()), MOST_OPERATIONS / cost);
    int count = most < least ? 0 : (int) most;
    long apart = experiment.walkers() / Math.max(1, count);
    return IntStream.range(0, count).map(w -> Math.toIntExact(w * apart)).toArray();
  }

  /** Variables from a first one on, one for each coordinate: shape [walkers][coordinates]. */
  private double[][] values(int first, int[] walkers) {
    return values(ensemble, first, dimension, walkers);
  }

  /**
   * Values of some walkers, read one variable after the other: all of them at once may be too many.
   *
   * @return shape [walkers][variables]
   */
  static double[][] values(Ensemble ensemble, int first, int variables, int[] walkers) {
    double[][] values = new double[walkers.length][variables];
    for (int i = 0; i < variables; i++) {
      WalkerArray all = ensemble.view(first + i);
      for (int w = 0; w < walkers.length; w++) {
        values[w][i] = all.value(walkers[w]);
      }
    }
    return values;
  }

  private Optional<String> beyond() {
    StabilityBound bound = StabilityBound.of(experiment, energy).orElseThrow();
    double[][] x = values(0, some(bound.cost(), FEWEST_WALKERS));
    int beyond = 0;
    double greatest = 0;
    double[] there = {};
    for (double[] at : x) {
      OptionalDouble curvature = bound.curvature(at);
      if (curvature.isPresent() && dt > bound.bound(curvature.getAsDouble())) {
        beyond++;
        if (curvature.getAsDouble() > greatest) {
          greatest = curvature.getAsDouble();
          there = at;
        }
      }
    }
    return beyond > MUCH_BEYOND * x.length
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "dt = %s is beyond the method's stability bound for %.0f %% of the walkers, for the"
                    + " worst %s.",
                StabilityBound.number(dt),
                100.0 * beyond / x.length,
                bound.words(greatest, there, "")))
        : Optional.empty();
  }

  private List<String> lost() {
    double[][] x = values(0, some(energy.cost(), Math.ceilDiv(FEWEST_WALKERS, dimension)));
    double[][] pushes = new double[x.length][];
    for (int w = 0; w < x.length; w++) {
      pushes[w] = scaled(meanDt, energy.gradient(x[w]), inertia);
    }
    List<String> notes = new ArrayList<>();
    boolean divided = Arrays.stream(inertia).anyMatch(value -> value != 1);
    String push = "dt" + divisor.filter(_ -> divided).map("/"::concat).orElse("") + "*grad E";
    lost(push, "x", x, pushes, "the drift is lost").ifPresent(notes::add);
    return notes;
  }

  /** Of half a kick and half a drift, of which splitting methods are made. */
  private List<String> lostOfVelocities(String velocity) {
    int[] walkers = some(energy.cost(), Math.ceilDiv(FEWEST_WALKERS, dimension));
    double[][] x = values(0, walkers);
    double[][] v = values(StateRows.of(experiment).first().get(velocity), walkers);
    double[][] kicks = new double[walkers.length][];
    double[][] drifts = new double[walkers.length][];
    for (int w = 0; w < walkers.length; w++) {
      kicks[w] = scaled(meanDt / 2, energy.gradient(x[w]), inertia);
      drifts[w] = scaled(meanDt / 2, v[w], null);
    }
    List<String> notes = new ArrayList<>();
    String kick = "dt/2*grad E" + divisor.map("/"::concat).orElse("");
    lost(kick, velocity, v, kicks, "the force is lost").ifPresent(notes::add);
    lost("dt/2*" + velocity, "x", x, drifts, "walkers stand still").ifPresent(notes::add);
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
   * What rounding makes of pushes: the sum of what values really move by, along their pushes,
   * against the sum of the pushes.
   */
  private Optional<String> lost(
      String push, String of, double[][] values, double[][] pushes, String consequence) {
    Precision precision = experiment.precision();
    long looked = 0;
    long lost = 0;
    double wanted = 0;
    double made = 0;
    for (int w = 0; w < values.length; w++) {
      for (int i = 0; i < dimension; i++) {
        double p = pushes[w][i];
        if (Math.abs(p) >= precision.smallestNormal() && Double.isFinite(p)) {
          double moved = values[w][i] - precision.round(values[w][i] - p);
          looked++;
          lost += moved == 0 ? 1 : 0;
          wanted += Math.abs(p);
          made += moved * Math.signum(p);
        }
      }
    }
    double changed = made / wanted - 1;
    if (!(Math.abs(changed) > MUCH_CHANGED) || isOver(values, pushes)) {
      return Optional.empty();
    }
    String remedy = precision == Precision.SINGLE ? "precision: double or " : "";
    return Optional.of(
        lost > MUCH_LOST * looked
            ? String.format(
                Locale.ROOT,
                "%s precision: %s is below half a unit in the last place of %s for %.0f %% of the"
                    + " walkers, so %s; use %sa larger dt.",
                precision.word(),
                push,
                of,
                100.0 * lost / looked,
                consequence,
                remedy)
            : String.format(
                Locale.ROOT,
                "%s precision: %s is about a unit in the last place of %s, and rounding makes what"
                    + " walkers move by %.0f %% %s; use %sa larger dt.",
                precision.word(),
                push,
                of,
                Math.abs(100 * changed),
                changed < 0 ? "too little" : "too much",
                remedy));
  }

  /** Whether walkers without a temperature are where they are going to, but for a thousandth. */
  private boolean isOver(double[][] values, double[][] pushes) {
    if (!cold) {
      return false;
    }
    StabilityBound bound = StabilityBound.of(experiment, energy).orElseThrow();
    for (int w = 0; w < values.length; w++) {
      OptionalDouble curvature = bound.curvature(values[w]);
      for (int i = 0; i < dimension; i++) {
        double left = Math.abs(pushes[w][i]) / meanDt / curvature.orElse(0);
        if (left > SMALL * Math.abs(values[w][i])) {
          return false;
        }
      }
    }
    return true;
  }
}
