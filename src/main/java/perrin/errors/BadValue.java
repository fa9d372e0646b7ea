package perrin.errors;

/**
 * A value that a record refuses. The rule stands once, in the record; the reader of the file knows
 * where the value was written and turns this into an {@link ExperimentException}.
 */
public final class BadValue extends IllegalArgumentException {
  private final String field;
  private final String problem;

  /**
   * @param field key of the value as files spell it, relative to the record: {@code sample-every}
   * @param problem value, limit, remedy
   */
  public BadValue(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
    this.problem = problem;
  }

  public String field() {
    return field;
  }

  public String problem() {
    return problem;
  }
}
