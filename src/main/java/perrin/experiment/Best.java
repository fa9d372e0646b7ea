package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * That each walker's lowest energy is kept, and where it was.
 *
 * @param minimum the energy of the global minimum, where it is known
 * @param within how far above the lowest energy a walker may have stayed and still have found it
 * @param polish steps of a descent in double precision from the best places, at the end
 */
public record Best(Optional<Double> minimum, double within, int polish) {
  static final String KEY = "track-best";
  static final String POLISH = "polish";
  private static final int MOST_STEPS = 100_000;

  /** Far above what rounding does, far below what tells minima apart. */
  public static final double DEFAULT_WITHIN = 1e-3;

  public Best {
    if (!(within > 0) || Double.isInfinite(within)) {
      throw new BadValue("within", within + ", must be greater than 0");
    }
    if (minimum.isPresent() && !Double.isFinite(minimum.get())) {
      throw new BadValue("minimum", minimum.get() + ", must be finite");
    }
    if (polish < 0 || polish > MOST_STEPS) {
      throw new BadValue(POLISH, polish + ", must be from 0 to " + MOST_STEPS);
    }
  }

  /** {@code true}, or a map that says more; and the key {@code polish}, which needs it. */
  static Optional<Best> read(YamlMap file) {
    int polish = file.has(POLISH) ? file.smallInteger(POLISH) : 0;
    if (file.isMap(KEY)) {
      var map = file.map(KEY);
      var minimum = map.optionalNumber("minimum");
      var within = map.optionalNumber("within").orElse(DEFAULT_WITHIN);
      map.finish();
      return Optional.of(map.build(() -> new Best(minimum, within, polish)));
    }
    if (file.optionalTruth(KEY)) {
      return Optional.of(file.build(() -> new Best(Optional.empty(), DEFAULT_WITHIN, polish)));
    }
    if (polish != 0) {
      throw file.error(POLISH, polish + ", begins at the best places: add track-best: true");
    }
    return Optional.empty();
  }

  /**
   * The largest energy in the walkers' precision that counts as the known minimum; empty where none
   * is known.
   */
  public OptionalDouble target(Precision precision) {
    if (minimum.isEmpty()) {
      return OptionalDouble.empty();
    }
    double most = minimum.get() + within;
    float single = (float) most;
    return OptionalDouble.of(
        switch (precision) {
          case SINGLE -> single > most ? Math.nextDown(single) : single;
          case DOUBLE -> most;
        });
  }

  Map<String, Object> json() {
    var json = new TreeMap<String, Object>();
    minimum.ifPresent(energy -> json.put("minimum", energy));
    json.put("within", within);
    return json;
  }
}
