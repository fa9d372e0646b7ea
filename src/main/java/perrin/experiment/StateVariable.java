package perrin.experiment;

import java.util.Map;
import java.util.Set;
import perrin.yaml.YamlMap;

/**
 * A variable that a method keeps from step to step.
 *
 * @param start its value before the first step
 * @param ofWalker whether a walker has one value of it, {@code {walker: start}}, instead of one for
 *     each coordinate
 */
public record StateVariable(Formula start, boolean ofWalker) {
  private static final String WALKER = "walker";

  static StateVariable read(YamlMap state, String name) {
    if (!state.isMap(name)) {
      return new StateVariable(Formulas.read(state, name), false);
    }
    var map = state.map(name);
    map.requireOnly(Set.of(WALKER));
    return new StateVariable(Formulas.read(map, WALKER), true);
  }

  Object json() {
    return ofWalker ? Map.of(WALKER, CanonicalJson.value(start)) : CanonicalJson.value(start);
  }
}
