package perrin.report;

import java.nio.charset.Charset;
import java.util.Arrays;
import perrin.output.HistogramRecord;
import perrin.statistics.HistogramCounts;

/**
 * Where a histogram differs from the Boltzmann distribution: the difference of the densities as
 * bars above and below a line, 13 lines of at most 72 columns. The marks lie at two standard errors
 * to either side: what stays between them is noise.
 */
public final class DifferencePicture {
  private static final int COLUMNS = 68;

  /** Lines on either side of zero. */
  private static final int ROWS = 5;

  private static final double BAND = 2;

  /** Marks nearer to zero, in lines, would seem to be farther off than they are. */
  private static final double SMALLEST = 0.5;

  private final HistogramRecord histogram;
  private final boolean unicode;
  private final double[] difference;
  private final double[] band;
  private final double largest;

  private DifferencePicture(HistogramRecord histogram, boolean unicode) {
    this.histogram = histogram;
    this.unicode = unicode;
    double[] measured = Columns.of(histogram.density(), COLUMNS);
    double[] reference = Columns.of(histogram.referenceDensity(), COLUMNS);
    difference = new double[COLUMNS];
    Arrays.setAll(difference, c -> measured[c] - reference[c]);
    band = Arrays.stream(standardErrors()).map(error -> BAND * error).toArray();
    largest =
        Math.max(
            Arrays.stream(difference).map(Math::abs).max().orElse(0),
            Arrays.stream(band).max().orElse(0));
  }

  /**
   * Draws the difference.
   *
   * @param histogram of one quantity, with a reference
   * @param charset the terminal's; other than UTF-8 it gets plain ASCII
   * @return lines that end in a line feed each
   */
  public static String draw(HistogramRecord histogram, Charset charset) {
    boolean unicode = AxisText.isUnicode(charset);
    return new DifferencePicture(histogram, unicode).text();
  }

  /** From the spread of the groups, as everywhere; [columns], in units of density. */
  private double[] standardErrors() {
    HistogramCounts counts = histogram.counts();
    double total = Math.max(1, counts.total());
    var range = histogram.axes().getFirst();
    double perBin = counts.bins() / (total * (range.to() - range.from()));
    double[] all = Columns.of(asDoubles(counts.counts()), COLUMNS);
    double[] squares = new double[COLUMNS];
    int groups = 0;
    for (long[] group : counts.groups()) {
      double size = Arrays.stream(group).sum();
      groups += size > 0 ? 1 : 0;
      double[] own = Columns.of(asDoubles(Arrays.copyOfRange(group, 1, group.length - 1)), COLUMNS);
      for (int c = 0; c < COLUMNS; c++) {
        double deviation = own[c] - all[c] * (size / total);
        squares[c] += deviation * deviation;
      }
    }
    double factor = groups < 2 ? 0 : groups / (groups - 1.0);
    return Arrays.stream(squares).map(sum -> Math.sqrt(sum * factor) * perBin).toArray();
  }

  private static double[] asDoubles(long[] counts) {
    return Arrays.stream(counts).asDoubleStream().toArray();
  }

  private String text() {
    var text = new StringBuilder();
    for (int row = ROWS - 1; row >= -ROWS; row--) {
      var line = new StringBuilder("  ").append(unicode ? '│' : '|');
      for (int column = 0; column < COLUMNS; column++) {
        line.append(row >= 0 ? above(column, row) : below(column, -1 - row));
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (row == 0) {
        text.append("  ").append(unicode ? '┼' : '+');
        text.append((unicode ? "─" : "-").repeat(COLUMNS)).append('\n');
      }
    }
    var range = histogram.axes().getFirst();
    text.append(AxisText.labels(range.from(), range.to(), COLUMNS)).append('\n');
    text.append("  ").append(unicode ? '█' : '#').append(" measured - Boltzmann, up to ");
    text.append(AxisText.number(largest)).append("   ").append(unicode ? '·' : '.');
    text.append(" two standard errors\n");
    return text.toString();
  }

  private char above(int column, int row) {
    double height = rows(difference[column]) - row;
    if (unicode && height >= 0.125) {
      return " ▁▂▃▄▅▆▇█".charAt((int) Math.min(8, height * 8));
    }
    return !unicode && height >= 0.5 ? '#' : mark(column, row);
  }

  private char below(int column, int row) {
    double height = rows(-difference[column]) - row;
    if (unicode && height >= 0.25) {
      return height >= 0.75 ? '█' : '▀';
    }
    return !unicode && height >= 0.5 ? '#' : mark(column, row);
  }

  private char mark(int column, int row) {
    double height = rows(band[column]);
    boolean here = height >= SMALLEST && Math.min(ROWS - 1, (int) height) == row;
    return here ? (unicode ? '·' : '.') : ' ';
  }

  /** A density's height in lines. */
  private double rows(double density) {
    return largest > 0 ? density / largest * ROWS : 0;
  }
}
