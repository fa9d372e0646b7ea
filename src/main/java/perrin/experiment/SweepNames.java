package perrin.experiment;

import java.util.List;
import java.util.TreeSet;
import perrin.errors.BadValue;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.errors.Synonyms;

/** Whether what a sweep names can be swept. */
final class SweepNames {
  private SweepNames() {}

  /**
   * Refuses what the experiment does not have, and what is no number in it.
   *
   * @param methods all that take part
   */
  static void require(Sweep sweep, Model model, List<Method> methods) {
    for (var axis : sweep.axes()) {
      var name = axis.name();
      if (name.startsWith(Sweep.METHOD)) {
        methods.forEach(method -> requireOfMethod(method, name));
      } else if (axis.isOfNumbers() && !name.equals(Sweep.TEMPERATURE) && !name.equals(Sweep.DT)) {
        requireParameter(model, methods, name);
      }
    }
  }

  private static void requireOfMethod(Method method, String name) {
    var value = method.parameters().get(name.substring(Sweep.METHOD.length()));
    if (value == null) {
      var known = method.parameters().keySet().stream().map(Sweep.METHOD::concat).toList();
      throw refused(
          name,
          "unknown parameter of "
              + method.name()
              + instead(
                  name.substring(Sweep.METHOD.length()),
                  Nearest.hintOrAll("one", "ones", name, known, ""),
                  "parameter"));
    }
    if (value instanceof ByCoordinate) {
      throw refused(name, "has a value for each coordinate; give it one number, or sweep another");
    }
  }

  private static void requireParameter(Model model, List<Method> methods, String name) {
    var value = model.parameters().get(name);
    if (value == null) {
      var ofMethods = new TreeSet<String>();
      methods.forEach(method -> ofMethods.addAll(method.parameters().keySet()));
      var known = new TreeSet<>(model.parameters().keySet());
      known.addAll(List.of(Sweep.TEMPERATURE, Sweep.DT, Sweep.METHODS));
      ofMethods.forEach(parameter -> known.add(Sweep.METHOD + parameter));
      var near =
          ofMethods.contains(name)
              ? "; write " + Sweep.METHOD + name
              : instead(name, Nearest.hint("one", name, known), "sweep");
      throw refused(
          name,
          "cannot be swept; parameters, temperature, dt, method and method parameters can"
              + (near.isEmpty() ? declare(name) : near));
    }
    if (value instanceof FormulaArray) {
      throw refused(name, "is an array; only numbers can be swept");
    }
    if (model.energy().sizes().contains(name)) {
      throw refused(
          name, "is a size of " + model.energy().name().get() + "; run one size at a time");
    }
  }

  /** The answer of the table, or what is said where it has none. */
  private static String instead(String name, String otherwise, String kind) {
    var answer = Synonyms.hint(kind, name);
    return answer.isEmpty() ? otherwise : answer;
  }

  /** A name that nothing else has is probably a parameter to be; a path is of a key. */
  private static String declare(String name) {
    return name.contains(".")
        ? "; run it for each: perrin run FILE --set " + Shown.shortened(name) + "=VALUE -o OUT.h5"
        : "; declare it: parameters: {" + Shown.shortened(name) + ": 1}";
  }

  private static BadValue refused(String name, String problem) {
    return new BadValue("sweep." + name, problem);
  }
}
