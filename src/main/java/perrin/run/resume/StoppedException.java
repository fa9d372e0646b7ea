package perrin.run.resume;

/** A run was asked to stop, and where it is has been kept. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
