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

  /** As many decimals as a mean with that error has, four digits at least. */
  static String beside(double value, double error) {
    String decimals = Digits.withError(value, error, " ").split(" ")[0];
    return error > 0 && Double.isFinite(error) && decimals.length() > finer(value).length()
        ? decimals
        : finer(value);
  }

  /** Seven digits. */
  static String number7(double value) {
    return Digits.rounded(value, 7);
  }

  /** As many digits as it has, nearly. */
  static String exactly(double value) {
    return Digits.rounded(value, 10);
  }

  /** {@code 1,000,000}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
