package perrin.experiment;

/** The floating-point format in which walkers move. */
public enum Precision {
  SINGLE("single"),
  DOUBLE("double");

  private final String word;

  Precision(String word) {
    this.word = word;
  }

  /** As experiment files and run files spell it. */
  public String word() {
    return word;
  }
}
