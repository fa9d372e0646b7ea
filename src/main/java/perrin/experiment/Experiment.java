package perrin.experiment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A resolved experiment: everything that decides a result's numbers, defaults filled in, library
 * files read, options applied. Formulas are text still.
 *
 * @param title the file's name where the file gives none
 * @param model what is simulated
 * @param temperature kT, a formula of step and time; whoever compiles the method misses it if need
 *     be
 * @param dt time step, a formula of step and time
 * @param walkers number of walkers
 * @param firstWalker global number of the first walker, a multiple of the cohort's 32
 * @param steps all steps, burn-in included
 * @param burnIn steps before the first sample interval begins
 * @param sampleEvery steps from sample to sample
 * @param outputs what the run leaves behind
 * @param sweep the values that take turns; they replace those of {@code model}, {@code method},
 *     {@code temperature} and {@code dt}
 * @param curand the generator of cuRAND's that draws the Gaussians of steps; empty for our own
 *     Philox
 * @param seed any 64 bits
 */
public record Experiment(
    String title,
    Model model,
    Method method,
    Optional<Formula> temperature,
    Formula dt,
    long walkers,
    long firstWalker,
    long steps,
    long burnIn,
    long sampleEvery,
    Outputs outputs,
    Optional<Check> check,
    Sweep sweep,
    Precision precision,
    MathMode math,
    Optional<CurandGenerator> curand,
    long seed) {

  /** Walkers whose sums are taken together; shards and sweeps cut between cohorts only. */
  public static final int COHORT = 32;

  /** Beyond, a walker's number would run into the number of the noise stream (bits 48 and up). */
  static final long MAX_WALKERS = 1L << 47;

  /** What an observable's dataset of the run file holds, 1 GiB. */
  static final long MAX_SAMPLES = 1L << 27;

  public Experiment {
    requireNames(model, method);
    requireSizes(walkers, firstWalker);
    requireWhole(curand, firstWalker, outputs, sweep);
    requireAvailable(precision, math);
    model.tables().forEach((name, table) -> table.requireFine("tables." + name, precision));
    requireSamples(steps, burnIn, sampleEvery);
    requireConstants(temperature, dt);
    outputs.requireWithin(walkers, steps, (steps - burnIn) / sampleEvery, model, precision);
    requireChecked(outputs.histograms(), check);
    sweep.requireWithin(model, method);
    sweep.requireWalkers(walkers, MAX_WALKERS - firstWalker);
    sweep.requireWithout(outputs);
    sweep.requireSameSamples(dt, new Sweep.Span(steps, burnIn, sampleEvery));
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

  public Map<String, Table> tables() {
    return model.tables();
  }

  public Map<String, Values> start() {
    return model.start();
  }

  public Map<String, Boundary> boundaries() {
    return model.boundaries();
  }

  public Map<String, Histogram> histograms() {
    return outputs.histograms();
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

  /** Number of sample times: steps burnIn + k·sampleEvery ≤ steps, k ≥ 1. */
  public long samples() {
    return (steps - burnIn) / sampleEvery;
  }

  /** The one text of this experiment, see {@link CanonicalJson}; an experiment file itself. */
  public String canonicalJson() {
    return CanonicalJson.of(this);
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

  static void requireSizes(long walkers, long firstWalker) {
    if (walkers < 1 || walkers > MAX_WALKERS) {
      throw new BadValue("walkers", walkers + ", must be from 1 to " + MAX_WALKERS);
    }
    if (firstWalker < 0 || firstWalker % COHORT != 0) {
      throw new BadValue("first-walker", firstWalker + ", must be a multiple of " + COHORT);
    }
    if (firstWalker > MAX_WALKERS - walkers) {
      throw new BadValue(
          "first-walker",
          firstWalker
              + ", must be at most "
              + (MAX_WALKERS - walkers)
              + ", so that the last walker is below 2^47");
    }
  }

  /** What cuRAND draws for a walker depends on how many there are: so part of them is no shard. */
  private static void requireWhole(
      Optional<CurandGenerator> curand, long firstWalker, Outputs outputs, Sweep sweep) {
    if (curand.isPresent() && !sweep.isEmpty()) {
      throw new BadValue(
          "sweep", "not available with noise: source: curand; run the points one by one");
    }
    if (curand.isPresent() && outputs.trajectories().isPresent()) {
      throw new BadValue(
          "trajectories",
          "not available with noise: source: curand, where some walkers alone draw other numbers");
    }
    if (curand.isPresent() && firstWalker != 0) {
      throw new BadValue("first-walker", firstWalker + ", must be 0 with noise: source: curand");
    }
  }

  /** What there is in single precision only. */
  private static void requireAvailable(Precision precision, MathMode math) {
    if (precision == Precision.DOUBLE && math == MathMode.FAST) {
      throw new BadValue(
          "math",
          "fast, must be portable with precision: double, for which a GPU has no fast units");
    }
  }

  static void requireSamples(long steps, long burnIn, long sampleEvery) {
    if (steps < 1) {
      throw new BadValue("steps", steps + ", must be at least 1");
    }
    if (burnIn < 0) {
      throw new BadValue("burn-in", burnIn + ", must be at least 0");
    }
    if (burnIn >= steps) {
      throw new BadValue(
          "burn-in", burnIn + ", must be less than steps, " + steps + ", or no sample remains");
    }
    if (sampleEvery < 1) {
      throw new BadValue("sample-every", sampleEvery + ", must be at least 1");
    }
    if (sampleEvery > steps - burnIn) {
      throw new BadValue(
          "sample-every",
          sampleEvery
              + ", must be at most steps - burn-in, "
              + (steps - burnIn)
              + ", or no sample remains");
    }
    long samples = (steps - burnIn) / sampleEvery;
    if (samples > MAX_SAMPLES) {
      throw new BadValue(
          "sample-every",
          sampleEvery
              + ", which makes "
              + samples
              + " samples, must be at least "
              + ((steps - burnIn) / (MAX_SAMPLES + 1) + 1)
              + ", so that there are at most "
              + MAX_SAMPLES);
    }
  }

  private static void requireConstants(Optional<Formula> temperature, Formula dt) {
    dt.number()
        .filter(value -> !(value > 0 && Double.isFinite(value)))
        .ifPresent(value -> {
          throw new BadValue(
              "dt", Shown.shortened(dt.text()) + ", must be greater than 0 and finite");
        });
    temperature
        .flatMap(Formula::number)
        .filter(value -> !(value >= 0 && Double.isFinite(value)))
        .ifPresent(value -> {
          throw new BadValue(
              "temperature",
              Shown.shortened(temperature.get().text()) + ", must be at least 0 and finite");
        });
  }

  private static void requireChecked(Map<String, Histogram> histograms, Optional<Check> check) {
    var name = check.flatMap(Check::boltzmann);
    if (name.isEmpty()) {
      return;
    }
    var histogram = histograms.get(name.get());
    if (histogram == null) {
      throw new BadValue(
          "check.boltzmann",
          Shown.shortened(name.get())
              + " is not a histogram"
              + Nearest.hintOrAll("histogram", "histograms", name.get(), histograms.keySet(), ""));
    }
  }
}
