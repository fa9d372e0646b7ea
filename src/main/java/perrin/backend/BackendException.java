package perrin.backend;

/**
 * A backend cannot be had, or its compiler failed; the message says what is missing and what helps.
 */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean fault;

  public BackendException(String message) {
    this(message, null);
  }

  public BackendException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private BackendException(String message, Throwable cause, boolean fault) {
    super(message, cause);
    this.fault = fault;
  }

  /** For something that is there and fails. */
  public static BackendException fault(String message, Throwable cause) {
    return new BackendException(message, cause, true);
  }

  /** Whether something that is there fails, instead of being missing on this machine. */
  public boolean isFault() {
    return fault;
  }
}
