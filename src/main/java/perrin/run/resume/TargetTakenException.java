package perrin.run.resume;

/**
 * A run file would overwrite something that is not this experiment's; the message says what to do.
 */
public final class TargetTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TargetTakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
