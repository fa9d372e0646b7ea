package perrin.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import perrin.backend.BackendException;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.cpu.CxxCompiler;
import perrin.experiment.EnergyFile;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Library;
import perrin.experiment.Precision;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.run.Progress;
import perrin.run.Runner;

/** A small experiment for tests, and ways to run it. */
public record Trial(String yaml, List<String> sets) {

  /** Nothing divides anything: 37 steps, 6 of burn-in, samples every 5. */
  public static final String SMALL =
      """
      coordinates: [x]
      energy: (x^2 - 1)^2
      start: {x: "normal(0.1, 1) + uniform(-0.2, 0.1) + 0.0001*walker"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 1003
      first-walker: 2016
      steps: 37
      burn-in: 6
      sample-every: 5
      histograms:
        x: {of: x, from: -1, to: 1.5, bins: 7}
        square: {of: x^2, from: 0, to: 2, bins: 50}
      observables: {x2: x^2, E: energy}
      seed: -7
      """;

  /** Three coordinates, a temperature and a time step that change. */
  public static final String COUPLED =
      """
      coordinates: [a, b, c]
      energy: (a^2 - 1)^2 + b^2 + (c - a)^2/2
      start: {a: "normal(0, 1)", b: "uniform(-1, 1)", c: 0}
      method: leimkuhler-matthews
      temperature: 0.8/log(n + 2)
      dt: 0.01/(1 + 0.1*t)
      walkers: 3003
      steps: 1111
      burn-in: 6
      sample-every: 5
      histograms: {a: {of: a, from: -1, to: 1.5, bins: 7}}
      observables: {s: a + b + c, E: energy}
      seed: -7
      """;

  /** Thirteen atoms that do not touch. */
  private static final String ON_A_SPHERE =
      """
      {x: "1.5*sqrt(1 - (1 - (2*i + 1)/13)^2)*cos(2.4*i) + normal(0, 0.02)",
       y: "1.5*sqrt(1 - (1 - (2*i + 1)/13)^2)*sin(2.4*i) + normal(0, 0.02)",
       z: "1.5*(1 - (2*i + 1)/13) + normal(0, 0.02)"}\
      """;

  /** Methods that are made for mini-batches, and others, which are many: on one energy each. */
  private static final Set<String> FOR_BATCHES =
      Set.of(
          "sgd",
          "sgd-momentum",
          "sgd-nesterov",
          "sgld",
          "psgld",
          "sghmc",
          "adam",
          "rmsprop",
          "adagrad",
          "adadelta",
          "adamw",
          "lion",
          "armijo",
          "wolfe",
          "barzilai-borwein",
          "hmc",
          "mala",
          "metropolis",
          "metropolis-jumps");

  /**
   * Energies that optimisers are tried on: many, and of parts that the others have, too. One kernel
   * of each is compiled here, and another for the recorded runs.
   */
  private static final Set<String> FOR_OPTIMISERS =
      Set.of(
          "ackley",
          "beale",
          "branin",
          "drop-wave",
          "eggholder",
          "goldstein-price",
          "griewank",
          "hartmann-3",
          "hartmann-6",
          "himmelblau",
          "levy",
          "michalewicz",
          "rastrigin",
          "rosenbrock",
          "schwefel",
          "shekel-10",
          "shekel-5",
          "shekel-7",
          "six-hump-camel",
          "styblinski-tang");

  /** Energies so steep that a step of a thousandth, which the others take, leads to infinity. */
  private static final Map<String, String> STEEP = Map.of("goldstein-price", "1e-7");

  /** Every method of the library on three energies; those for mini-batches on the last. */
  public static Stream<Arguments> methodsAndEnergies() {
    return methodsAnd(List.of("harmonic", "double-well", "tilted-double-well"));
  }

  /** Every method of the library on the energies; those for mini-batches on the last. */
  public static Stream<Arguments> methodsAnd(List<String> energies) {
    return Library.methods().stream()
        .flatMap(method ->
            (FOR_BATCHES.contains(method) ? Stream.of(energies.getLast()) : energies.stream())
                .map(energy -> Arguments.of(method, energy)));
  }

  /** Every landscape of the library, without velocities and most with. */
  public static Stream<Arguments> energiesAndTwoMethods() {
    return Library.energies().stream()
        .flatMap(energy ->
            (FOR_OPTIMISERS.contains(energy)
                    ? Stream.of("euler-maruyama")
                    : Stream.of("euler-maruyama", "baoab"))
                .map(method -> Arguments.of(energy, method)));
  }

  /** A landscape of the library with all of its coordinates, started where it can be. */
  public static Trial onEnergy(String name) {
    EnergyFile file = Library.energy(name);
    List<String> starts = new ArrayList<>();
    file.domain()
        .forEach((coordinate, range) -> {
          double middle = (range.from() + range.to()) / 2;
          double width = (range.to() - range.from()) / 4;
          starts.add(
              "%s: \"uniform(%s, %s)\"".formatted(coordinate, middle - width, middle + width));
        });
    String first = file.coordinates().componentNames().getFirst();
    return of(
        SMALL,
        "energy=" + name,
        "coordinates=null",
        "start="
            + (name.equals("lennard-jones") ? ON_A_SPHERE : "{" + String.join(", ", starts) + "}"),
        "dt=" + STEEP.getOrDefault(name, "0.001"),
        "histograms="
            + (FOR_OPTIMISERS.contains(name) // whose densities take seconds to integrate
                ? "{}"
                : "{first: {of: \"" + first + "\", from: -1, to: 1.5, bins: 7}}"),
        "observables={first: \"" + first + "^2\", E: energy}");
  }

  /** An experiment as text, with {@code --set} overrides. */
  public static Trial of(String yaml, String... sets) {
    return new Trial(yaml, List.of(sets));
  }

  public Trial with(String... more) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(List.of(more));
    return new Trial(yaml, List.copyOf(all));
  }

  /** With the seed of a soak, if this is one: fresh noise for the tests of always. */
  public Experiment experiment() {
    String soak = System.getProperty("perrin.seed", "");
    Trial trial = soak.isEmpty() ? this : with("seed=" + soak);
    return ExperimentFile.parse(yaml, "trial.yaml", trial.sets);
  }

  /** The one point of {@link #record}; of backends as of {@link Places}. */
  public PointRecord run(String backend, int width, int threads, long chunk) {
    return record(backend, width, threads, chunk).only();
  }

  /** All that a run leaves behind. */
  public RunRecord record(String backend, int width, int threads, long chunk) {
    Runner.Options options = new Runner.Options(Places.of(backend, width), threads, chunk, true);
    return Runner.run(experiment(), options, Progress.SILENT, notice -> {});
  }

  /** The one point of {@link #record}. */
  public PointRecord run() {
    return record().only();
  }

  /** On the fastest backend of this machine, with all cores. */
  public RunRecord record() {
    return record("auto", 0, Runtime.getRuntime().availableProcessors(), 0);
  }

  /** Whether this machine can compile kernels. */
  public static boolean hasCompiler() {
    try {
      return CxxCompiler.find() != null && new CpuBackend(0, Precision.SINGLE) != null;
    } catch (BackendException e) {
      System.out.println("skipped: cpu backend: " + e.getMessage());
      return false;
    }
  }
}
