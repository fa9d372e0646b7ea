package perrin.report;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Locale;

/**
 * An observable over the values of a sweep's axis, as a small picture of characters: 17 lines of at
 * most 72 columns. A mark stands for a mean, a line for two standard errors to either side where
 * they reach beyond the mark's own line.
 *
 * <p>Values that span more than a factor of 20 are laid out by their logarithms.
 */
public final class SweepPicture {
  private static final int COLUMNS = 60;
  private static final int ROWS = 14;
  private static final int LABEL = 9;
  private static final double WIDE = 20;

  /** Standard errors to either side of a mean. */
  private static final double ERRORS = 2;

  private final double[] at;
  private final double[] mean;
  private final double[] error;
  private final boolean logarithmic;
  private final double lowest;
  private final double highest;
  private final char mark;
  private final char bar;

  private SweepPicture(double[] at, double[] mean, double[] error, boolean unicode) {
    this.at = at;
    this.mean = mean;
    this.error = Arrays.stream(error).map(e -> e > 0 ? ERRORS * e : 0).toArray();
    double least = Arrays.stream(at).min().orElseThrow();
    logarithmic = least > 0 && Arrays.stream(at).max().orElseThrow() > WIDE * least;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < mean.length; i++) {
      low = Math.min(low, mean[i] - this.error[i]);
      high = Math.max(high, mean[i] + this.error[i]);
    }
    double room = high > low ? 0 : Math.max(Math.abs(high), 1) / 2;
    lowest = low - room;
    highest = high + room;
    mark = unicode ? '•' : 'o';
    bar = unicode ? '│' : '|';
  }

  /**
   * Draws an observable.
   *
   * @param axis what is swept, for the legend
   * @param at its values, at least two different ones
   * @param name of the observable, for the legend
   * @param mean at each value, finite
   * @param error standard error at each value; NaN if unknown
   * @param charset the terminal's; other than UTF-8 it gets plain ASCII
   * @return lines that end in a line feed each
   */
  public static String draw(
      String axis, double[] at, String name, double[] mean, double[] error, Charset charset) {
    boolean unicode = AxisText.isUnicode(charset);
    return new SweepPicture(at, mean, error, unicode).text(axis, name);
  }

  private String text(String axis, String name) {
    char[][] places = new char[ROWS][COLUMNS];
    Arrays.stream(places).forEach(row -> Arrays.fill(row, ' '));
    for (int i = 0; i < at.length; i++) {
      int column = column(at[i]);
      for (int row = row(mean[i] - error[i]); row <= row(mean[i] + error[i]); row++) {
        places[row][column] = places[row][column] == mark ? mark : bar;
      }
    }
    for (int i = 0; i < at.length; i++) {
      places[row(mean[i])][column(at[i])] = mark;
    }
    var text = new StringBuilder();
    for (int row = ROWS - 1; row >= 0; row--) {
      String label =
          row == ROWS - 1 ? AxisText.number(highest) : row == 0 ? AxisText.number(lowest) : "";
      text.append(String.format(Locale.ROOT, "%" + LABEL + "s ", label));
      text.append((bar + new String(places[row])).stripTrailing()).append('\n');
    }
    double from = Arrays.stream(at).min().orElseThrow();
    double to = Arrays.stream(at).max().orElseThrow();
    double middle = logarithmic ? Math.sqrt(from * to) : from + (to - from) / 2;
    text.append(" ".repeat(LABEL - 1))
        .append(AxisText.labels(from, middle, to, COLUMNS))
        .append("\n  ")
        .append(mark)
        .append(' ')
        .append(name)
        .append(" over ")
        .append(axis);
    return text.append(logarithmic ? ", logarithmic\n" : "\n").toString();
  }

  private int column(double value) {
    double from = scaled(Arrays.stream(at).min().orElseThrow());
    double to = scaled(Arrays.stream(at).max().orElseThrow());
    return (int) Math.round((scaled(value) - from) / (to - from) * (COLUMNS - 1));
  }

  private double scaled(double value) {
    return logarithmic ? StrictMath.log(value) : value;
  }

  private int row(double value) {
    return (int) Math.round((value - lowest) / (highest - lowest) * (ROWS - 1));
  }
}
