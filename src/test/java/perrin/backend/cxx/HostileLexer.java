package perrin.backend.cxx;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens that a C++ compiler sees, for a compiler that takes every chance to leave a comment:
 * it reads trigraphs, joins lines at a backslash even with spaces behind it, and ends a line at
 * anything that any program has ever taken for a line's end.
 */
final class HostileLexer {
  private static final String LINE_ENDS = "\n\r\u000b\f\u0085\u2028\u2029";
  private static final String TRIGRAPHS = "=/'()!<>-";
  private static final String TRIGRAPH_CHARACTERS = "#\\^[]|{}~";

  private final String text;
  private int at;

  private HostileLexer(String text) {
    this.text = text;
  }

  /**
   * Words, numbers, single other characters, string literals; a directive's line end is one too.
   */
  static List<String> tokens(String source) {
    return new HostileLexer(joined(withoutTrigraphs(source))).tokens();
  }

  /** Phase 1 of translation. */
  private static String withoutTrigraphs(String source) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < source.length(); i++) {
      int which = i + 2 < source.length() ? TRIGRAPHS.indexOf(source.charAt(i + 2)) : -1;
      if (which >= 0 && source.startsWith("??", i)) {
        out.append(TRIGRAPH_CHARACTERS.charAt(which));
        i += 2;
      } else {
        out.append(source.charAt(i));
      }
    }
    return out.toString();
  }

  /** Phase 2. */
  private static String joined(String source) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < source.length(); i++) {
      int end = i + 1;
      while (end < source.length() && " \t".indexOf(source.charAt(end)) >= 0) {
        end++;
      }
      boolean joins =
          source.charAt(i) == '\\' && end < source.length() && isLineEnd(source.charAt(end));
      if (joins) {
        i = end;
      } else {
        out.append(source.charAt(i));
      }
    }
    return out.toString();
  }

  private static boolean isLineEnd(char c) {
    return LINE_ENDS.indexOf(c) >= 0;
  }

  /** Phase 3. */
  private List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    boolean directive = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      int begun = at++;
      if (text.startsWith("//", begun)) {
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
          at++;
        }
      } else if (text.startsWith("/*", begun)) {
        int end = text.indexOf("*/", begun + 2);
        at = end < 0 ? text.length() : end + 2;
      } else if (isLineEnd(c)) {
        if (directive) {
          tokens.add("end of directive");
        }
        directive = false;
      } else if (c == '"' || c == '\'') {
        skipLiteral(c);
        tokens.add(text.substring(begun, at));
      } else if (Character.isLetterOrDigit(c) || c == '_') {
        while (at < text.length()
            && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
          at++;
        }
        tokens.add(text.substring(begun, at));
      } else if (!Character.isWhitespace(c)) {
        directive |= c == '#';
        tokens.add(String.valueOf(c));
      }
    }
    return tokens;
  }

  private void skipLiteral(char quote) {
    while (at < text.length() && text.charAt(at) != quote && !isLineEnd(text.charAt(at))) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, text.length());
  }
}
