package perrin.report.dots;

import java.util.Arrays;
import perrin.report.chart.Colours;
import perrin.report.chart.Ink;

/**
 * Dots, signs and colours in a grid of characters. In Unicode a character has two dots side by side
 * and four above each other, which makes their distances about equal; in ASCII it is one.
 */
final class Canvas {
  /** The bit of a Braille pattern's dot at each of four rows from above, left and right. */
  private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private static final int NOTHING = -1;

  private final DotStyle style;
  private final int columns;
  private final int rows;
  private final int[] dots;
  private final char[] signs;
  private final char[] grounds;
  private final Ink[] inks;

  /** Colours of each character's upper and lower half; {@link #NOTHING} for the ground. */
  private final int[] halves;

  Canvas(DotStyle style, int columns, int rows) {
    this.style = style;
    this.columns = columns;
    this.rows = rows;
    this.dots = new int[columns * rows];
    this.signs = new char[columns * rows];
    this.grounds = new char[columns * rows];
    this.inks = new Ink[columns * rows];
    this.halves = new int[2 * columns * rows];
    Arrays.fill(halves, NOTHING);
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** Dots across. */
  int width() {
    return style.unicode() ? 2 * columns : columns;
  }

  /** Dots upwards. */
  int height() {
    return style.unicode() ? 4 * rows : rows;
  }

  /**
   * Sets a dot; nothing beyond the edges.
   *
   * @param x from the left, {@code y} from below
   * @param plain what stands for it in ASCII
   */
  void dot(int x, int y, Ink ink, char plain) {
    if (x < 0 || x >= width() || y < 0 || y >= height()) {
      return;
    }
    int down = height() - 1 - y;
    int at = style.unicode() ? down / 4 * columns + x / 2 : down * columns + x;
    if (style.unicode()) {
      dots[at] |= BITS[down % 4][x % 2];
    } else {
      signs[at] = plain;
    }
    inks[at] = ink;
  }

  /** Sets a character where a dot would be. */
  void sign(int x, int y, Ink ink, char sign) {
    if (x >= 0 && x < width() && y >= 0 && y < height()) {
      int down = height() - 1 - y;
      int at = style.unicode() ? down / 4 * columns + x / 2 : down * columns + x;
      signs[at] = sign;
      inks[at] = ink;
    }
  }

  /** Sets the ground's colour of half a character; {@code half} counts from above. */
  void half(int column, int half, int rgb) {
    halves[half * columns + column] = rgb;
  }

  /** Sets a character as ground, below all dots. */
  void ground(int column, int row, char sign) {
    grounds[row * columns + column] = sign;
  }

  /** A line of characters from above, with its colours' sequences. */
  String line(int row) {
    StringBuilder line = new StringBuilder();
    String now = "";
    for (int column = 0; column < columns; column++) {
      int at = row * columns + column;
      char shown = shown(at, row, column);
      String wanted = sequence(at, row, column, shown);
      if (!wanted.equals(now)) {
        line.append(now.isEmpty() ? "" : DotStyle.PLAIN).append(wanted);
        now = wanted;
      }
      line.append(shown);
    }
    return now.isEmpty() ? line.toString().stripTrailing() : line.append(DotStyle.PLAIN).toString();
  }

  private char shown(int at, int row, int column) {
    if (signs[at] != 0) {
      return signs[at];
    }
    if (dots[at] != 0) {
      return (char) (0x2800 + dots[at]);
    }
    if (grounds[at] != 0) {
      return grounds[at];
    }
    return upper(row, column) != NOTHING || lower(row, column) != NOTHING ? '▀' : ' ';
  }

  private int upper(int row, int column) {
    return halves[2 * row * columns + column];
  }

  private int lower(int row, int column) {
    return halves[(2 * row + 1) * columns + column];
  }

  private String sequence(int at, int row, int column, char shown) {
    int upper = upper(row, column);
    int lower = lower(row, column);
    if (shown == '▀') {
      return (upper == NOTHING ? "" : style.foreground(upper))
          + (lower == NOTHING ? "" : style.background(lower));
    }
    String ground =
        upper == NOTHING || lower == NOTHING
            ? ""
            : style.background(Colours.mixed(upper, lower, 0.5));
    return shown == ' ' || inks[at] == null ? ground : style.ink(inks[at]) + ground;
  }
}
