package perrin.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import perrin.errors.Shown;

/** Texts of users as single words of scripts. What cannot be one is refused. */
final class Quoted {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");

  private Quoted() {}

  /** A word of a shell script. */
  static String shell(String word) {
    requireOneLine(word);
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Several of them. */
  static String shell(List<String> words) {
    return String.join(" ", words.stream().map(Quoted::shell).toList());
  }

  /** In single quotes in any case. */
  static String single(Path path) {
    requireOneLine(path.toString());
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  /** A word of an {@code #SBATCH} line: what is behind its = is in double quotes where needed. */
  static String directive(String word) {
    requireOneLine(word);
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    int value = word.matches("--[a-z-]+=.*") ? word.indexOf('=') + 1 : 0;
    return word.substring(0, value)
        + '"'
        + word.substring(value).replace("\\", "\\\\").replace("\"", "\\\"")
        + '"';
  }

  /** A part of a comment, which ends with its line. */
  static String comment(String text) {
    return Shown.line(text);
  }

  /**
   * The words of a text, cut at white space; quotes and backslashes keep it, as in a shell.
   *
   * @param option that has the text, for complaints
   */
  static List<String> words(String option, String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        add(words, word);
        word = null;
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw new RefusedException(option + ": " + text + ": a quote is not closed");
    }
    add(words, word);
    return words;
  }

  private static void add(List<String> words, StringBuilder word) {
    if (word != null) {
      words.add(word.toString());
    }
  }

  private static void requireOneLine(String word) {
    if (word.codePoints().anyMatch(point -> Character.getType(point) == Character.CONTROL)) {
      throw new RefusedException(
          Shown.line(word)
              + ": has a line end or another control character, which scripts of schedulers cannot"
              + " name; choose another name");
    }
  }
}
