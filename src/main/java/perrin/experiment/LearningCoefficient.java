package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * The local learning coefficient of a posterior, λ = n β (⟨L⟩ − L*): with nL for the energy and β =
 * 1/kT the mean energy above that of a minimum, in units of kT (Lau, Furman, Wang, Murfet &amp;
 * Wei, arXiv:2308.12108, eq. 9).
 *
 * @param of nL, where the energy has more in it, such as what keeps walkers near the minimum; else
 *     the energy
 * @param at the minimum w*, by coordinate
 * @param minimum nL* instead
 */
public record LearningCoefficient(
    Optional<Formula> of, Map<String, Values> at, Optional<Formula> minimum) {
  /** How it is written, for complaints too. */
  public static final String KEY = "learning-coefficient";

  public LearningCoefficient {
    at = Names.inOrder(at);
    if (at.isEmpty() == minimum.isEmpty()) {
      throw new BadValue(
          KEY,
          "must have either at, the place of a minimum, such as {w: 0}, or minimum, its energy");
    }
  }

  static Optional<LearningCoefficient> read(YamlMap file) {
    return file.optionalMap(KEY)
        .filter(map -> !map.keys().isEmpty())
        .map(map -> {
          var of = Formulas.optional(map, "of");
          var at = new LinkedHashMap<>(Formulas.valuesByName(map, "at"));
          var minimum = Formulas.optional(map, "minimum");
          map.finish();
          return map.build(() -> new LearningCoefficient(of, at, minimum));
        });
  }

  Map<String, Object> json() {
    var json = new TreeMap<String, Object>();
    of.ifPresent(formula -> json.put("of", CanonicalJson.value(formula)));
    minimum.ifPresent(formula -> json.put("minimum", CanonicalJson.value(formula)));
    CanonicalJson.putUnlessEmpty(json, "at", CanonicalJson.sorted(at, CanonicalJson::values));
    return json;
  }

  /** Refuses a place that is none. */
  void requireWithin(Coordinates coordinates) {
    if (at.isEmpty()) {
      return;
    }
    at.forEach((name, value) -> coordinates.requireValues(KEY + ".at." + name, name, value));
    for (String name : coordinates.names()) {
      if (!at.containsKey(name)) {
        throw new BadValue(KEY + ".at." + name, "missing; the minimum needs all coordinates");
      }
    }
  }
}
