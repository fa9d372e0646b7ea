package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * That each walker's lowest energy is kept, and where it was.
 *
 * @param minimum the energy of the global minimum, where it is known
 * @param within how far above the lowest energy a walker may have stayed and still have found it
 */
public record Best(Optional<Double> minimum, double within) {
  static final String KEY = "track-best";

  /** Far above what rounding does, far below what tells minima apart. */
  public static final double DEFAULT_WITHIN = 1e-3;

  public Best {
    if (!(within > 0) || Double.isInfinite(within)) {
      throw new BadValue("within", within + ", must be greater than 0");
    }
    if (minimum.isPresent() && !Double.isFinite(minimum.get())) {
      throw new BadValue("minimum", minimum.get() + ", must be finite");
    }
  }

  /** {@code true}, or a map that says more. */
  static Optional<Best> read(YamlMap file) {
    if (!file.isMap(KEY)) {
      return file.optionalTruth(KEY)
          ? Optional.of(new Best(Optional.empty(), DEFAULT_WITHIN))
          : Optional.empty();
    }
    var map = file.map(KEY);
    var minimum = map.optionalNumber("minimum");
    var within = map.optionalNumber("within").orElse(DEFAULT_WITHIN);
    map.finish();
    return Optional.of(map.build(() -> new Best(minimum, within)));
  }

  Map<String, Object> json() {
    var json = new TreeMap<String, Object>();
    minimum.ifPresent(energy -> json.put("minimum", energy));
    json.put("within", within);
    return json;
  }
}
