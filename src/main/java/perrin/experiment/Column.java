package perrin.experiment;

import java.util.regex.Pattern;

/**
 * A column of a data file, or a dataset, as an experiment asks for it.
 *
 * @param name in the file
 * @param factor whether its texts are categories, which become whole numbers from 0 on
 */
public record Column(String name, boolean factor) {
  private static final Pattern FACTOR = Pattern.compile("factor\\((.*)\\)", Pattern.DOTALL);

  /** Of {@code y} or {@code factor(species)}. */
  static Column of(String text) {
    var factor = FACTOR.matcher(text.strip());
    return factor.matches()
        ? new Column(factor.group(1).strip(), true)
        : new Column(text.strip(), false);
  }

  static Column ofNumbers(String name) {
    return new Column(name, false);
  }

  /** As it is written. */
  String text() {
    return factor ? "factor(" + name + ")" : name;
  }
}
