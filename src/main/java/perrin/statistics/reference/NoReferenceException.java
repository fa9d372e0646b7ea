package perrin.statistics.reference;

/** The Boltzmann distribution of an energy cannot be had; the message says why and what to do. */
public final class NoReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why there is none. */
  enum Reason {
    /** Nowhere is the energy a number, as far as was looked. */
    NOT_FINITE,
    /** It cannot be normalised. */
    NOT_CONFINED,
    /** There may be one, which is only beyond this quadrature. */
    TOO_ROUGH
  }

  NoReferenceException(String message, Reason reason) {
    super(message);
    this.reason = reason;
  }

  /** Whether walkers may have a Boltzmann distribution all the same. */
  public boolean exists() {
    return reason == Reason.TOO_ROUGH;
  }

  /** Whether there is certainly none, for walkers are not kept together. */
  public boolean isUnconfined() {
    return reason == Reason.NOT_CONFINED;
  }
}
