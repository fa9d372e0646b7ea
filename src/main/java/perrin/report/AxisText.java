package perrin.report;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Locale;
import perrin.statistics.verdict.Digits;

/** What pictures have in common: numbers along the axis, and the characters at hand. */
public final class AxisText {
  private AxisText() {}

  /** Whether a terminal shows blocks and boxes; others get plain ASCII. */
  public static boolean isUnicode(Charset charset) {
    return charset.name().toUpperCase(Locale.ROOT).startsWith("UTF");
  }

  /** Three digits. */
  public static String number(double value) {
    return number(value, 3);
  }

  /** As many digits as tell it from others of a range. */
  public static String number(double value, double from, double to) {
    return number(value, Math.min(digits(from, to), 5));
  }

  private static String number(double value, int digits) {
    return Digits.rounded(value, digits);
  }

  /** Three digits, or as many as tell a hundredth of the range from none. */
  private static int digits(double from, double to) {
    double largest = Math.max(Math.abs(from), Math.abs(to));
    double share = (to - from) / largest;
    return share > 0 ? Math.clamp(3 - (int) Math.floor(StrictMath.log10(share)) - 1, 3, 17) : 3;
  }

  /**
   * The ends and the middle of a range below a picture that begins in column 3.
   *
   * @param columns width of the picture
   */
  public static String labels(double from, double to, int columns) {
    return labels(from, from + (to - from) / 2, to, columns);
  }

  /** The same with another value in the middle. */
  public static String labels(double from, double at, double to, int columns) {
    char[] labels = new char[columns + 3];
    Arrays.fill(labels, ' ');
    int digits = digits(from, to);
    put(labels, number(from, digits), 2);
    String middle = number(at, digits);
    put(labels, middle, 3 + columns / 2 - middle.length() / 2);
    String end = number(to, digits);
    put(labels, end, labels.length - end.length());
    return new String(labels).stripTrailing();
  }

  private static void put(char[] line, String text, int at) {
    text.getChars(0, Math.min(text.length(), line.length - at), line, at);
  }
}
