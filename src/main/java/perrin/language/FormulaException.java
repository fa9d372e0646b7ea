package perrin.language;

/** A formula that cannot be read or does not mean anything, with the place in its text. */
public final class FormulaException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  private final transient String text;
  private final int at;
  private final String problem;

  /**
   * @param text the whole formula
   * @param at offset of the trouble in {@code text}, from 0; may be its length
   */
  public FormulaException(String text, int at, String problem) {
    super(problem + " at position " + (at + 1) + " of \"" + shortened(text, at) + "\"");
    this.text = text;
    this.at = at;
    this.problem = problem;
  }

  public int at() {
    return at;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** The line of the text that holds the trouble, and below it a caret under the place. */
  public String picture() {
    int start = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    int end = text.indexOf('\n', at);
    String line = text.substring(start, end < 0 ? text.length() : end);
    int from = Math.max(0, at - start - SHOWN);
    String shown = line.substring(from, Math.min(line.length(), from + 2 * SHOWN));
    return "  " + shown + "\n  " + " ".repeat(at - start - from) + "^";
  }

  private static String shortened(String text, int at) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= 2 * SHOWN) {
      return line;
    }
    int from = Math.clamp(at - SHOWN, 0, line.length() - SHOWN);
    return (from > 0 ? "…" : "")
        + line.substring(from, Math.min(line.length(), from + SHOWN))
        + "…";
  }
}
