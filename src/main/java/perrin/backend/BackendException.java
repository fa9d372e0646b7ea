package perrin.backend;

/**
 * A backend cannot be had, or its compiler failed; the message says what is missing and what helps.
 */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
