package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * How walkers' numbers are rounded, computed and drawn.
 *
 * @param curand the generator of cuRAND's that draws the Gaussians of steps; empty for our own
 *     Philox
 */
public record Numerics(Precision precision, MathMode math, Optional<CurandGenerator> curand) {
  static final List<String> KEYS = List.of("precision", "math", "noise");

  private static final Map<String, Precision> PRECISIONS =
      Map.of("single", Precision.SINGLE, "double", Precision.DOUBLE);

  private static final Map<String, MathMode> MODES =
      Map.of("portable", MathMode.PORTABLE, "fast", MathMode.FAST);

  public Numerics {
    if (precision == Precision.DOUBLE && math == MathMode.FAST) {
      throw new BadValue(
          "math",
          "fast, must be portable with precision: double, for which a GPU has no fast units");
    }
  }

  static Numerics read(YamlMap file) {
    var precision = file.optionalWord("precision", PRECISIONS).orElse(Precision.SINGLE);
    var math = file.optionalWord("math", MODES).orElse(MathMode.PORTABLE);
    var curand = file.optionalMap("noise").flatMap(Numerics::curand);
    return file.build(() -> new Numerics(precision, math, curand));
  }

  void write(Map<String, Object> json) {
    json.put("precision", precision.word());
    json.put("math", math.word());
    curand.ifPresent(generator ->
        json.put(
            "noise", new TreeMap<>(Map.of("source", "curand", "generator", generator.word()))));
  }

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
}
