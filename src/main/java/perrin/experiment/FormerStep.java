package perrin.experiment;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import perrin.yaml.YamlMap;

/**
 * The step that a method of the library had before it got some parameters: the same as its step now
 * where these are 1. Experiments that leave them at 1 are written with it, so that their hash, by
 * which run files know them, stays.
 *
 * @param step as it was
 * @param without the parameters that it did not have
 */
record FormerStep(Formula step, List<String> without) {
  static final String KEY = "formerly";

  private static final Map<String, Optional<FormerStep>> KNOWN = new ConcurrentHashMap<>();

  /** Empty for a method whose step is as it always was, and for one that is not the library's. */
  static Optional<FormerStep> of(String method) {
    return KNOWN.computeIfAbsent(
        method,
        name ->
            Library.methods().contains(name)
                ? read(Library.open("methods", name))
                : Optional.empty());
  }

  /** From a method's file. */
  static Optional<FormerStep> read(YamlMap file) {
    return file.optionalMap(KEY)
        .map(map -> {
          var former = new FormerStep(Formulas.read(map, "step"), map.texts("without"));
          map.finish();
          return former;
        });
  }

  /** Whether a method of the library says no more than it could before. */
  boolean holdsFor(Method method) {
    var one = Optional.of(1.0);
    return without.stream()
        .map(method.parameters()::get)
        .allMatch(value -> value instanceof Formula formula && formula.number().equals(one));
  }

  /** The parameters of such a method that it had before. */
  Map<String, MethodParameter> parameters(Method method) {
    var left = new LinkedHashMap<>(method.parameters());
    left.keySet().removeAll(without);
    return left;
  }

  /** Whether a method that was read, with a name of the library, is the library's as it was. */
  boolean is(Method read, Method known) {
    return read.step().canonicalLines().equals(step.canonicalLines())
        && read.parameters().equals(parameters(known))
        && read.order() == known.order()
        && read.walls().equals(known.walls())
        && texts(read.state()).equals(texts(known.state()));
  }

  private static Map<String, Object> texts(Map<String, StateVariable> state) {
    var texts = new HashMap<String, Object>();
    state.forEach((name, variable) -> texts.put(name, variable.json()));
    return texts;
  }
}
