package perrin.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a whole experiment file: shape and types here, ranges and names in the records. */
final class ExperimentReader {
  /** Keys of the format whose features this version lacks, with the value that asks for nothing. */
  private static final Map<String, String> LATER_KEYS = laterKeys();

  static final Set<String> KEYS = keys();

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
    var landscape = EnergyReader.read(file);
    return file.build(() ->
        new Experiment(
            file.optionalText("title").orElse(defaultTitle),
            landscape.coordinates(),
            landscape.energy(),
            landscape.parameters(),
            file.map("start").formulas(),
            MethodReader.read(file),
            file.optionalFormula("temperature"),
            file.formula("dt"),
            file.integer("walkers"),
            file.optionalInteger("first-walker").orElse(0L),
            file.integer("steps"),
            file.optionalInteger("burn-in").orElse(0L),
            file.optionalInteger("sample-every").orElse(1L),
            histograms(),
            file.formulas("observables"),
            file.optionalMap("check").map(ExperimentReader::check),
            precision(),
            math(),
            file.optionalMap("noise").flatMap(ExperimentReader::curand),
            file.optionalBits("seed").orElse(0L)));
  }

  private Map<String, Histogram> histograms() {
    var histograms = new LinkedHashMap<String, Histogram>();
    file.maps("histograms").forEach((name, map) -> histograms.put(name, histogram(map)));
    return histograms;
  }

  private static Histogram histogram(YamlMap map) {
    if (map.isList("of")) {
      throw map.error(
          "of", "a histogram of several quantities is not available in this version yet");
    }
    var of = map.formula("of");
    var from = map.number("from");
    var to = map.number("to");
    var bins = map.smallInteger("bins");
    map.finish();
    return map.build(() -> new Histogram(of, from, to, bins));
  }

  private static Check check(YamlMap map) {
    map.later("bias", "false");
    map.later("rhat", "false");
    var boltzmann = map.text("boltzmann");
    var tolerance = map.optionalNumber("tolerance").orElse(Check.DEFAULT_TOLERANCE);
    map.finish();
    return map.build(() -> new Check(boltzmann, tolerance));
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
    boolean curand = noise.word("source", Map.of("philox", false, "curand", true));
    if (!curand && noise.has("generator")) {
      throw noise.error("generator", "is for source: curand; remove it");
    }
    var words = new LinkedHashMap<String, CurandGenerator>();
    for (var generator : CurandGenerator.values()) {
      words.put(generator.word(), generator);
    }
    var generator = curand ? noise.word("generator", words) : null;
    noise.finish();
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
        "start",
        "method",
        "temperature",
        "dt",
        "walkers",
        "first-walker",
        "steps",
        "burn-in",
        "sample-every",
        "histograms",
        "observables",
        "check",
        "precision",
        "math",
        "noise",
        "seed");
    return keys;
  }

  private static Map<String, String> laterKeys() {
    var keys = new LinkedHashMap<String, String>();
    for (var key :
        List.of(
            "where",
            "force",
            "data",
            "minibatch",
            "boundaries",
            "correlations",
            "trajectories",
            "stop-when",
            "sweep",
            "replicas")) {
      keys.put(key, "{}");
    }
    keys.put("track-best", "false");
    keys.put("polish", "0");
    return keys;
  }
}
