package perrin.cluster;

/** What was asked for must be changed; the message says how. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
