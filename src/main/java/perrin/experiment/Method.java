package perrin.experiment;

import java.util.HashSet;
import java.util.Map;

/**
 * A method: how a walker makes one step.
 *
 * @param name its name in the library, or {@value #CUSTOM}
 * @param description one sentence; may be empty for a custom method
 * @param reference paper and equation; may be empty for a custom method
 * @param order power of dt with which averages approach their limit
 * @param parameters by name, those of the experiment already put over the method's own
 * @param state initial values of the method's own per-walker variables, in the order written, which
 *     numbers their draws
 * @param step the step program: one assignment a line
 * @param walls what reflecting boundaries do to a step
 */
public record Method(
    String name,
    String description,
    String reference,
    int order,
    Map<String, MethodParameter> parameters,
    Map<String, Formula> state,
    Formula step,
    Walls walls) {
  public static final String CUSTOM = "custom";

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
    if (new HashSet<>(walls.turned()).size() < walls.turned().size()) {
      throw new BadValue(
          "reflect", "names a state variable twice; a sign that is turned twice stays");
    }
    for (var variable : walls.turned()) {
      if (!state.containsKey(variable)) {
        throw new BadValue(
            "reflect",
            Shown.shortened(variable)
                + " is not a state variable of the method"
                + Nearest.hintOrAll(
                    "state variable", "state variables", variable, state.keySet(), ""));
      }
    }
  }

  /** The same with other values of parameters. */
  Method withParameters(Map<String, MethodParameter> others) {
    return new Method(name, description, reference, order, others, state, step, walls);
  }
}
