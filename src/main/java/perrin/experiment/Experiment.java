package perrin.experiment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import perrin.errors.BadValue;

/**
 * A resolved experiment: everything that decides a result's numbers, defaults filled in, library
 * files read, options applied. Formulas are text still.
 *
 * <p>It is made of groups, each of which checks itself, reads its keys and writes them. What is
 * read often has an accessor here too. A copy that differs in a group is made by {@code with…}, and
 * obeys the same rules.
 *
 * @param title the file's name where the file gives none
 * @param model what is simulated
 * @param method how a walker makes one step
 * @param clock how long a step is, how many there are, and which are sampled
 * @param population which walkers there are
 * @param numerics precision, functions and noise
 * @param outputs what the run leaves behind
 * @param sweep the values that take turns; they replace those of {@code model}, {@code method} and
 *     {@code clock}
 */
public record Experiment(
    String title,
    Model model,
    Method method,
    Clock clock,
    Population population,
    Numerics numerics,
    Outputs outputs,
    Optional<Check> check,
    Sweep sweep)
    implements Extent {

  public Experiment {
    requireNames(model, method);
    var methods = sweep.methods();
    methods.forEach(each -> requireNames(model, each));
    requireWhole(numerics, population, outputs, sweep);
    model
        .tables()
        .forEach((name, table) -> table.requireFine("tables." + name, numerics.precision()));
    outputs.units().requireNames(model, all(method, methods), outputs);
    outputs.requireWithin(population.walkers(), clock, model, numerics.precision());
    check.ifPresent(asked -> {
      asked.requireAmong(outputs.histograms());
      var batch = model.data().flatMap(Data::minibatch);
      all(method, methods).forEach(each -> asked.requireBatches(batch, each, outputs.histograms()));
    });
    if (!sweep.isEmpty()) {
      SweepNames.require(sweep, model, all(method, methods));
      population.requireNumbers(sweep.blocks());
      sweep.requirePaths(outputs, clock, model.coordinates().dimension());
      sweep.requireSameSamples(clock);
    }
  }

  /** The same by another name; of a run file's the name is kept apart. */
  public Experiment withTitle(String other) {
    return new Experiment(other, model, method, clock, population, numerics, outputs, check, sweep);
  }

  Experiment withModel(Model other) {
    return new Experiment(title, other, method, clock, population, numerics, outputs, check, sweep);
  }

  Experiment withMethod(Method other) {
    return new Experiment(title, model, other, clock, population, numerics, outputs, check, sweep);
  }

  Experiment withClock(Clock other) {
    return new Experiment(title, model, method, other, population, numerics, outputs, check, sweep);
  }

  Experiment withPopulation(Population other) {
    return new Experiment(title, model, method, clock, other, numerics, outputs, check, sweep);
  }

  /**
   * The same with other walkers.
   *
   * @param first global number, a multiple of 32
   */
  public Experiment withWalkers(long first, long count) {
    return withPopulation(population.withWalkers(first, count));
  }

  /** The same with other outputs; what is checked must be among them. */
  public Experiment withOutputs(Outputs other) {
    return new Experiment(title, model, method, clock, population, numerics, other, check, sweep);
  }

  public Experiment withCheck(Optional<Check> other) {
    return new Experiment(title, model, method, clock, population, numerics, outputs, other, sweep);
  }

  /** The same with the values that model, method and clock have themselves. */
  public Experiment withoutSweep() {
    return new Experiment(
        title, model, method, clock, population, numerics, outputs, check, Sweep.NONE);
  }

  /**
   * One point of the sweep as an experiment that is not swept; this one where nothing is swept.
   *
   * @param number 0 to {@code sweep().points()} − 1; the last axis runs fastest
   */
  public Experiment point(int number) {
    return sweep.isEmpty() ? this : sweep.point(this, number);
  }

  public Coordinates coordinates() {
    return model.coordinates();
  }

  public Energy energy() {
    return model.energy();
  }

  public Map<String, Values> parameters() {
    return model.parameters();
  }

  public Map<String, Formula> where() {
    return model.where();
  }

  public Map<String, Values> force() {
    return model.force();
  }

  public Optional<Data> data() {
    return model.data();
  }

  /** What of the data's rows a step's gradient takes; empty for all. */
  public Optional<Minibatch> minibatch() {
    return model.data().flatMap(Data::minibatch);
  }

  public Map<String, Table> tables() {
    return model.tables();
  }

  public Map<String, Values> start() {
    return model.start();
  }

  public Map<String, Boundary> boundaries() {
    return model.boundaries();
  }

  /** kT, a formula of step and time; empty where the file gives none. */
  public Optional<Formula> temperature() {
    return model.temperature();
  }

  public long seed() {
    return population.seed();
  }

  public Precision precision() {
    return numerics.precision();
  }

  public MathMode math() {
    return numerics.math();
  }

  /** The generator of cuRAND's that draws the Gaussians of steps; empty for our own Philox. */
  public Optional<CurandGenerator> curand() {
    return numerics.curand();
  }

  public Map<String, Histogram> histograms() {
    return outputs.histograms();
  }

  /**
   * The histograms as kernels have them, by name: so kernels, and all that is kept of them, do not
   * depend on the order in which they were written.
   */
  public SortedMap<String, Histogram> histogramsByName() {
    return new TreeMap<>(outputs.histograms());
  }

  /** The correlations likewise. */
  public SortedMap<String, Correlation> correlationsByName() {
    return new TreeMap<>(outputs.correlations());
  }

  public Map<String, Formula> observables() {
    return outputs.observables();
  }

  public Map<String, Correlation> correlations() {
    return outputs.correlations();
  }

  public Optional<Trajectories> trajectories() {
    return outputs.trajectories();
  }

  /** Whether the walkers of a cohort start at one point. */
  public boolean sharedStarts() {
    return check.isPresent() && check.get().rhat();
  }

  /** Whether some coordinate has reflecting walls. */
  public boolean walled() {
    return boundaries().values().stream().anyMatch(b -> b.kind() == Boundary.Kind.REFLECT);
  }

  /** Power of dt with which averages approach their limit, walls taken into account. */
  public int order() {
    return walled() ? method.walls().order() : method.order();
  }

  /** The one text of this experiment, see {@link CanonicalJson}; an experiment file itself. */
  public String canonicalJson() {
    return CanonicalJson.text(ExperimentKeys.json(this));
  }

  /** SHA-256 of the canonical JSON in UTF-8, in hexadecimal: equal for equal experiments. */
  public String sha256() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(canonicalJson().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The methods that take part. */
  private static List<Method> all(Method own, List<SweepValue.OfMethod> swept) {
    return swept.isEmpty()
        ? List.of(own)
        : swept.stream().map(SweepValue.OfMethod::method).toList();
  }

  /** The same of one of several methods, said to be its own. */
  private static void requireNames(Model model, SweepValue.OfMethod each) {
    try {
      requireNames(model, each.method());
    } catch (BadValue e) {
      throw new BadValue(
          "sweep." + Sweep.METHODS, each.word() + ": " + e.field() + ": " + e.problem());
    }
  }

  private static void requireNames(Model model, Method method) {
    var taken = model.requireNames();
    method
        .parameters()
        .forEach((name, value) -> {
          Model.requireFree(taken, "method.parameters." + name, name);
          if (value instanceof ByCoordinate given) {
            requireCoordinates(model.coordinates(), "method.parameters." + name, given);
          }
        });
    for (var variable : method.state().keySet()) {
      Model.requireFree(taken, "method.state." + variable, variable);
    }
  }

  private static void requireCoordinates(
      Coordinates coordinates, String field, ByCoordinate given) {
    given
        .values()
        .forEach((name, value) -> coordinates.requireValues(field + "." + name, name, value));
    for (var name : coordinates.names()) {
      if (!given.values().containsKey(name)) {
        throw new BadValue(field, name + " is missing; give a value for each coordinate");
      }
    }
  }

  /** What cuRAND draws for a walker depends on how many there are: so part of them is no shard. */
  private static void requireWhole(
      Numerics numerics, Population population, Outputs outputs, Sweep sweep) {
    if (numerics.curand().isEmpty()) {
      return;
    }
    if (!sweep.isEmpty()) {
      throw new BadValue(
          "sweep", "not available with noise: source: curand; run the points one by one");
    }
    if (outputs.trajectories().isPresent()) {
      throw new BadValue(
          "trajectories",
          "not available with noise: source: curand, where some walkers alone draw other numbers");
    }
    if (population.firstWalker() != 0) {
      throw new BadValue(
          "first-walker", population.firstWalker() + ", must be 0 with noise: source: curand");
    }
  }
}
