package perrin.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.report.chart.Layer;
import perrin.statistics.verdict.Digits;

/**
 * Labels on contour lines: the height of a line, on its longest piece, where no other line and no
 * other label is near. Sizes are shares of the picture's width and height.
 */
final class IsoLabels {
  private static final double CHARACTER = 0.0165;
  private static final double HEIGHT = 0.042;

  /** From the picture's frame. */
  private static final double EDGE = 0.015;

  /** In widths of a label: a shorter line has none. */
  private static final double LEAST_LENGTH = 3;

  private static final int DIGITS = 6;

  /** Places along a line that are tried, the middle first. */
  private static final double[] TRIED = {
    0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.45, 0.55, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85
  };

  private final Surface surface;
  private final double[] levels;
  private final List<Box> taken = new ArrayList<>();

  /**
   * @param levels of all lines, rising
   */
  IsoLabels(Surface surface, double[] levels) {
    this.surface = surface;
    this.levels = levels;
  }

  /** Around a middle, as shares of the picture. */
  private record Box(double x, double y, double width) {
    boolean meets(Box other) {
      return Math.abs(x - other.x) < (width + other.width) / 2 + EDGE
          && Math.abs(y - other.y) < HEIGHT + EDGE;
    }

    boolean isInside() {
      return Math.abs(x - 0.5) < 0.5 - EDGE - width / 2
          && Math.abs(y - 0.5) < 0.5 - EDGE - HEIGHT / 2;
    }
  }

  /**
   * One a level at most.
   *
   * @param heights of each line
   * @param lines each [2][points], x and y
   */
  List<Layer.Label> on(List<Double> heights, List<double[][]> lines) {
    List<Layer.Label> labels = new ArrayList<>();
    for (int l = levels.length - 1; l >= 0; l--) { // the high ones are long
      double level = levels[l];
      String text = Digits.rounded(level, DIGITS);
      double width = CHARACTER * text.length();
      IntStream.range(0, lines.size())
          .filter(i -> heights.get(i) == level)
          .mapToObj(lines::get)
          .max((a, b) -> Double.compare(length(a), length(b)))
          .filter(line -> length(line) > LEAST_LENGTH * width)
          .flatMap(line -> place(line, level, width))
          .ifPresent(box -> {
            taken.add(box);
            labels.add(new Layer.Label(value(0, box.x()), value(1, box.y()), text));
          });
    }
    return labels;
  }

  private Optional<Box> place(double[][] line, double level, double width) {
    double whole = length(line);
    for (double share : TRIED) {
      double[] at = along(line, share * whole);
      Box box = new Box(at[0], at[1], width);
      if (box.isInside() && taken.stream().noneMatch(box::meets) && isAlone(box, level)) {
        return Optional.of(box);
      }
    }
    return Optional.empty();
  }

  /** Whether no other line goes through, as far as the ends and sides of the box tell. */
  private boolean isAlone(Box box, double level) {
    for (double across : new double[] {-0.5, -0.25, 0, 0.25, 0.5}) {
      for (double up : new double[] {-0.5, 0.5}) {
        double energy =
            surface
                .energy()
                .energy(
                    new double[] {
                      value(0, box.x() + across * box.width()), value(1, box.y() + up * HEIGHT)
                    });
        for (double other : levels) {
          if (other != level && (other < level ? energy <= other : !(energy < other))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private double share(int axis, double value) {
    return (value - surface.from()[axis]) / (surface.to()[axis] - surface.from()[axis]);
  }

  private double value(int axis, double share) {
    return surface.from()[axis] + share * (surface.to()[axis] - surface.from()[axis]);
  }

  private double length(double[][] line) {
    return IntStream.range(1, line[0].length).mapToDouble(i -> length(line, i)).sum();
  }

  /** Of the piece that ends at a point. */
  private double length(double[][] line, int end) {
    double across = share(0, line[0][end]) - share(0, line[0][end - 1]);
    double up = share(1, line[1][end]) - share(1, line[1][end - 1]);
    return Math.sqrt(across * across + up * up);
  }

  /** The place after a length of the line. */
  private double[] along(double[][] line, double length) {
    double left = length;
    for (int i = 1; i < line[0].length; i++) {
      double piece = length(line, i);
      if (left <= piece && piece > 0) {
        double part = left / piece;
        double x = line[0][i - 1] + part * (line[0][i] - line[0][i - 1]);
        double y = line[1][i - 1] + part * (line[1][i] - line[1][i - 1]);
        return new double[] {share(0, x), share(1, y)};
      }
      left -= piece;
    }
    int last = line[0].length - 1;
    return new double[] {share(0, line[0][last]), share(1, line[1][last])};
  }
}
