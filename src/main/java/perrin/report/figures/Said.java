package perrin.report.figures;

import java.util.Locale;
import perrin.statistics.verdict.Digits;

/** Numbers in the words of figures. */
final class Said {
  private Said() {}

  /** Three digits. */
  static String number(double value) {
    return Digits.rounded(value, 3);
  }

  /** Four digits. */
  static String finer(double value) {
    return Digits.rounded(value, 4);
  }

  /** Seven digits. */
  static String number7(double value) {
    return Digits.rounded(value, 7);
  }

  /** {@code 1,000,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
