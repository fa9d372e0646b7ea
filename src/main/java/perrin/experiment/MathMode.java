package perrin.experiment;

/** Which exp, log, sin … walkers use. */
public enum MathMode {
  /** Our own definitions: the same bits everywhere. */
  PORTABLE("portable"),
  /** The device's fast units: the same bits only on the same kind of device. */
  FAST("fast");

  private final String word;

  MathMode(String word) {
    this.word = word;
  }

  /** As experiment files and run files spell it. */
  public String word() {
    return word;
  }
}
