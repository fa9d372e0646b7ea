package perrin.experiment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resolved experiment: everything that decides a result's numbers, defaults filled in, library
 * files read, options applied. Formulas are text still.
 *
 * @param title the file's name where the file gives none
 * @param coordinates their names, in the order that numbers their draws
 * @param parameters by name: the energy's defaults, its overrides over them, the top level's over
 *     both
 * @param start a formula for each coordinate, in the order written, which numbers their draws
 * @param temperature kT, a formula of step and time; whoever compiles the method misses it if need
 *     be
 * @param dt time step, a formula of step and time
 * @param walkers number of walkers
 * @param firstWalker global number of the first walker, a multiple of the cohort's 32
 * @param steps all steps, burn-in included
 * @param burnIn steps before the first sample interval begins
 * @param sampleEvery steps from sample to sample
 * @param histograms by name, in the order written
 * @param observables by name, in the order written
 * @param curand the generator of cuRAND's that draws the Gaussians of steps; empty for our own
 *     Philox
 * @param seed any 64 bits
 */
public record Experiment(
    String title,
    List<String> coordinates,
    Energy energy,
    Map<String, Formula> parameters,
    Map<String, Formula> start,
    Method method,
    Optional<Formula> temperature,
    Formula dt,
    long walkers,
    long firstWalker,
    long steps,
    long burnIn,
    long sampleEvery,
    Map<String, Histogram> histograms,
    Map<String, Formula> observables,
    Optional<Check> check,
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

  /** Datasets that the run file keeps beside the observables. */
  private static final Set<String> BESIDE_OBSERVABLES = Set.of("step", "time");

  public Experiment {
    coordinates = List.copyOf(coordinates);
    parameters = Names.inOrder(parameters);
    start = Names.inOrder(start);
    histograms = Names.inOrder(histograms);
    observables = Names.inOrder(observables);
    requireNames(coordinates, parameters.keySet(), method);
    requireStart(coordinates, start.keySet());
    requireSizes(walkers, firstWalker);
    requireWhole(curand, firstWalker);
    requireSamples(steps, burnIn, sampleEvery);
    requireConstants(temperature, dt);
    requireOutputs(histograms.keySet(), observables.keySet(), check);
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

  /** One name space for all: the run file and a sweep name things without saying their kind. */
  private static void requireNames(
      List<String> coordinates, Set<String> parameters, Method method) {
    if (coordinates.isEmpty()) {
      throw new BadValue("coordinates", "[], must name at least one coordinate");
    }
    var taken = new HashSet<String>();
    for (var coordinate : coordinates) {
      Names.requireCoordinate("coordinates", coordinate);
      if (!taken.add(coordinate)) {
        throw new BadValue("coordinates", coordinate + " is given twice");
      }
    }
    for (var parameter : parameters) {
      Names.requireVariable("parameters", parameter);
      requireFree(taken, "parameters." + parameter, parameter);
    }
    for (var parameter : method.parameters().keySet()) {
      requireFree(taken, "method.parameters." + parameter, parameter);
    }
    for (var variable : method.state().keySet()) {
      requireFree(taken, "method.state." + variable, variable);
    }
  }

  private static void requireFree(Set<String> taken, String field, String name) {
    if (!taken.add(name)) {
      throw new BadValue(field, "the name is taken by a coordinate or parameter; choose another");
    }
  }

  private static void requireStart(List<String> coordinates, Set<String> start) {
    for (var name : start) {
      if (!coordinates.contains(name)) {
        throw new BadValue(
            "start." + name, "unknown coordinate" + Nearest.hint("coordinate", name, coordinates));
      }
    }
    for (var coordinate : coordinates) {
      if (!start.contains(coordinate)) {
        throw new BadValue("start", coordinate + " is missing; every coordinate needs a start");
      }
    }
  }

  private static void requireSizes(long walkers, long firstWalker) {
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
  private static void requireWhole(Optional<CurandGenerator> curand, long firstWalker) {
    if (curand.isPresent() && firstWalker != 0) {
      throw new BadValue("first-walker", firstWalker + ", must be 0 with noise: source: curand");
    }
  }

  private static void requireSamples(long steps, long burnIn, long sampleEvery) {
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

  private static void requireOutputs(
      Set<String> histograms, Set<String> observables, Optional<Check> check) {
    histograms.forEach(name -> Names.requireOutput("histograms", name));
    for (var name : observables) {
      Names.requireOutput("observables", name);
      if (BESIDE_OBSERVABLES.contains(name)) {
        throw new BadValue("observables." + name, "the run file uses this name; choose another");
      }
    }
    check
        .map(Check::boltzmann)
        .filter(name -> !histograms.contains(name))
        .ifPresent(name -> {
          throw new BadValue(
              "check.boltzmann",
              Shown.shortened(name)
                  + " is not a histogram"
                  + Nearest.hint("histogram", name, histograms));
        });
  }
}
