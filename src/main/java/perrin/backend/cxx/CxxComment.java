package perrin.backend.cxx;

/**
 * Text in a comment of generated code. What an experiment's author has written may hold anything;
 * what a comment holds here cannot end it, join it to the next line or be a directive.
 */
final class CxxComment {
  /**
   * Besides letters and digits of ASCII. Without the backslash, which joins lines; the question
   * mark, of which trigraphs are made ({@code ??/} is a backslash); {@code #} and quotes.
   */
  private static final String PLAIN = " .,:;+-*/^()[]{}<>=!&|_~%@$'";

  private CxxComment() {}

  /** A line of comment with its end; every other character is written as {@code <U+2028>}. */
  static String line(String text) {
    return "// " + encoded(text) + "\n";
  }

  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isPlain(c)) {
            encoded.appendCodePoint(c);
          } else {
            String digits = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
            encoded.append("<U+").append("0".repeat(Math.max(0, 4 - digits.length())));
            encoded.append(digits).append('>');
          }
        });
    return encoded.toString();
  }

  private static boolean isPlain(int c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c < 128 && PLAIN.indexOf(c) >= 0;
  }
}
