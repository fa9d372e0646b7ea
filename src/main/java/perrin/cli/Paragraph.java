package perrin.cli;

/** Running text. */
final class Paragraph {
  private static final int COLUMNS = 80;

  private Paragraph() {}

  /**
   * Breaks a text into lines.
   *
   * @param indent column where all lines begin; the caller has filled the first one's
   */
  static String wrapped(String text, int indent) {
    var lines = new StringBuilder();
    int column = indent;
    for (String word : text.strip().split("\\s+")) {
      if (column > indent) {
        boolean fits = column + 1 + word.length() <= COLUMNS;
        lines.append(fits ? " " : "\n" + " ".repeat(indent));
        column = fits ? column + 1 : indent;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}
