package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.yaml.NestedList;
import perrin.yaml.YamlMap;
import perrin.yaml.YamlValue;

/** Reads formulas, and arrays, lists and maps of them. */
final class Formulas {
  private Formulas() {}

  static Formula read(YamlMap map, String key) {
    return formula(map.value(key));
  }

  static Optional<Formula> optional(YamlMap map, String key) {
    return map.optional(key).map(Formulas::formula);
  }

  static List<Formula> list(YamlMap map, String key) {
    return map.value(key).list().stream().map(Formulas::formula).toList();
  }

  /** A map of formulas, in the order written; empty where the key is missing. */
  static Map<String, Formula> byName(YamlMap map, String key) {
    var formulas = new LinkedHashMap<String, Formula>();
    map.optionalMap(key).ifPresent(all -> all.keys().forEach(k -> formulas.put(k, read(all, k))));
    return formulas;
  }

  /** A formula or an array of formulas. */
  static Values values(YamlMap map, String key) {
    var value = map.value(key);
    if (!value.isList()) {
      return formula(value);
    }
    var list = NestedList.read(value, Formulas::formula);
    return new FormulaArray(list.elements(), list.shape(), value.where());
  }

  /** A map of formulas or arrays of formulas, in the order written; empty where it is missing. */
  static Map<String, Values> valuesByName(YamlMap map, String key) {
    var values = new LinkedHashMap<String, Values>();
    map.optionalMap(key).ifPresent(all -> all.keys().forEach(k -> values.put(k, values(all, k))));
    return values;
  }

  private static Formula formula(YamlValue value) {
    var text = value.text("a formula");
    if (Formula.isEmpty(text)) {
      throw value.error("has no value");
    }
    return new Formula(text, value.where());
  }
}
