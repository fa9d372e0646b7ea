package perrin.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import perrin.errors.BadValue;
import perrin.errors.Shown;

/** Which names an experiment may give to its own things. */
final class Names {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern OUTPUT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** A name becomes a variable in generated code and a name in the run file; both have limits. */
  private static final int MAX_LENGTH = 64;

  private static final Set<String> VALUES =
      Set.of("kT", "dt", "n", "t", "pi", "e", "walker", "rows", "initial", "in");

  /** They would be read as numbers. */
  private static final Set<String> NOT_FINITE =
      Set.of("inf", "Inf", "infinity", "Infinity", "nan", "NaN");

  private static final Set<String> OPERATIONS =
      Set.of(
          "energy",
          "gradient",
          "full_gradient",
          "dot",
          "sum",
          "logsumexp",
          "table",
          "normal",
          "uniform",
          "accept",
          "repeat",
          "while");

  /** Reserved though the library may not define all of them yet, so that files stay valid. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "abs", "acos", "asin", "atan", "atan2", "cbrt", "ceil", "cos", "cosh", "erf", "erfc",
          "exp", "expm1", "floor", "fma", "log", "log1p", "max", "min", "mod", "pow", "round",
          "select", "sign", "sin", "sinh", "sqrt", "tan", "tanh");

  private static final Set<String> RESERVED = reserved();

  /** In a step program x means all coordinates at once. */
  private static final String ALL_COORDINATES = "x";

  private Names() {}

  /** Refuses a coordinate that no formula could name. */
  static void requireCoordinate(String field, String name) {
    requireWord(field, name, VARIABLE, "a letter, then letters, digits and _");
    if (RESERVED.contains(name)) {
      String why =
          switch (name) {
            case "e" -> ": in formulas e is Euler's number, 2.718";
            case "pi" -> ": in formulas pi is 3.14159";
            default -> "";
          };
      throw new BadValue(field, name + " is a reserved name; choose another" + why);
    }
  }

  /** Refuses a parameter or state variable that no formula or step program could name. */
  static void requireVariable(String group, String name) {
    requireCoordinate(group + "." + name, name);
    if (name.equals(ALL_COORDINATES)) {
      throw new BadValue(
          group + "." + name,
          "x is reserved: it means all coordinates in a step program; choose another name");
    }
  }

  /** Refuses a name of a histogram or observable that the run file could not carry. */
  static void requireOutput(String group, String name) {
    requireWord(group + "." + name, name, OUTPUT, "a letter, then letters, digits, _ and -");
  }

  /** A copy that keeps the order and cannot be changed. */
  static <K, V> Map<K, V> inOrder(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static void requireWord(String field, String name, Pattern pattern, String rule) {
    if (!pattern.matcher(name).matches()) {
      throw new BadValue(
          field, "\"" + Shown.shortened(name) + "\" is not a name; a name is " + rule);
    }
    if (name.length() > MAX_LENGTH) {
      throw new BadValue(field, "a name has at most " + MAX_LENGTH + " characters");
    }
  }

  private static Set<String> reserved() {
    var all = new TreeSet<String>();
    List.of(VALUES, NOT_FINITE, OPERATIONS, FUNCTIONS).forEach(all::addAll);
    all.addAll(Library.functions());
    return all;
  }
}
