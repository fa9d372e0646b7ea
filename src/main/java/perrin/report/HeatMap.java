package perrin.report;

import java.util.Arrays;
import java.util.Locale;
import perrin.output.HistogramRecord;

/**
 * A histogram of two quantities as a map of characters: the first quantity runs to the right, the
 * second upwards; the darker or brighter a place, the denser. 27 lines of at most 72 columns.
 *
 * <p>In colours, each character shows two places, one above the other, by the half block and its
 * background; else each shows one by how much ink it has.
 */
public final class HeatMap {
  private static final int COLUMNS = 60;
  private static final int ROWS = 24;
  private static final int LABEL = 9;

  /** From nothing to the densest. */
  private static final String INK = " .:-=+*#%@";

  /** The palette viridis (matplotlib) in the 256 colours of terminals, dark to bright. */
  private static final int[] VIRIDIS = {
    16, 17, 53, 54, 55, 60, 61, 25, 24, 31, 30, 37, 36, 35, 72, 71, 77, 113, 149, 148, 184, 220, 226
  };

  private final HistogramRecord histogram;
  private final boolean colours;
  private final double[][] places;
  private final double highest;

  private HeatMap(HistogramRecord histogram, boolean colours) {
    this.histogram = histogram;
    this.colours = colours;
    int columns = histogram.axes().get(1).bins();
    double[] density = histogram.density();
    double[][] rows = new double[histogram.axes().get(0).bins()][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(density, i * columns, (i + 1) * columns));
    double[][] across = averaged(rows, COLUMNS);
    this.places = averaged(transposed(across), colours ? 2 * ROWS : ROWS);
    this.highest = Arrays.stream(places).flatMapToDouble(Arrays::stream).max().orElse(0);
  }

  /**
   * Draws a histogram of two quantities.
   *
   * @param colours whether the terminal shows 256 colours and half blocks
   * @return lines that end in a line feed each
   */
  public static String draw(String name, HistogramRecord histogram, boolean colours) {
    return new HeatMap(histogram, colours).text(name);
  }

  private String text(String name) {
    HistogramRecord.Axis up = histogram.axes().get(1);
    double middle = up.from() + (up.to() - up.from()) / 2;
    var text = new StringBuilder();
    for (int row = ROWS - 1; row >= 0; row--) {
      String label =
          row == ROWS - 1
              ? AxisText.number(up.to())
              : row == ROWS / 2
                  ? AxisText.number(middle)
                  : row == 0 ? AxisText.number(up.from()) : "";
      text.append(String.format(Locale.ROOT, "%" + LABEL + "s ", label));
      text.append(colours ? coloured(row) : ('|' + inked(row)).stripTrailing()).append('\n');
    }
    HistogramRecord.Axis along = histogram.axes().get(0);
    String line = AxisText.labels(along.from(), along.to(), COLUMNS);
    text.append(" ".repeat(LABEL - 1)).append(line).append('\n');
    legend(text, name);
    return text.toString();
  }

  private String inked(int row) {
    var line = new StringBuilder();
    for (int column = 0; column < COLUMNS; column++) {
      line.append(INK.charAt(level(places[row][column], INK.length())));
    }
    return line.toString();
  }

  private String coloured(int row) {
    var line = new StringBuilder();
    int lastUpper = -1;
    int lastLower = -1;
    for (int column = 0; column < COLUMNS; column++) {
      int upper = VIRIDIS[level(places[2 * row + 1][column], VIRIDIS.length)];
      int lower = VIRIDIS[level(places[2 * row][column], VIRIDIS.length)];
      if (upper != lastUpper || lower != lastLower) {
        line.append("\u001b[38;5;").append(upper).append(";48;5;").append(lower).append('m');
      }
      line.append('▀');
      lastUpper = upper;
      lastLower = lower;
    }
    return line.append("\u001b[0m").toString();
  }

  /** 0 for nothing alone; then equal shares of the range up to the highest. */
  private int level(double density, int levels) {
    return density > 0 ? Math.min(levels - 1, 1 + (int) (density / highest * (levels - 1))) : 0;
  }

  /** Each row's equal bins averaged over equal places of the same range. */
  private static double[][] averaged(double[][] bins, int places) {
    double[][] result = new double[places][bins[0].length];
    for (int p = 0; p < places; p++) {
      double from = (double) p * bins.length / places;
      double to = (double) (p + 1) * bins.length / places;
      for (int b = (int) from; b < bins.length && b < to; b++) {
        double share = (Math.min(to, b + 1) - Math.max(from, b)) / (to - from);
        for (int k = 0; k < bins[b].length; k++) {
          result[p][k] += bins[b][k] * share;
        }
      }
    }
    return result;
  }

  private static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return columns;
  }

  private void legend(StringBuilder text, String name) {
    var counts = histogram.counts();
    double outside = counts.underflow() + counts.overflow();
    text.append("  ").append(name);
    if (!colours) {
      text.append("   \"").append(INK).append('"');
    }
    text.append("   peak ").append(AxisText.number(highest));
    text.append("   outside ").append(AxisText.number(100 * outside / Math.max(1, counts.total())));
    text.append(" %\n");
  }
}
