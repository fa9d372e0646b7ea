package perrin.statistics.reference;

/** The Boltzmann distribution of an energy cannot be had; the message says why and what to do. */
public final class NoReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean exists;

  /** There is none. */
  NoReferenceException(String message) {
    this(message, false);
  }

  /**
   * @param exists whether there may be one, which is only beyond this quadrature
   */
  NoReferenceException(String message, boolean exists) {
    super(message);
    this.exists = exists;
  }

  /** Whether walkers may have a Boltzmann distribution all the same. */
  public boolean exists() {
    return exists;
  }
}
