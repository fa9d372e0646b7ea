package perrin.errors;

/**
 * Where a value was written, so that every complaint can point at it.
 *
 * @param source the file as the user named it, or the option itself: {@code --set walkers=abc}
 * @param line line of the value's first character, from 1; 0 where the complaint is about the whole
 *     source (a file that cannot be read)
 * @param column column of the value's first character, from 1. Quotes and the mark of a block text
 *     are not part of the value; for an option, columns are counted in {@code source}
 */
public record Location(String source, int line, int column) {
  private static final String OPTION = "--set ";

  public Location {
    if (source.isEmpty() || line < 0 || column < 0) {
      throw new IllegalArgumentException("no place: " + source + ":" + line + ":" + column);
    }
  }

  /** The whole of a file. */
  public static Location whole(String source) {
    return new Location(source, 0, 0);
  }

  /**
   * The place of a character further on in the same text.
   *
   * @param lines lines below this one
   * @param columns columns to the right, in a text whose lines all begin in the same column
   */
  public Location shifted(int lines, int columns) {
    return line == 0 ? this : new Location(source, line + lines, column + columns);
  }

  /** Source and line, as compilers print it: {@code examples/a.yaml:7}. */
  public String place() {
    return isLineKnown() ? source + ":" + line : source;
  }

  /** Whether it lies in a {@code --set}, not in a file. */
  public boolean isOption() {
    return source.startsWith(OPTION);
  }

  @Override
  public String toString() {
    return isLineKnown() ? place() + ":" + column : source;
  }

  private boolean isLineKnown() {
    return line > 0 && !isOption();
  }
}
