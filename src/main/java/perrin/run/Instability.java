package perrin.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EventPlan;
import perrin.backend.NotFiniteException;
import perrin.backend.Program;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.kernel.landscape.LocalEnergy;
import perrin.run.look.StabilityBound;

/**
 * Why a walker left the finite numbers: it is made to walk there once more, and where it comes from
 * the time step is compared with what the method can bear.
 */
final class Instability {
  /** Steps before the end that are looked at. */
  private static final int LAST = 24;

  /** The same for more coordinates than a Hessian is computed of. */
  private static final int LAST_OF_MANY = 6;

  /** What walking again and looking at it may take, in walker steps and in operations. */
  private static final double MOST_STEPS = 2e7;

  private static final double MOST_OPERATIONS = 5e7;

  /** An energy this much below where it began has no floor. */
  private static final double FALL = 1e6;

  private final Experiment experiment;
  private final LocalEnergy energy;

  /** Empty for a method whose bound is not known. */
  private final Optional<StabilityBound> bound;

  private Instability(Experiment experiment, LocalEnergy energy, Optional<StabilityBound> bound) {
    this.experiment = experiment;
    this.energy = energy;
    this.bound = bound;
  }

  /** The same exception, with the reason if one is found. */
  static NotFiniteException explained(NotFiniteException e, Experiment experiment) {
    Optional<String> outside = outsideOfTable(e, experiment);
    if (!e.isExplained() && outside.isPresent()) {
      return e.because(outside.get());
    }
    if (e.isExplained() || e.step() == 0 || experiment.curand().isPresent()) {
      return e;
    }
    LocalEnergy energy = LocalEnergy.of(experiment);
    return new Instability(experiment, energy, StabilityBound.of(experiment, energy))
        .reason(e)
        .map(e::because)
        .orElse(e);
  }

  /** Whether a table has no value where the walker is, or was a step before. */
  private static Optional<String> outsideOfTable(NotFiniteException e, Experiment experiment) {
    if (experiment.tables().isEmpty()) {
      return Optional.empty();
    }
    LocalEnergy energy = LocalEnergy.of(experiment);
    String remedy =
        e.step() == 0
            ? "; start the walkers within, or give the table outside: linear"
            : "; keep walkers within, by boundaries or an energy that rises towards its ends, make dt"
                + " smaller, or give the table outside: linear";
    return e.places().stream()
        .flatMap(place -> energy.outsideOfTable(place).stream())
        .findFirst()
        .map(words -> words + remedy);
  }

  private Optional<String> reason(NotFiniteException e) {
    boolean many = energy.isPowerMethod();
    int last = many ? LAST_OF_MANY : LAST;
    double steps = (double) Kernel.COHORT * experiment.coordinates().dimension() * e.step();
    if (steps > MOST_STEPS
        || last * bound.map(StabilityBound::cost).orElse(energy.cost()) > MOST_OPERATIONS) {
      return Optional.empty();
    }
    List<Place> places = walkAgain(e, last);
    Optional<String> steep = withoutSlope(places.getLast());
    if (steep.isPresent()) {
      return steep;
    }
    return places.stream()
        .skip(1)
        .flatMap(place -> beyond(place).stream())
        .findFirst()
        .or(() -> falling(places.getFirst(), places.getLast()))
        .or(() -> climbing(places.getFirst(), places.getLast()));
  }

  /** Where the walker was after so many steps, and the next step's dt. */
  private record Place(long step, double dt, double[] at) {}

  /** The start, then the last places at which all was finite. */
  private List<Place> walkAgain(NotFiniteException e, int last) {
    long first = e.walker() / Kernel.COHORT * Kernel.COHORT;
    long there = experiment.firstWalker() + experiment.walkers() - first;
    Experiment few = FewWalkers.of(experiment, first, Math.min(Kernel.COHORT, there));
    KernelCompiler.Compiled compiled = KernelCompiler.compile(few);
    EventPlan plan = EventPlan.asSampled(few);
    List<Place> places = new ArrayList<>();
    int walker = (int) (e.walker() - first);
    BackendChoice java = new BackendChoice(JavaBackend.NAME, 0);
    try (Ensemble ensemble =
        java.open(Program.of(few, compiled.kernel()), 1, notice -> {}).ensemble()) {
      ensemble.start(few.seed(), compiled.schedule().ofRun());
      places.add(place(ensemble, compiled, walker, 0));
      long now = Math.max(0, e.step() - last);
      ensemble.run(new Chunk(0, now, plan), compiled.schedule().ofSteps(0, now));
      for (; now < e.step(); now++) {
        places.add(place(ensemble, compiled, walker, now));
        ensemble.run(new Chunk(now, now + 1, plan), compiled.schedule().ofSteps(now, now + 1));
      }
    } catch (NotFiniteException known) {
      return places;
    }
    return places;
  }

  private Place place(Ensemble ensemble, KernelCompiler.Compiled compiled, int walker, long step) {
    double[] at =
        IntStream.range(0, experiment.coordinates().dimension())
            .mapToDouble(i -> ensemble.variable(i).value(walker))
            .toArray();
    double dt = compiled.schedule().time(step + 1) - compiled.schedule().time(step);
    return new Place(step, dt, at);
  }

  private Optional<String> beyond(Place place) {
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble curvature = bound.get().curvature(place.at);
    if (curvature.isEmpty() || !(place.dt > bound.get().bound(curvature.getAsDouble()))) {
      return Optional.empty();
    }
    return Optional.of(
        "dt = "
            + StabilityBound.number(place.dt)
            + " is beyond the stability bound "
            + bound.get().words(curvature.getAsDouble(), place.at, " (step " + place.step + ")"));
  }

  private Optional<String> withoutSlope(Place place) {
    boolean finite = Arrays.stream(energy.gradient(place.at)).allMatch(Double::isFinite);
    return finite || !Double.isFinite(energy.energy(place.at))
        ? Optional.empty()
        : Optional.of(
            "the energy has no finite slope at "
                + StabilityBound.place(experiment, place.at)
                + " (step "
                + place.step
                + "), so no force is known there, whatever dt is; start elsewhere, or write an energy"
                + " that is smooth there");
  }

  private Optional<String> falling(Place start, Place end) {
    double from = energy.energy(start.at);
    double to = energy.energy(end.at);
    return to < 0 && -to > FALL * (1 + Math.abs(from))
        ? Optional.of(
            "the energy falls without end: it was "
                + StabilityBound.number(from)
                + " at the start and is "
                + StabilityBound.number(to)
                + " at "
                + StabilityBound.place(experiment, end.at)
                + " (step "
                + end.step
                + "); give an energy that confines")
        : Optional.empty();
  }

  /** Batches that throw walkers ever higher, though steps by all rows would come down. */
  private Optional<String> climbing(Place start, Place end) {
    double from = energy.energy(start.at);
    double to = energy.energy(end.at);
    return bound.isPresent()
            && experiment.minibatch().isPresent()
            && to > FALL * (1 + Math.abs(from))
        ? Optional.of(
            "steps by all rows would be stable, but the rows of a batch of "
                + experiment.minibatch().get().size()
                + " may be steeper than all are on average: dt = "
                + StabilityBound.number(end.dt)
                + " throws walkers further out than it takes them back; use a smaller dt or larger"
                + " batches")
        : Optional.empty();
  }
}
