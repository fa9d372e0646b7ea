package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;
import perrin.yaml.YamlValue;

/**
 * The key {@code method}, read and written, and the method files of the library, which have the
 * same keys.
 */
final class MethodKeys {
  /** Taken for the velocity at walls where a method says nothing and has a state variable of it. */
  private static final String USUAL_VELOCITY = "v";

  /** Those of a method of one's own, and the name of another. */
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "description",
          "reference",
          "order",
          "parameters",
          "state",
          "step",
          "reflect",
          "reflect-at",
          "order-at-walls",
          "velocity",
          "stability",
          Limits.KEY,
          Descent.KEY);

  private static final Map<String, Boolean> REFLECT_AT = Map.of("end", false, "drift", true);

  private MethodKeys() {}

  static Method readFile(String name, YamlMap file) {
    return finish(name, file.text("description"), file.text("reference"), file, Optional.empty());
  }

  /** {@code method: name}, {@code {name:, parameter: …}} or a method file written in place. */
  static Method read(YamlMap experiment) {
    return read(experiment.value("method"));
  }

  /** The same of any value. */
  static Method read(YamlValue value) {
    if (value.isText()) {
      return named(value);
    }
    if (value.isList()) {
      throw value.error(
          Shown.shortened(value.node().toString())
              + ", must be one method; several side by side are sweep: {method: [sgd, adam]}");
    }
    var map = value.map();
    if (map.has("step")) {
      return custom(map);
    }
    if (!map.has("name")) {
      map.requireOnly(KEYS);
      throw value.error("must have a name or a step");
    }
    return withParameters(named(map.value("name")), map);
  }

  private static Method named(YamlValue value) {
    var name = value.text("a name");
    if (!Library.methods().contains(name)) {
      throw value.error(
          Shown.shortened(name)
              + " is not a method"
              + Library.instead("method", name, Library.methods()));
    }
    return Library.method(name);
  }

  /**
   * A name beside a step is a label: so a resolved experiment still tells where its step is from. A
   * method of the library is one only with the library's step.
   */
  private static Method custom(YamlMap map) {
    var name = map.optionalText("name").orElse(Method.CUSTOM);
    var step = Formulas.read(map, "step").canonicalLines();
    var known =
        Library.methods().contains(name)
            ? Optional.of(Library.method(name))
            : Optional.<Method>empty();
    var same = known.filter(method -> method.step().canonicalLines().equals(step));
    var former =
        FormerStep.of(name)
            .filter(before -> before.step().canonicalLines().equals(step))
            .filter(before -> !map.has("parameters") || map.map("parameters").keys().isEmpty());
    var method =
        finish(
            known.isPresent() && same.isEmpty() ? Method.CUSTOM : name,
            map.optionalText("description").orElse(""),
            map.optionalText("reference").orElse(""),
            map,
            same.or(() -> known.filter(_ -> former.isPresent())));
    return former.isPresent() && former.get().is(method, known.orElseThrow())
        ? known.get()
        : method;
  }

  /**
   * @param known the method of the library with this step: what the map does not say, it does
   */
  private static Method finish(
      String name, String description, String reference, YamlMap map, Optional<Method> known) {
    var order = map.has("order") ? map.smallInteger("order") : 1;
    var parameters = parameters(map);
    var state = state(map);
    var step = Formulas.read(map, "step");
    var velocity = map.optionalText("velocity").or(() -> known.flatMap(Method::velocity));
    var bound = map.optionalText("stability");
    var stability =
        map.build(() -> bound.map(Stability::read))
            .or(() -> known.flatMap(Method::stability).map(s -> s.among(parameters.keySet())));
    var descent = Descent.read(map).or(() -> known.flatMap(Method::descent));
    var walls = walls(map, order, known.map(Method::walls), velocity, ofCoordinates(state));
    FormerStep.read(map); // in a file of the library, and in a copy of one
    Limits.read(map); // likewise
    map.finish();
    return map.build(() ->
        new Method(
            name,
            description,
            reference,
            order,
            parameters,
            state,
            step,
            walls,
            new Method.Known(velocity, stability, descent)));
  }

  /** Variables that a wall can turn. */
  private static Set<String> ofCoordinates(Map<String, StateVariable> state) {
    return state.keySet().stream()
        .filter(name -> !state.get(name).ofWalker())
        .collect(Collectors.toSet());
  }

  private static Map<String, StateVariable> state(YamlMap map) {
    var state = new LinkedHashMap<String, StateVariable>();
    map.optionalMap("state")
        .ifPresent(given ->
            given.keys().forEach(name -> state.put(name, StateVariable.read(given, name))));
    return state;
  }

  /** A wall turns the velocity, where nothing else is said. */
  private static Walls walls(
      YamlMap map, int order, Optional<Walls> known, Optional<String> velocity, Set<String> state) {
    boolean said = map.has("reflect") || velocity.map(Set::of).orElse(Set.of()).containsAll(state);
    var usual = Optional.of(USUAL_VELOCITY).filter(state::contains);
    var guessed =
        known.orElseGet(() ->
            new Walls(velocity.or(() -> usual).stream().toList(), false, Math.max(1, order), said));
    var turned = map.has("reflect") ? map.texts("reflect") : guessed.turned();
    boolean within = map.optionalWord("reflect-at", REFLECT_AT).orElse(guessed.within());
    int atWalls = map.has("order-at-walls") ? map.smallInteger("order-at-walls") : guessed.order();
    return map.build(() -> new Walls(turned, within, atWalls, said || guessed.said()));
  }

  private static Map<String, MethodParameter> parameters(YamlMap map) {
    var parameters = new LinkedHashMap<String, MethodParameter>();
    map.optionalMap("parameters")
        .ifPresent(given -> given.keys().forEach(key -> parameters.put(key, value(given, key))));
    return parameters;
  }

  private static Method withParameters(Method method, YamlMap map) {
    var parameters = new LinkedHashMap<>(method.parameters());
    for (var key : map.keysBut("name", "parameter of " + method.name(), parameters.keySet())) {
      parameters.put(key, value(map, key));
    }
    return method.withParameters(parameters);
  }

  private static MethodParameter value(YamlMap map, String key) {
    return map.isMap(key)
        ? new ByCoordinate(Formulas.valuesByName(map, key))
        : Formulas.read(map, key);
  }

  /**
   * As canonical JSON has it.
   *
   * @param walled whether it matters what walls do
   */
  static Map<String, Object> json(Method method, boolean walled) {
    var json = new TreeMap<String, Object>();
    if (!method.name().equals(Method.CUSTOM)) {
      json.put("name", method.name());
    }
    json.put("order", method.order());
    Walls walls = method.walls();
    if (walled && walls.order() != method.order()) {
      json.put("order-at-walls", walls.order());
    }
    if (walled && walls.said() && !method.state().isEmpty()) {
      json.put("reflect", walls.turned());
    }
    if (walled && walls.within()) {
      json.put("reflect-at", "drift");
    }
    if (!Library.methods().contains(method.name())) { // whose files say it
      method.velocity().ifPresent(velocity -> json.put("velocity", velocity));
      method.stability().ifPresent(stability -> json.put("stability", stability.text()));
      method.descent().ifPresent(descent -> json.put(Descent.KEY, descent.json()));
    }
    var former = FormerStep.of(method.name()).filter(before -> before.holdsFor(method));
    var parameters = former.map(before -> before.parameters(method)).orElse(method.parameters());
    json.put("parameters", CanonicalJson.each(parameters, MethodKeys::json));
    json.put("state", CanonicalJson.each(method.state(), StateVariable::json));
    json.put("step", former.map(FormerStep::step).orElse(method.step()).canonicalLines());
    return json;
  }

  static Object json(MethodParameter parameter) {
    return switch (parameter) {
      case Formula formula -> CanonicalJson.value(formula);
      case ByCoordinate given -> CanonicalJson.sorted(given.values(), CanonicalJson::values);
    };
  }
}
