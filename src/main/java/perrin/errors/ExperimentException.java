package perrin.errors;

/**
 * An experiment, a library file or a {@code --set} that cannot be accepted. The message is one
 * line: {@code place: field: value, limit; remedy}.
 */
public final class ExperimentException extends RuntimeException {
  /** More than any path of valid names has. */
  private static final int LONGEST_FIELD = 200;

  private final Location where;
  private final String field;
  private final String problem;

  /**
   * @param field dotted path of the key, such as {@code histograms.x.bins}; empty where the text is
   *     not even YAML
   */
  public ExperimentException(Location where, String field, String problem) {
    super(Shown.joined(where.place() + ": " + shown(field) + problem));
    this.where = where;
    this.field = field;
    this.problem = Shown.joined(problem);
  }

  public Location where() {
    return where;
  }

  public String field() {
    return field;
  }

  /** The message without place and field. */
  public String problem() {
    return problem;
  }

  private static String shown(String field) {
    return field.isEmpty() ? "" : Shown.shortened(field, LONGEST_FIELD) + ": ";
  }
}
