package perrin.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads a whole experiment file: shape and types here, ranges and names in the records. */
final class ExperimentReader {
  /** Keys of the format whose features this version lacks, with the value that asks for nothing. */
  private static final Map<String, String> LATER_KEYS = laterKeys();

  static final Set<String> KEYS = keys();

  /** Keys that an experiment must have; an energy of the library brings the coordinates. */
  private static final List<String> REQUIRED =
      List.of("coordinates", "energy", "start", "method", "dt", "walkers", "steps");

  /** Without which nothing can be chosen for the others. */
  private static final List<String> NEVER_CHOSEN = List.of("coordinates", "energy", "temperature");

  private static final int LONGEST_TITLE = 1_000;

  private final YamlMap file;

  ExperimentReader(YamlMap file) {
    this.file = file;
  }

  /**
   * @param defaultTitle the file's name
   */
  Experiment read(String defaultTitle) {
    file.requireOnly(KEYS);
    LATER_KEYS.forEach(file::later);
    requireAll(REQUIRED);
    var model = model();
    return file.build(() ->
        new Experiment(
            title(defaultTitle),
            model,
            MethodReader.read(file),
            file.optionalFormula("temperature"),
            file.formula("dt"),
            file.integer("walkers"),
            file.optionalInteger("first-walker").orElse(0L),
            steps(),
            file.optionalInteger("burn-in").orElse(0L),
            file.optionalInteger("sample-every").orElse(1L),
            outputs(),
            file.optionalMap("check").map(ExperimentReader::check),
            sweep(file),
            precision(),
            math(),
            file.optionalMap("noise").flatMap(ExperimentReader::curand),
            file.optionalBits("seed").orElse(0L)));
  }

  /** Those of {@code steps}, or as many as {@code time} takes. */
  private long steps() {
    if (!file.has("time")) {
      return file.integer("steps");
    }
    double time = file.number("time");
    double dt =
        file.formula("dt")
            .number()
            .orElseThrow(() -> file.error("time", "needs a dt that is a number; give steps"));
    double steps = time / dt;
    if (!(steps > 0) || !(steps < Long.MAX_VALUE)) {
      throw file.error("time", time + ", must be above 0 and at most 2^63 steps of dt");
    }
    long counted = Sweep.steps(time, dt);
    if (file.has("steps") && file.integer("steps") != counted) {
      throw file.error(
          "time", "takes " + counted + " steps, and steps says something else; remove one");
    }
    return counted;
  }

  static Sweep sweep(YamlMap file) {
    var sweep = file.optionalMap("sweep").map(SweepReader::read).orElse(Sweep.NONE);
    return file.has("time") && sweep.has(Sweep.DT)
        ? new Sweep(sweep.axes(), OptionalDouble.of(file.number("time")))
        : sweep;
  }

  /** Refuses a file in which nothing can be chosen for what it lacks. */
  void requireLeast() {
    file.requireOnly(KEYS);
    boolean swept = file.isMap("sweep") && file.map("sweep").keys().contains(Sweep.TEMPERATURE);
    requireAll(file.has("method") || swept ? List.of("coordinates", "energy") : NEVER_CHOSEN);
  }

  /** All that is missing is said at once, so that nobody learns it key by key. */
  private void requireAll(List<String> required) {
    boolean brought = file.isMap("energy") || EnergyReader.isOfLibrary(file);
    file.requireAll(
        required.stream()
            .filter(key -> !(brought && key.equals("coordinates")))
            .filter(key -> !(file.has("time") && key.equals("steps")))
            .toList());
  }

  /** One line, which is printed and is an attribute of the run file; its spaces mean nothing. */
  private String title(String defaultTitle) {
    var text = file.optionalText("title").orElse(defaultTitle);
    var line = Shown.printable(text.strip().replaceAll("\\s+", " "));
    if (line.length() > LONGEST_TITLE) {
      throw file.error("title", line.length() + " characters, must be at most " + LONGEST_TITLE);
    }
    return line;
  }

  private Model model() {
    var landscape = EnergyReader.read(file);
    file.map("start");
    return file.build(() ->
        new Model(
            landscape.coordinates(),
            landscape.energy(),
            landscape.parameters(),
            file.formulas("where"),
            file.valuesByName("force"),
            DataReader.read(file),
            TableReader.read(file),
            file.valuesByName("start"),
            boundaries()));
  }

  private Map<String, Boundary> boundaries() {
    var boundaries = new LinkedHashMap<String, Boundary>();
    file.optionalMap("boundaries")
        .ifPresent(map ->
            map.keys().forEach(name -> boundaries.put(name, BoundaryReader.read(map, name))));
    return boundaries;
  }

  private Outputs outputs() {
    var histograms = new LinkedHashMap<String, Histogram>();
    file.maps("histograms").forEach((name, map) -> histograms.put(name, HistogramReader.read(map)));
    var correlations = new LinkedHashMap<String, Correlation>();
    file.maps("correlations").forEach((name, map) -> correlations.put(name, correlation(map)));
    return new Outputs(
        histograms,
        file.formulas("observables"),
        correlations,
        file.optionalMap("trajectories")
            .filter(map -> !map.keys().isEmpty())
            .map(ExperimentReader::trajectories));
  }

  /** Without {@code of}, the displacement is that of all coordinates. */
  private Correlation correlation(YamlMap map) {
    map.requireOnly(Set.of("displacement", "of", "lags", "origins"));
    boolean displacement = map.optionalTruth("displacement");
    var lags = map.smallInteger("lags");
    var origins =
        map.has("origins") ? OptionalInt.of(map.smallInteger("origins")) : OptionalInt.empty();
    if (!displacement) {
      var of = map.formula("of");
      return map.build(() -> new Correlation.Auto(of, lags, origins));
    }
    var of =
        !map.has("of")
            ? EnergyReader.read(file).coordinates().names()
            : map.isList("of") ? map.texts("of") : List.of(map.text("of"));
    return map.build(() -> new Correlation.Displacement(of, lags, origins));
  }

  private static Trajectories trajectories(YamlMap map) {
    map.requireOnly(Set.of("walkers", "every", "interpolate", "atoms"));
    var walkers = map.integer("walkers");
    var every = map.optionalInteger("every").orElse(1L);
    var interpolate = map.has("interpolate") ? map.smallInteger("interpolate") : 1;
    var atoms = map.has("atoms") ? map.smallInteger("atoms") : 1;
    return map.build(() -> new Trajectories(walkers, every, interpolate, atoms));
  }

  static Check check(YamlMap map) {
    var boltzmann = map.optionalText("boltzmann");
    var tolerance = map.optionalNumber("tolerance").orElse(Check.DEFAULT_TOLERANCE);
    var bias = map.optionalTruth("bias");
    var rhat = map.optionalTruth("rhat");
    map.finish();
    return map.build(() -> new Check(boltzmann, tolerance, bias, rhat));
  }

  private Precision precision() {
    var words = Map.of("single", Precision.SINGLE, "double", Precision.DOUBLE);
    return file.optionalWord("precision", words).orElse(Precision.SINGLE);
  }

  private MathMode math() {
    var words = Map.of("portable", MathMode.PORTABLE, "fast", MathMode.FAST);
    return file.optionalWord("math", words).orElse(MathMode.PORTABLE);
  }

  /** The generator that draws in place of our own, where the noise is cuRAND's. */
  private static Optional<CurandGenerator> curand(YamlMap noise) {
    noise.requireOnly(Set.of("source", "generator"));
    boolean curand = noise.word("source", Map.of("philox", false, "curand", true));
    if (!curand && noise.has("generator")) {
      throw noise.error("generator", "is for source: curand; remove it");
    }
    var words = new LinkedHashMap<String, CurandGenerator>();
    for (var generator : CurandGenerator.values()) {
      words.put(generator.word(), generator);
    }
    var generator = curand ? noise.word("generator", words) : null;
    return Optional.ofNullable(generator);
  }

  private static Set<String> keys() {
    var keys = new TreeSet<>(LATER_KEYS.keySet());
    Collections.addAll(
        keys,
        "title",
        "coordinates",
        "energy",
        "parameters",
        "where",
        "force",
        "data",
        "tables",
        "boundaries",
        "start",
        "method",
        "temperature",
        "dt",
        "walkers",
        "first-walker",
        "steps",
        "time",
        "burn-in",
        "sample-every",
        "histograms",
        "observables",
        "correlations",
        "trajectories",
        "check",
        "sweep",
        "precision",
        "math",
        "noise",
        "seed");
    return keys;
  }

  private static Map<String, String> laterKeys() {
    var keys = new LinkedHashMap<String, String>();
    for (var key : List.of("minibatch", "stop-when", "replicas")) {
      keys.put(key, "{}");
    }
    keys.put("track-best", "false");
    keys.put("polish", "0");
    return keys;
  }
}
