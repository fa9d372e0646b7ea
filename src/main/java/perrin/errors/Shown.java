package perrin.errors;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Values as complaints quote them. */
public final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** The text, or where it is long its beginning and an ellipsis. */
  public static String shortened(String text) {
    return shortened(text, LONGEST);
  }

  /**
   * A text that a terminal shows as it is: what would move its cursor, change its colours or turn
   * the direction of writing stands as \\u001b. Its lines stay lines.
   */
  public static String printable(String text) {
    return text.codePoints().allMatch(point -> isShown(point))
        ? text
        : text.codePoints()
            .mapToObj(point -> isShown(point) ? Character.toString(point) : escaped(point))
            .collect(joining());
  }

  /** The same on one line: the end of a line stands as \\n, so that nobody takes it for two. */
  public static String line(String text) {
    return printable(text.replace("\r", "\\r").replace("\n", "\\n"));
  }

  /** The lines of a message one behind the other, as {@link #printable}. */
  public static String joined(String text) {
    return printable(
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(joining(" ")));
  }

  private static boolean isShown(int point) {
    if (point == '\n' || point == '\t') {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String escaped(int point) {
    return String.format(Locale.ROOT, point > 0xffff ? "\\u{%x}" : "\\u%04x", point);
  }

  /** A number of six digits at most, with an exponent below 1e-4 and from 1e6 on: 0.1, 2, 1e-7. */
  public static String number(double value) {
    var rounded =
        new BigDecimal(Double.toString(value)).round(new MathContext(6)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent >= -4 && exponent <= 5
        ? rounded.toPlainString()
        : scientific(rounded.unscaledValue().toString(), exponent);
  }

  private static String scientific(String digits, int exponent) {
    int first = digits.startsWith("-") ? 2 : 1;
    String rest = digits.substring(first);
    return digits.substring(0, first) + (rest.isEmpty() ? "" : "." + rest) + "e" + exponent;
  }

  /**
   * @param longest characters that are left, the ellipsis included
   */
  public static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
