package perrin.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.NotFiniteException;
import perrin.backend.SamplePlan;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.KernelCompiler;
import perrin.kernel.LocalEnergy;

/**
 * Why a walker left the finite numbers: it is made to walk there once more, and where it comes from
 * the time step is compared with what the method can bear.
 *
 * <pre>
 * x − dt ∇E                  dt &lt; 2/k, k the greatest curvature: the greatest eigenvalue of the Hessian
 * BAOAB, ABOBA, OBABO        dt &lt; 2/ω, ω² = k/m (Leimkuhler &amp; Matthews, Molecular Dynamics, 2015, ch. 7)
 * </pre>
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
  private final boolean withVelocities;
  private final double[] masses;

  private Instability(Experiment experiment, boolean withVelocities) {
    this.experiment = experiment;
    this.withVelocities = withVelocities;
    energy = LocalEnergy.of(experiment);
    double[] ones = new double[experiment.coordinates().dimension()];
    Arrays.fill(ones, 1);
    masses = withVelocities ? energy.parameter("mass").orElse(ones) : ones;
  }

  /** The same exception, with the reason if one is found. */
  static NotFiniteException explained(NotFiniteException e, Experiment experiment) {
    Optional<Boolean> velocities = hasVelocities(experiment);
    if (e.isExplained()
        || velocities.isEmpty()
        || e.step() == 0
        || !experiment.force().isEmpty()
        || experiment.curand().isPresent()) {
      return e;
    }
    return new Instability(experiment, velocities.get()).reason(e).map(e::because).orElse(e);
  }

  /** Whether a method has velocities; empty for one whose bound is not known. */
  private static Optional<Boolean> hasVelocities(Experiment experiment) {
    return switch (experiment.method().name()) {
      case "gradient-descent", "euler-maruyama", "leimkuhler-matthews" -> Optional.of(false);
      case "baoab", "aboba", "obabo" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  private Optional<String> reason(NotFiniteException e) {
    boolean many = energy.isPowerMethod();
    double looks = (many ? LAST_OF_MANY * 120.0 : LAST * masses.length) * energy.cost();
    if (Kernel.COHORT * (double) e.step() * masses.length > MOST_STEPS || looks > MOST_OPERATIONS) {
      return Optional.empty();
    }
    List<Place> places = walkAgain(e, many ? LAST_OF_MANY : LAST);
    return places.stream()
        .skip(1)
        .flatMap(place -> beyond(place).stream())
        .findFirst()
        .or(() -> falling(places.getFirst(), places.getLast()));
  }

  /** Where the walker was after so many steps, and the next step's dt. */
  private record Place(long step, double dt, double[] at) {}

  /** The start, then the last places at which all was finite. */
  private List<Place> walkAgain(NotFiniteException e, int last) {
    long first = e.walker() / Kernel.COHORT * Kernel.COHORT;
    long there = experiment.firstWalker() + experiment.walkers() - first;
    Experiment few = FewWalkers.of(experiment, first, Math.min(Kernel.COHORT, there));
    KernelCompiler.Compiled compiled = KernelCompiler.compile(few);
    SamplePlan plan = new SamplePlan(few.steps(), few.burnIn(), few.sampleEvery());
    List<Place> places = new ArrayList<>();
    int walker = (int) (e.walker() - first);
    BackendChoice java = new BackendChoice("java", 0);
    try (Ensemble ensemble = java.open(few, compiled.kernel(), 1, notice -> {}).ensemble()) {
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
        IntStream.range(0, masses.length)
            .mapToDouble(i -> ensemble.variable(i).value(walker))
            .toArray();
    double dt = compiled.schedule().time(step + 1) - compiled.schedule().time(step);
    return new Place(step, dt, at);
  }

  private Optional<String> beyond(Place place) {
    OptionalDouble curvature = energy.curvature(place.at, masses);
    if (curvature.isEmpty() || !(curvature.getAsDouble() > 0)) {
      return Optional.empty();
    }
    double k = curvature.getAsDouble();
    double bound = withVelocities ? 2 / Math.sqrt(k) : 2 / k;
    if (!(place.dt > bound)) {
      return Optional.empty();
    }
    String symbols = withVelocities ? "2/omega = " : "2/k = ";
    String where = withVelocities ? ": omega^2 = k/m = " : ": the curvature is k = ";
    return Optional.of(
        "dt = "
            + number(place.dt)
            + " is beyond the stability bound "
            + symbols
            + number(bound)
            + " at "
            + words(place.at)
            + " (step "
            + place.step
            + ")"
            + where
            + number(k)
            + "; use a smaller dt");
  }

  private Optional<String> falling(Place start, Place end) {
    double from = energy.energy(start.at);
    double to = energy.energy(end.at);
    return to < 0 && -to > FALL * (1 + Math.abs(from))
        ? Optional.of(
            "the energy falls without end: it was "
                + number(from)
                + " at the start and is "
                + number(to)
                + " at "
                + words(end.at)
                + " (step "
                + end.step
                + "); give an energy that confines")
        : Optional.empty();
  }

  private String words(double[] at) {
    List<String> names = experiment.coordinates().componentNames();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < Math.min(3, at.length); i++) {
      words.add(names.get(i) + " = " + number(at[i]));
    }
    return String.join(", ", words) + (at.length > 3 ? ", ..." : "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value)
        .replaceAll("(\\.\\d*?)0+(e|$)", "$1$2")
        .replaceAll("\\.(e|$)", "$1");
  }
}
