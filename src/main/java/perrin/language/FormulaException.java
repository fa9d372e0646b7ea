package perrin.language;

/** A formula that cannot be read or does not mean anything, with the place in its text. */
public final class FormulaException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  private final int at;
  private final String problem;
  private final String line;
  private final int column;

  /**
   * @param text the whole formula
   * @param at offset of the trouble in {@code text}, from 0; may be its length
   */
  public FormulaException(String text, int at, String problem) {
    this(text, at, problem, "");
  }

  /**
   * @param hint what to do about it, such as {@code ; the nearest name is x}; may be empty
   */
  public FormulaException(String text, int at, String problem, String hint) {
    this(at, problem, hint, line(text, at), at - lineStart(text, at));
  }

  private FormulaException(int at, String problem, String hint, String line, int column) {
    super(
        problem
            + " at position "
            + (column + 1)
            + " of \""
            + shortened(line, column)
            + "\""
            + hint);
    this.at = at;
    this.problem = problem + hint;
    this.line = line;
    this.column = column;
  }

  public int at() {
    return at;
  }

  /** What is wrong and the hint, without the place. */
  public String problem() {
    return problem;
  }

  /** The line of the text that holds the trouble, and below it a caret under the place. */
  public String picture() {
    int from = Math.max(0, column - SHOWN);
    String shown = line.substring(from, Math.min(line.length(), from + 2 * SHOWN));
    return "  " + shown.stripTrailing() + "\n  " + " ".repeat(column - from) + "^";
  }

  private static int lineStart(String text, int at) {
    return Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  }

  /** The line that holds an offset; tabs and the like become spaces of the same width. */
  private static String line(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return text.substring(lineStart(text, at), end).replaceAll("[\\s\\p{Cc}\\u2028\\u2029]", " ");
  }

  private static String shortened(String line, int column) {
    String text = line.stripTrailing();
    if (text.length() <= 2 * SHOWN) {
      return text;
    }
    int from = Math.clamp(column - SHOWN, 0, text.length() - SHOWN);
    int to = Math.min(text.length(), from + 2 * SHOWN);
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }
}
