package perrin.statistics;

/** The Boltzmann distribution of an energy cannot be had; the message says why and what to do. */
public final class NoReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoReferenceException(String message) {
    super(message);
  }
}
