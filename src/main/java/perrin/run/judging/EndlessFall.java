package perrin.run.judging;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.compile.Schedule;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.QuasiNewton;
import perrin.run.look.StabilityBound;

/**
 * Whether walkers go down an energy that has no floor. A descent in steps of a bounded size may go
 * on for ever there, and every number of the run is finite.
 *
 * <p>From where some of the walkers have ended a descent on the host goes down, leaps on by twice
 * what it has come, comes to rest again, and so on, as long as that leads lower: leaps of even a
 * curved valley double until there is a floor (Hooke &amp; Jeeves, J. ACM 8 (1961) 212).
 */
final class EndlessFall {
  private static final int WALKERS = 4;

  /** Of each descent. */
  private static final int STEPS = 30;

  private static final int LEAPS = 60;

  /** A matrix of so many coordinates is quickly multiplied. */
  private static final int MOST_COORDINATES = 100;

  /** Operations that a look may take on the host. */
  private static final double MOST_OPERATIONS = 1e8;

  /** Evaluations that a step of a descent takes, at a guess. */
  private static final int EACH_STEP = 4;

  /** An energy this much below where a walker is, and so much further away, has no floor. */
  private static final double FAR = 1e6;

  private final Experiment experiment;
  private final LocalEnergy energy;

  private EndlessFall(Experiment experiment, LocalEnergy energy) {
    this.experiment = experiment;
    this.energy = energy;
  }

  /**
   * A sentence; none where walkers have a temperature, or walls.
   *
   * @param energy asked for only where it is looked at
   */
  static Optional<String> of(
      Experiment experiment, Schedule schedule, Ensemble ensemble, Supplier<LocalEnergy> energy) {
    boolean cold =
        experiment.method().ignoresTemperature()
            || experiment.temperature().isEmpty()
            || schedule.constantTemperature().orElse(1) == 0;
    int dimension = experiment.coordinates().dimension();
    if (!cold
        || !experiment.boundaries().isEmpty()
        || !experiment.tables().isEmpty()
        || dimension > MOST_COORDINATES
        || energy.get().cost() * WALKERS * LEAPS * STEPS * EACH_STEP > MOST_OPERATIONS) {
      return Optional.empty();
    }
    int count = (int) Math.min(WALKERS, experiment.walkers());
    long apart = experiment.walkers() / count;
    int[] some = IntStream.range(0, count).map(w -> Math.toIntExact(w * apart)).toArray();
    double[][] at = StepNotes.values(ensemble, 0, dimension, some);
    var fall = new EndlessFall(experiment, energy.get());
    return Arrays.stream(at).flatMap(x -> fall.from(x).stream()).findFirst();
  }

  private Optional<String> from(double[] x) {
    double[] free = new double[x.length];
    Arrays.fill(free, Double.POSITIVE_INFINITY);
    QuasiNewton descent =
        new QuasiNewton(energy, Arrays.stream(free).map(bound -> -bound).toArray(), free);
    double start = energy.energy(x);
    double[] before = x;
    var now = descent.descend(x, STEPS);
    for (int leap = 0; leap < LEAPS; leap++) {
      if (now.energy() < -FAR * (1 + Math.abs(start)) && length(now.at()) > FAR * (1 + length(x))) {
        return Optional.of(words(x, start, now));
      }
      var next = descent.descend(leapt(before, now.at()), STEPS);
      if (!(next.energy() < now.energy())) {
        return Optional.empty();
      }
      before = now.at();
      now = next;
    }
    return Optional.empty();
  }

  private String words(double[] x, double start, QuasiNewton.Place there) {
    return "the energy falls without end, so there is no minimum to find: a walker ended at "
        + StabilityBound.place(experiment, x)
        + " with an energy of "
        + StabilityBound.number(start)
        + ", and at "
        + StabilityBound.place(experiment, there.at())
        + " it is "
        + StabilityBound.number(there.energy())
        + "; give an energy that confines, or boundaries.";
  }

  /** As far again twice. */
  private static double[] leapt(double[] from, double[] to) {
    return IntStream.range(0, to.length).mapToDouble(i -> to[i] + 2 * (to[i] - from[i])).toArray();
  }

  private static double length(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }
}
