package perrin.yaml;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What ends a line, for YAML, formulas, tables and the places in complaints alike: LF, CR, or both
 * together. Some programs show a new line at other characters too; where one of these stands, two
 * people read two different files, so it is refused.
 */
public final class LineEnds {
  private static final Pattern END = Pattern.compile("\r\n|\r|\n");

  /** VT, FF, NEL, LS, PS. */
  private static final String OTHERS = "\u000B\f\u0085\u2028\u2029";

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private LineEnds() {}

  /** The lines of a text without their ends; an empty one where it ends with a line's end. */
  public static List<String> split(String text) {
    return List.of(END.split(text, -1));
  }

  /** A text whose lines end with LF. */
  public static String unified(String text) {
    return text.indexOf('\r') < 0 ? text : END.matcher(text).replaceAll("\n");
  }

  /** Offset of the first character that only some programs take for a line's end, or for none. */
  static OptionalInt doubtful(String text) {
    return text.chars().anyMatch(LineEnds::isDoubtful)
        ? OptionalInt.of((int) text.chars().takeWhile(character -> !isDoubtful(character)).count())
        : OptionalInt.empty();
  }

  private static boolean isDoubtful(int character) {
    return OTHERS.indexOf(character) >= 0 || character == BYTE_ORDER_MARK;
  }

  /** What is wrong with such a character, and what to do. */
  static String problem(int character) {
    return String.format(Locale.ROOT, "the character U+%04X; ", character)
        + (character == BYTE_ORDER_MARK
            ? "remove it"
            : "some programs take it for a line's end; remove it, or end the line there");
  }
}
