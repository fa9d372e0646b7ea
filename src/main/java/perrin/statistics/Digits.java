package perrin.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in running text. */
final class Digits {
  private Digits() {}

  /** All digits and no exponent: 0.0001. */
  static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** So many digits, with an exponent below 1e-4 and from 1e6 on: 0.012, 1.5e8. */
  static String rounded(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < -4 || exponent > 5 ? scientific(rounded) : rounded.toPlainString();
  }

  private static String scientific(BigDecimal value) {
    int digits = Math.max(0, value.precision() - 1);
    return String.format(Locale.ROOT, "%." + digits + "e", value)
        .replaceAll("e\\+?(-?)0*(\\d)", "e$1$2");
  }
}
