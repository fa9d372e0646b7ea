package perrin.experiment;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import perrin.errors.BadValue;
import perrin.errors.Nearest;
import perrin.errors.Shown;

/**
 * A method: how a walker makes one step.
 *
 * @param name its name in the library, or {@value #CUSTOM}
 * @param description one sentence; may be empty for a custom method
 * @param reference paper and equation; may be empty for a custom method
 * @param order power of dt with which averages approach their limit
 * @param parameters by name, those of the experiment already put over the method's own
 * @param state the method's own variables, in the order written, which numbers the draws of their
 *     initial values
 * @param step the step program: one assignment a line
 * @param walls what reflecting boundaries do to a step
 * @param known what else is known of it
 */
public record Method(
    String name,
    String description,
    String reference,
    int order,
    Map<String, MethodParameter> parameters,
    Map<String, StateVariable> state,
    Formula step,
    Walls walls,
    Known known) {
  /**
   * What is known of a method besides its step.
   *
   * @param velocity the state variable that is the velocity, dx = v dt
   * @param stability the time step that it can bear
   * @param descent what moves against the gradient alone
   */
  public record Known(
      Optional<String> velocity, Optional<Stability> stability, Optional<Descent> descent) {}

  public static final String CUSTOM = "custom";

  private static final Pattern TEMPERATURE = Pattern.compile("\\bkT\\b");

  public Method {
    if (order < 1) {
      throw new BadValue("order", order + ", must be at least 1");
    }
    parameters = Names.inOrder(parameters);
    state = Names.inOrder(state);
    for (var parameter : parameters.keySet()) {
      Names.requireVariable("parameters", parameter);
    }
    for (var variable : state.keySet()) {
      Names.requireVariable("state", variable);
      if (parameters.containsKey(variable)) {
        throw new BadValue(
            "state." + variable, "is also a parameter of the method; choose another name");
      }
    }
    if (known.velocity().isPresent()) {
      requireOfCoordinates("velocity", known.velocity().get(), state);
    }
    if (new HashSet<>(walls.turned()).size() < walls.turned().size()) {
      throw new BadValue(
          "reflect", "names a state variable twice; a sign that is turned twice stays");
    }
    for (var variable : walls.turned()) {
      requireOfCoordinates("reflect", variable, state);
    }
    if (known.stability().isPresent()) {
      requireStability(known.stability().get(), parameters, known.velocity());
    }
  }

  /** The state variable that is the velocity. */
  public Optional<String> velocity() {
    return known.velocity();
  }

  /** The time step that it can bear, where that is known. */
  public Optional<Stability> stability() {
    return known.stability();
  }

  /** What moves against the gradient alone, where there is such a point. */
  public Optional<Descent> descent() {
    return known.descent();
  }

  /**
   * Whether it is the library's and has no kT in it. What a step of one's own does with the
   * temperature, its author knows.
   */
  public boolean ignoresTemperature() {
    return Library.methods().contains(name)
        && Stream.concat(Stream.of(step), state.values().stream().map(StateVariable::start))
            .noneMatch(formula -> TEMPERATURE.matcher(formula.text()).find());
  }

  private static void requireState(
      String field, String variable, Map<String, StateVariable> state) {
    if (!state.containsKey(variable)) {
      throw new BadValue(
          field,
          Shown.shortened(variable)
              + " is not a state variable of the method"
              + Nearest.hintOrAll(
                  "state variable", "state variables", variable, state.keySet(), ""));
    }
  }

  private static void requireOfCoordinates(
      String field, String variable, Map<String, StateVariable> state) {
    requireState(field, variable, state);
    if (state.get(variable).ofWalker()) {
      throw new BadValue(
          field,
          Shown.shortened(variable)
              + " has one value for each walker, and a velocity or what a wall turns has one for each"
              + " coordinate");
    }
  }

  private static void requireStability(
      Stability stability, Map<String, MethodParameter> parameters, Optional<String> velocity) {
    if (stability.parameter().isPresent() && !parameters.containsKey(stability.parameter().get())) {
      var parameter = stability.parameter().get();
      throw new BadValue(
          "stability",
          stability.text()
              + ": "
              + Shown.shortened(parameter)
              + " is not a parameter of the method"
              + Nearest.hintOrAll("parameter", "parameters", parameter, parameters.keySet(), ""));
    }
    if (stability.velocities() != velocity.isPresent()) {
      throw new BadValue(
          "stability",
          stability.text()
              + (velocity.isPresent()
                  ? ", is the bound of a method without velocities; with velocity, write"
                      + " 2/sqrt(k) or 2*sqrt(mass/k)"
                  : ", is the bound of a method with velocities; name the state variable that is"
                      + " one, such as velocity: v"));
    }
  }

  /** The same with other values of parameters. */
  Method withParameters(Map<String, MethodParameter> others) {
    return new Method(name, description, reference, order, others, state, step, walls, known);
  }
}
