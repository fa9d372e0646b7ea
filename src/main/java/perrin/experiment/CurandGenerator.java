package perrin.experiment;

/** A generator of cuRAND's, which may draw the Gaussians of steps in place of our own. */
public enum CurandGenerator {
  /** Philox4x32-10, as ours, but numbered as cuRAND's host API does. */
  PHILOX("philox"),
  XORWOW("xorwow"),
  MRG32K3A("mrg32k3a"),
  /** Takes seconds to set up on a processor. */
  MT19937("mt19937");

  private final String word;

  CurandGenerator(String word) {
    this.word = word;
  }

  /** As experiment files spell it. */
  public String word() {
    return word;
  }
}
