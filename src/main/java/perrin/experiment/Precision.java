package perrin.experiment;

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
