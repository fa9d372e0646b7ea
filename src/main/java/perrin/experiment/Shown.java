package perrin.experiment;

import java.math.BigDecimal;
import java.math.MathContext;

/** Values as complaints quote them. */
public final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** The text, or where it is long its beginning and an ellipsis. */
  public static String shortened(String text) {
    return shortened(text, LONGEST);
  }

  /** A number of six digits at most: 0.1, 2, 0.333333, 1E-7. */
  public static String number(double value) {
    var rounded =
        new BigDecimal(Double.toString(value)).round(new MathContext(6)).stripTrailingZeros();
    boolean plain = rounded.scale() <= 9 && rounded.precision() - rounded.scale() <= 9;
    return plain ? rounded.toPlainString() : rounded.toString();
  }

  /**
   * @param longest characters that are left, the ellipsis included
   */
  static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
