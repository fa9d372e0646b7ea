package perrin.cli;

/**
 * Running text; a no-break space, U+00A0, keeps two words on one line, and is printed as a space.
 */
final class Paragraph {
  static final int COLUMNS = 80;

  static final char NO_BREAK = '\u00a0';

  private Paragraph() {}

  /**
   * Breaks a text into lines.
   *
   * @param indent column where all lines begin; the caller has filled the first one's
   */
  static String wrapped(String text, int indent) {
    var lines = new StringBuilder();
    int column = indent;
    for (String word : text.strip().split("[ \\t\\n]+")) {
      if (column > indent) {
        boolean fits = column + 1 + word.length() <= COLUMNS;
        lines.append(fits ? " " : "\n" + " ".repeat(indent));
        column = fits ? column + 1 : indent;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString().replace(NO_BREAK, ' ');
  }
}
