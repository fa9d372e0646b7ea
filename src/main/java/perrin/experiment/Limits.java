package perrin.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perrin.errors.BadValue;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * The values that a parameter of a method of the library may have: {@code 0 <= mu < 1}, or {@code 0
 * <= beta <= alpha} with a parameter before it.
 *
 * <p>They are the file's, and stay there: they decide no result, so they are not in an experiment's
 * hash.
 *
 * @param parameter whose values
 * @param least the end below; empty for none
 * @param most the end above; empty for none
 */
public record Limits(String parameter, Optional<End> least, Optional<End> most) {
  static final String KEY = "limits";

  private static final Pattern FORM =
      Pattern.compile("(?:([\\w.]+)(<=?))?([A-Za-z]\\w*)(?:(<=?)([\\w.]+))?");

  private static final Map<String, List<Limits>> KNOWN = new ConcurrentHashMap<>();

  /**
   * @param value a number, or the name of a parameter before it
   * @param itself whether it is a value that the parameter may have
   */
  record End(String value, boolean itself) {
    boolean isName() {
      return Character.isLetter(value.charAt(0));
    }

    double number(ToDoubleFunction<String> parameters) {
      return isName() ? parameters.applyAsDouble(value) : Double.parseDouble(value);
    }

    boolean holds(double lower, double upper) {
      return itself ? lower <= upper : lower < upper;
    }

    String words(String inclusive, String exclusive) {
      return (itself ? inclusive : exclusive) + " " + value;
    }
  }

  /** Those of a method by name; none for one that is not the library's. */
  public static List<Limits> of(String method) {
    return KNOWN.computeIfAbsent(
        method,
        name -> Library.methods().contains(name) ? read(Library.open("methods", name)) : List.of());
  }

  /** From a method's file. */
  static List<Limits> read(YamlMap file) {
    return file.has(KEY)
        ? file.build(() -> file.texts(KEY).stream().map(Limits::read).toList())
        : List.of();
  }

  static Limits read(String text) {
    Matcher found = FORM.matcher(text.replace(" ", ""));
    if (!found.matches() || found.group(1) == null && found.group(5) == null) {
      throw new BadValue(
          KEY, Shown.shortened(text) + ", must be such as 0 <= mu < 1 or 0 < lambda");
    }
    return new Limits(
        found.group(3), end(found.group(1), found.group(2)), end(found.group(5), found.group(4)));
  }

  private static Optional<End> end(String value, String sign) {
    return Optional.ofNullable(value).map(_ -> new End(value, sign.equals("<=")));
  }

  /** Whether a parameter may have this value, those before it being what they are. */
  public boolean allow(double value, ToDoubleFunction<String> parameters) {
    return least.filter(end -> !end.holds(end.number(parameters), value)).isEmpty()
        && most.filter(end -> !end.holds(value, end.number(parameters))).isEmpty();
  }

  /** {@code must be at least 0 and less than 1}. */
  public String words() {
    String from = least.map(end -> end.words("at least", "greater than")).orElse("");
    String to = most.map(end -> end.words("at most", "less than")).orElse("");
    return "must be " + from + (from.isEmpty() || to.isEmpty() ? "" : " and ") + to;
  }
}
