package perrin.statistics.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them. */
public final class Digits {
  /** Of a number whose error is not known. */
  private static final int MANY = 6;

  private Digits() {}

  /**
   * {@code 0.852143 ± 0.000021}: the error with two digits, and the value with as many decimals;
   * far from 1, {@code 4.1430e-21 ± 4.5e-24}.
   *
   * @param error not negative; NaN if unknown
   * @param sign what stands between them
   */
  public static String withError(double value, double error, String sign) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    if (!(error > 0) || !Double.isFinite(error)) {
      return rounded(value, MANY) + sign + (error == 0 ? "0" : "unknown");
    }
    BigDecimal spread = new BigDecimal(error).round(new MathContext(2));
    BigDecimal near = new BigDecimal(value).setScale(spread.scale(), RoundingMode.HALF_EVEN);
    boolean nothing = near.signum() == 0;
    boolean far = isFar(nothing ? spread : near);
    String number = nothing && far ? "0" : far ? scientific(near) : near.toPlainString();
    boolean coarse = isFar(spread) && spread.scale() < 0;
    return number + sign + (far || coarse ? scientific(spread) : spread.toPlainString());
  }

  /** {@code 0.852143 ± 0.000021}. */
  public static String withError(double value, double error) {
    return withError(value, error, " ± ");
  }

  /** Whether a number is below 1e-4, or not below 1e7. */
  private static boolean isFar(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    return exponent < -4 || exponent > 6;
  }

  /** All digits and no exponent: 0.0001. */
  public static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** So many digits, with an exponent below 1e-4 and from 1e6 on: 0.012, 1.5e8. */
  public static String rounded(double value, int digits) {
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
