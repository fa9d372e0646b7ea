package perrin.experiment;

import java.util.Locale;

/** The floating-point format in which walkers move. */
public enum Precision {
  SINGLE("single", Float.BYTES),
  DOUBLE("double", Double.BYTES);

  private final String word;
  private final int bytes;

  Precision(String word, int bytes) {
    this.word = word;
    this.bytes = bytes;
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }

  /** The largest finite value. */
  public double largest() {
    return switch (this) {
      case SINGLE -> Float.MAX_VALUE;
      case DOUBLE -> Double.MAX_VALUE;
    };
  }

  /** The smallest positive value with all its digits. */
  public double smallestNormal() {
    return switch (this) {
      case SINGLE -> Float.MIN_NORMAL;
      case DOUBLE -> Double.MIN_NORMAL;
    };
  }

  /** The distance to the next larger number. */
  public double distance(double value) {
    return switch (this) {
      case SINGLE -> Math.ulp((float) value);
      case DOUBLE -> Math.ulp(value);
    };
  }

  /** A limit in two digits, {@code 3.4e38}. */
  static String shown(double limit) {
    return String.format(Locale.ROOT, "%.1e", limit).replace("+", "");
  }

  /**
   * The nearest value in this format. Of a sum, difference, product or quotient of values of this
   * format that was taken in double it is the correctly rounded one, in single precision too: 53
   * bits are more than twice 24.
   */
  public double round(double value) {
    return switch (this) {
      case SINGLE -> (float) value;
      case DOUBLE -> value;
    };
  }

  /** As experiment files and run files spell it. */
  public String word() {
    return word;
  }
}
