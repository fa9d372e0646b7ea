package perrin.report.paper;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perrin.errors.BadValue;
import perrin.report.chart.Panel;

/**
 * How large a figure is.
 *
 * @param width mm
 * @param panel height of a usual panel with its axes, mm; 0 where the whole figure's is given
 * @param whole height of the whole figure, mm; 0 where it follows from its panels
 */
public record PaperSize(double width, double panel, double whole) {
  /** One column of a journal of two. */
  public static final PaperSize SINGLE = new PaperSize(85, 60, 0);

  /** Both columns. */
  public static final PaperSize DOUBLE = new PaperSize(174, 90, 0);

  private static final double POINTS = 72 / 25.4;
  private static final double LEAST = 30;
  private static final double MOST = 1000;
  private static final Pattern PAIR = Pattern.compile("(\\d+(?:\\.\\d+)?)[x×](\\d+(?:\\.\\d+)?)");

  /**
   * As users write it: {@code single}, {@code double} or {@code 120x80}, in mm.
   *
   * @throws BadValue for anything else
   */
  public static PaperSize read(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "single" -> SINGLE;
      case "double" -> DOUBLE;
      default -> pair(text);
    };
  }

  private static PaperSize pair(String text) {
    Matcher pair = PAIR.matcher(text);
    if (!pair.matches()) {
      throw new BadValue("--size", text + ", must be single, double or such as 120x80, in mm");
    }
    double width = Double.parseDouble(pair.group(1));
    double height = Double.parseDouble(pair.group(2));
    if (!(Math.min(width, height) >= LEAST && Math.max(width, height) <= MOST)) {
      throw new BadValue("--size", text + ", must be from 30 to 1000 mm either way");
    }
    return new PaperSize(width, 0, height);
  }

  /** pt. */
  double points() {
    return width * POINTS;
  }

  /** Whether the height is free to follow what is drawn. */
  boolean isFree() {
    return whole == 0;
  }

  /** Heights of panels below each other with their axes, pt. */
  double[] heights(List<Panel> panels) {
    double[] heights =
        panels.stream()
            .mapToDouble(each ->
                switch (each.size()) {
                  case USUAL -> isFree() ? panel : 3;
                  case LOW -> isFree() ? panel * 0.42 : 1.2;
                  case SQUARE -> isFree() ? width * 0.88 : 4;
                })
            .toArray();
    double all = 0;
    for (double height : heights) {
      all += height;
    }
    for (int i = 0; i < heights.length; i++) {
      heights[i] *= POINTS * (isFree() ? 1 : whole / all);
    }
    return heights;
  }
}
