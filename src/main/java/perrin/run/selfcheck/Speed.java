package perrin.run.selfcheck;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EventPlan;
import perrin.backend.Program;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.MathMode;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.BackendChoice;

/**
 * How fast a backend makes steps: double wells, Euler–Maruyama, nothing sampled; a few are
 * independent, many a coupled vector. The ensemble is kept, so that measurements of several can
 * take turns.
 */
final class Speed implements AutoCloseable {
  private static final long ENDLESS = 1L << 40;
  private static final int REPETITIONS = 3;
  private static final long TRIAL_STEPS = 256;

  /** More wells are coupled. */
  private static final int MOST_APART = 16;

  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;
  private final Ensemble ensemble;
  private final EventPlan plan = new EventPlan(ENDLESS, 0, ENDLESS);
  private long made;

  /**
   * Walker-steps a second.
   *
   * @param device by the time that the device steps
   * @param wall by the time that the caller waits
   */
  record Rate(double device, double wall) {}

  /**
   * @throws perrin.backend.BackendException where the backend cannot be had
   */
  Speed(String backend, int coordinates, MathMode math, long walkers) {
    experiment = experiment(coordinates, math, walkers);
    compiled = KernelCompiler.compile(experiment);
    int threads = Runtime.getRuntime().availableProcessors();
    ensemble =
        new BackendChoice(backend, 0)
            .open(Program.of(experiment, compiled.kernel()), threads, _ -> {})
            .ensemble();
    ensemble.start(experiment.seed(), compiled.schedule().ofRun());
  }

  static Experiment experiment(int coordinates, MathMode math, long walkers) {
    String text =
        """
        title: Double wells, for timing
        %s
        method: euler-maruyama
        temperature: 0.5
        dt: 0.005
        walkers: %d
        steps: %d
        sample-every: %d
        math: %s
        seed: 42
        """;
    String landscape = coordinates > MOST_APART ? ring(coordinates) : apart(coordinates);
    return ExperimentFile.parse(
        String.format(Locale.ROOT, text, landscape, walkers, ENDLESS, ENDLESS, math.word()),
        "speed",
        List.of());
  }

  private static String apart(int coordinates) {
    List<String> names = IntStream.range(0, coordinates).mapToObj(i -> "x" + i).toList();
    String energy =
        names.stream().map(name -> "(" + name + "^2 - 1)^2").collect(Collectors.joining(" + "));
    String start = names.stream().map(name -> name + ": 1").collect(Collectors.joining(", "));
    return "coordinates: " + names + "\nenergy: " + energy + "\nstart: {" + start + "}";
  }

  /** A field on a ring: each well pulls the next. */
  private static String ring(int coordinates) {
    return """
    coordinates: {x: LENGTH}
    parameters: {L: LENGTH}
    energy: "sum(i in 0..L-1: (x[i]^2 - 1)^2/4 + (x[mod(i+1, L)] - x[i])^2/2)"
    start: {x: 1}\
    """
        .replace("LENGTH", Integer.toString(coordinates));
  }

  Kernel kernel() {
    return compiled.kernel();
  }

  /** Makes so many steps. */
  Rate measure(long steps) {
    double before = ensemble.steppingSeconds();
    long begun = System.nanoTime();
    for (Chunk chunk : Chunk.cut(made, made + steps, plan)) {
      ensemble.run(chunk, compiled.schedule().ofSteps(chunk.from(), chunk.to()));
      made = chunk.to();
    }
    ensemble.await();
    double wall = (System.nanoTime() - begun) * 1e-9;
    double walkerSteps = (double) experiment.walkers() * steps;
    return new Rate(walkerSteps / (ensemble.steppingSeconds() - before), walkerSteps / wall);
  }

  /** The median of some measurements of about so many seconds each, after a first one. */
  Rate typical(double seconds) {
    measure(TRIAL_STEPS); // the first one also loads code and wakes the device
    double rate = measure(TRIAL_STEPS).wall;
    long steps = (long) Math.max(TRIAL_STEPS, seconds * rate / experiment.walkers());
    List<Rate> rates =
        IntStream.range(0, REPETITIONS)
            .mapToObj(_ -> measure(steps / 4 * 4))
            .sorted((a, b) -> Double.compare(a.device, b.device))
            .toList();
    return rates.get(REPETITIONS / 2);
  }

  @Override
  public void close() {
    ensemble.close();
  }
}
