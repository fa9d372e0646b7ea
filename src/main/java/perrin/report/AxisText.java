package perrin.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Locale;

/** What pictures have in common: numbers along the axis, and the characters at hand. */
final class AxisText {
  private AxisText() {}

  /** Whether a terminal shows blocks and boxes; others get plain ASCII. */
  static boolean isUnicode(Charset charset) {
    return charset.name().toUpperCase(Locale.ROOT).startsWith("UTF");
  }

  /** Three digits. */
  static String number(double value) {
    return new BigDecimal(value)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toEngineeringString()
        .replace("E+0", "");
  }

  /**
   * The ends and the middle of a range below a picture that begins in column 3.
   *
   * @param columns width of the picture
   */
  static String labels(double from, double to, int columns) {
    return labels(from, from + (to - from) / 2, to, columns);
  }

  /** The same with another value in the middle. */
  static String labels(double from, double at, double to, int columns) {
    char[] labels = new char[columns + 3];
    Arrays.fill(labels, ' ');
    put(labels, number(from), 2);
    String middle = number(at);
    put(labels, middle, 3 + columns / 2 - middle.length() / 2);
    put(labels, number(to), labels.length - number(to).length());
    return new String(labels).stripTrailing();
  }

  private static void put(char[] line, String text, int at) {
    text.getChars(0, Math.min(text.length(), line.length - at), line, at);
  }
}
