package perrin.report;

import java.nio.charset.Charset;
import java.util.Arrays;
import perrin.output.HistogramRecord;

/**
 * A histogram as a small picture of characters, with the Boltzmann density drawn over it: 18 lines
 * of at most 72 columns.
 *
 * <p>Bars are filled up to an eighth of a line. The curve's mark stands in the line where the
 * density lies; so where the two agree the bars reach exactly up to the marks, a gap shows a lack
 * of walkers and a bar rising above its mark an excess.
 */
public final class HistogramPicture {
  private static final int COLUMNS = 68;
  private static final int ROWS = 14;
  private static final int PARTS = 8;

  /** The characters of a picture. */
  private enum Style {
    BLOCKS(" ▁▂▃▄▅▆▇█", '•', '│', '└', '─', '┴'),
    ASCII("   ..::##", 'o', '|', '+', '-', '+');

    private final String bars;
    private final char curve;
    private final char side;
    private final char corner;
    private final char line;
    private final char tick;

    Style(String bars, char curve, char side, char corner, char line, char tick) {
      this.bars = bars;
      this.curve = curve;
      this.side = side;
      this.corner = corner;
      this.line = line;
      this.tick = tick;
    }
  }

  private final HistogramRecord histogram;
  private final Style style;
  private final double[] bars;
  private final double[] curve;
  private final double highest;

  private HistogramPicture(HistogramRecord histogram, Style style) {
    this.histogram = histogram;
    this.style = style;
    this.bars = Columns.of(histogram.density(), COLUMNS);
    this.curve =
        histogram.hasReference()
            ? Columns.of(histogram.referenceDensity(), COLUMNS)
            : new double[COLUMNS];
    this.highest =
        Math.max(Arrays.stream(bars).max().orElse(0), Arrays.stream(curve).max().orElse(0));
  }

  /**
   * Draws a histogram.
   *
   * @param name the histogram's name, for the legend
   * @param histogram what to draw
   * @param charset the terminal's; other than UTF-8 it gets plain ASCII
   * @return lines that end in a line feed each
   */
  public static String draw(String name, HistogramRecord histogram, Charset charset) {
    boolean unicode = AxisText.isUnicode(charset);
    return new HistogramPicture(histogram, unicode ? Style.BLOCKS : Style.ASCII).text(name);
  }

  private String text(String name) {
    var text = new StringBuilder();
    for (int row = ROWS - 1; row >= 0; row--) {
      var line = new StringBuilder("  ").append(style.side);
      for (int column = 0; column < COLUMNS; column++) {
        line.append(mark(column, row));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    axis(text);
    legend(text, name);
    return text.toString();
  }

  /** The character of one column in one row, row 0 being the lowest. */
  private char mark(int column, int row) {
    if (histogram.hasReference() && curvePasses(column, row)) {
      return style.curve;
    }
    int filled = (int) Math.round((height(bars[column]) - row) * PARTS);
    return style.bars.charAt(Math.clamp(filled, 0, PARTS));
  }

  /** Whether the curve, halfway to its neighbours on either side, passes through a character. */
  private boolean curvePasses(int column, int row) {
    double here = height(curve[column]);
    double left = (here + height(curve[Math.max(0, column - 1)])) / 2;
    double right = (here + height(curve[Math.min(COLUMNS - 1, column + 1)])) / 2;
    int lowest = (int) Math.min(here, Math.min(left, right));
    int top = (int) Math.max(here, Math.max(left, right));
    return row >= Math.min(ROWS - 1, lowest) && row <= top;
  }

  private double height(double density) {
    return highest > 0 ? density / highest * ROWS : 0;
  }

  private void axis(StringBuilder text) {
    char[] line = new char[COLUMNS];
    Arrays.fill(line, style.line);
    line[COLUMNS / 2] = style.tick;
    line[COLUMNS - 1] = style.tick;
    text.append("  ").append(style.corner).append(line).append('\n');
    var range = histogram.axes().getFirst();
    text.append(AxisText.labels(range.from(), range.to(), COLUMNS)).append('\n');
  }

  private void legend(StringBuilder text, String name) {
    var counts = histogram.counts();
    double outside = counts.underflow() + counts.overflow();
    text.append("  ").append(style.bars.charAt(PARTS)).append(' ').append(name);
    if (histogram.hasReference()) {
      text.append("   ").append(style.curve).append(" Boltzmann");
    }
    text.append("   peak ").append(AxisText.number(highest));
    text.append("   outside ").append(AxisText.number(100 * outside / Math.max(1, counts.total())));
    text.append(" %\n");
  }
}
