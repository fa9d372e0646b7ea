package perrin.experiment;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/** A correlation in time, averaged over the ensemble and over the time origins. */
public sealed interface Correlation {
  /** Largest lag, in sample intervals. */
  int lags();

  /**
   * Time origins that are compared with at a time, at most lags + 1: then each sample is one. Empty
   * for as many as fit into a set memory.
   */
  OptionalInt origins();

  /** How a quantity is correlated with itself. */
  record Auto(Formula of, int lags, OptionalInt origins) implements Correlation {
    public Auto {
      require(lags, origins);
    }
  }

  /**
   * The mean square displacement, the squares of all components added.
   *
   * @param of names of coordinates
   */
  record Displacement(List<String> of, int lags, OptionalInt origins) implements Correlation {
    public Displacement {
      of = List.copyOf(of);
      require(lags, origins);
    }
  }

  /**
   * Reads one entry of {@code correlations}.
   *
   * @param coordinates whose displacement it is where the entry names none
   */
  static Correlation read(YamlMap map, Coordinates coordinates) {
    map.requireOnly(Set.of("displacement", "of", "lags", "origins"));
    boolean displacement = map.optionalTruth("displacement");
    var lags = map.smallInteger("lags");
    var origins =
        map.has("origins") ? OptionalInt.of(map.smallInteger("origins")) : OptionalInt.empty();
    if (!displacement) {
      var of = Formulas.read(map, "of");
      return map.build(() -> new Auto(of, lags, origins));
    }
    var of =
        !map.has("of")
            ? coordinates.names()
            : map.isList("of") ? map.texts("of") : List.of(map.text("of"));
    return map.build(() -> new Displacement(of, lags, origins));
  }

  /** The entry as canonical JSON has it. */
  static Map<String, Object> json(Correlation correlation) {
    var json = new TreeMap<String, Object>(Map.of("lags", correlation.lags()));
    switch (correlation) {
      case Auto auto -> json.put("of", CanonicalJson.value(auto.of()));
      case Displacement displacement -> {
        json.put("displacement", true);
        json.put("of", displacement.of());
      }
    }
    correlation.origins().ifPresent(origins -> json.put("origins", origins));
    return json;
  }

  private static void require(int lags, OptionalInt origins) {
    if (lags < 1) {
      throw new BadValue("lags", lags + ", must be at least 1");
    }
    origins.ifPresent(number -> {
      if (number < 1 || number > lags + 1L) {
        throw new BadValue(
            "origins", number + ", must be at least 1 and at most lags + 1, " + (lags + 1L));
      }
    });
  }
}
