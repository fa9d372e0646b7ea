package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * How many rows of the data a step's gradient is estimated from: the sums over {@code rows} are
 * rows/size times those over the batch. Each walker draws its own at each step.
 *
 * @param size rows of a batch, at least 1
 * @param replacement whether a row may be drawn more than once for a batch
 */
public record Minibatch(int size, boolean replacement) {
  static final String KEY = "minibatch";

  private static final Map<String, Boolean> TRUTH = Map.of("true", true, "false", false);

  public Minibatch {
    if (size < 1) {
      throw new BadValue("size", size + ", must be at least 1");
    }
  }

  static Optional<Minibatch> read(YamlMap experiment) {
    return experiment
        .optionalMap(KEY)
        .filter(map -> !map.keys().isEmpty())
        .map(map -> {
          int size = map.smallInteger("size");
          boolean replacement = map.optionalWord("replacement", TRUTH).orElse(true);
          map.optionalWord("order", Map.of("fresh", true));
          map.finish();
          return map.build(() -> new Minibatch(size, replacement));
        });
  }

  Map<String, Object> json() {
    return new TreeMap<>(Map.of("size", size, "replacement", replacement));
  }

  /** Refuses more rows than there are. */
  void requireWithin(int rows) {
    if (size > rows) {
      throw new BadValue(
          KEY + ".size", size + ", must be at most " + rows + ", the rows of the data");
    }
  }
}
