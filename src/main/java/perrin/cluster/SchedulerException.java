package perrin.cluster;

/** The scheduler is not there, or has refused; the message says what it said. */
public final class SchedulerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchedulerException(String message) {
    super(message);
  }
}
