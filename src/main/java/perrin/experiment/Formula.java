package perrin.experiment;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import perrin.errors.BadValue;
import perrin.errors.Location;
import perrin.yaml.LineEnds;

/**
 * A formula or a step program as it was written; package {@code language} reads it. A plain number
 * is a formula too.
 *
 * @param text never blank, its lines end with LF; of several lines only where it was written as a
 *     block text
 * @param where place of its first character
 */
public record Formula(String text, Location where) implements Values, MethodParameter {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?+\\d++)?+");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?\\.?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

  /** Ends where a line does; what else might end one is for package {@code language} to refuse. */
  private static final Pattern COMMENT = Pattern.compile("#[^\\n\\u000B\\f\\u0085\\u2028\\u2029]*");

  private static final Pattern NEEDLESS_SPACE = Pattern.compile("(?<![\\w.]) | (?![\\w.])");

  public Formula {
    text = LineEnds.unified(text);
    if (isEmpty(text)) {
      throw new BadValue("formula", "must not be empty");
    }
  }

  /** Whether there is nothing but space and comments. */
  static boolean isEmpty(String text) {
    return withoutComments(LineEnds.unified(text)).isBlank();
  }

  private static String withoutComments(String text) {
    return COMMENT.matcher(text).replaceAll("");
  }

  /** Its value if it is a plain number (infinite or NaN included), not a computation. */
  public Optional<Double> number() {
    var word = canonical();
    if (NUMBER.matcher(word).matches()) {
      return Optional.of(Double.valueOf(word));
    }
    if (NOT_FINITE.matcher(word).matches()) {
      return Optional.of(Double.NaN);
    }
    return Optional.empty();
  }

  /**
   * The place of one character of {@link #text}. Exact for text on one line and for block texts
   * ({@code |}); where YAML folded several lines into one, it counts on from the first.
   */
  public Location at(int offset) {
    var before = text.substring(0, offset);
    var lines = (int) before.chars().filter(c -> c == '\n').count();
    return where.shifted(lines, offset - (before.lastIndexOf('\n') + 1));
  }

  /** The same for everybody who wrote this formula, however it was spaced and commented. */
  public String canonical() {
    return withoutSpace(withoutComments(text));
  }

  /** As {@link #canonical()}, but lines are kept: they separate the statements of a program. */
  String canonicalLines() {
    return withoutComments(text)
        .lines()
        .filter(line -> !line.isBlank())
        .map(Formula::withoutSpace)
        .collect(Collectors.joining("\n"));
  }

  /** Keeps one space between two words, where it has a meaning. */
  private static String withoutSpace(String text) {
    return NEEDLESS_SPACE.matcher(text.strip().replaceAll("\\s+", " ")).replaceAll("");
  }
}
