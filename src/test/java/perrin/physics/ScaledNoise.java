package perrin.physics;

import java.util.ArrayList;
import java.util.List;
import perrin.experiment.Formula;
import perrin.experiment.Library;
import perrin.experiment.Method;

/** The library's methods with too much noise, to show what a test can see. */
final class ScaledNoise {
  private ScaledNoise() {}

  /**
   * The override that sets a method of the library with a factor on all of its Gaussians.
   *
   * @param parameters such as {@code friction: 1, mass: 2}, all that it has; empty for its own
   */
  static String method(String name, String factor, String parameters) {
    Method method = Library.method(name);
    List<String> state = new ArrayList<>();
    method
        .state()
        .forEach((key, variable) ->
            state.add(key + ": \"" + scaled(variable.start().text(), factor) + "\""));
    List<String> own = new ArrayList<>();
    method.parameters().forEach((key, value) -> own.add(key + ": " + ((Formula) value).text()));
    return "method={step: \"%s\", state: {%s}, parameters: {%s}}"
        .formatted(
            scaled(method.step().text().replaceAll("#[^\n]*", ""), factor).replace("\n", " \\n "),
            String.join(", ", state),
            parameters.isEmpty() ? String.join(", ", own) : parameters);
  }

  private static String scaled(String text, String factor) {
    return text.strip().replace("normal()", factor + "*normal()");
  }
}
