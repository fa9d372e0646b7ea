package perrin.report.figures;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;

/**
 * Lines of equal height by marching squares (Lorensen and Cline, 1987, in the plane): each cell
 * gives pieces between its sides, which are joined where they meet on a side.
 */
final class IsoLines {
  /** As a share of the picture: less is not seen. */
  private static final double NEARLY = 6e-4;

  private final double[] x;
  private final double[] y;
  private final double[] values;
  private final double level;

  /** By the number of a side, the sides that pieces lead to from there. */
  private final Map<Integer, List<Integer>> pieces = new HashMap<>();

  private IsoLines(double[] x, double[] y, double[] values, double level) {
    this.x = x;
    this.y = y;
    this.values = values;
    this.level = level;
  }

  /** Those of a surface, with labels. */
  static Layer.Contours of(String name, Ink ink, Surface surface) {
    double[] levels = IsoLevels.of(surface.values());
    List<Double> heights = new ArrayList<>();
    List<double[][]> lines = new ArrayList<>();
    for (double level : levels) {
      for (double[][] line : at(surface.points(0), surface.points(1), surface.values(), level)) {
        heights.add(level);
        lines.add(line);
      }
    }
    return new Layer.Contours(
        name, ink, heights, lines, new IsoLabels(surface, levels).on(heights, lines));
  }

  /**
   * Lines of one height.
   *
   * @param values the second coordinate running fastest; NaN where there is none
   * @return each [2][points]
   */
  static List<double[][]> at(double[] x, double[] y, double[] values, double level) {
    var lines = new IsoLines(x, y, values, level);
    for (int i = 0; i + 1 < x.length; i++) {
      for (int j = 0; j + 1 < y.length; j++) {
        lines.cell(i, j);
      }
    }
    return lines.joined();
  }

  private double value(int i, int j) {
    return values[i * y.length + j];
  }

  private boolean above(int i, int j) {
    return value(i, j) >= level;
  }

  /** The side from a point to the next along x (0) or y (1). */
  private int side(int i, int j, int along) {
    return (i * y.length + j) * 2 + along;
  }

  private void cell(int i, int j) {
    if (Double.isNaN(value(i, j) + value(i + 1, j) + value(i, j + 1) + value(i + 1, j + 1))) {
      return;
    }
    int[] around = {side(i, j, 0), side(i + 1, j, 1), side(i, j + 1, 0), side(i, j, 1)};
    boolean[] corner = {above(i, j), above(i + 1, j), above(i + 1, j + 1), above(i, j + 1)};
    List<Integer> crossed = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      if (corner[s] != corner[(s + 1) % 4]) {
        crossed.add(around[s]);
      }
    }
    if (crossed.size() == 2) {
      join(crossed.get(0), crossed.get(1));
    } else if (crossed.size() == 4) { // a saddle: the middle tells what is connected
      double middle = (value(i, j) + value(i + 1, j) + value(i, j + 1) + value(i + 1, j + 1)) / 4;
      boolean first = middle >= level == corner[0];
      join(crossed.get(0), crossed.get(first ? 1 : 3));
      join(crossed.get(2), crossed.get(first ? 3 : 1));
    }
  }

  private void join(int a, int b) {
    pieces.computeIfAbsent(a, _ -> new ArrayList<>(2)).add(b);
    pieces.computeIfAbsent(b, _ -> new ArrayList<>(2)).add(a);
  }

  private List<double[][]> joined() {
    List<double[][]> lines = new ArrayList<>();
    for (int side : pieces.keySet().stream().mapToInt(k -> k).sorted().toArray()) {
      while (!pieces.get(side).isEmpty()) {
        Deque<Integer> line = new ArrayDeque<>(List.of(side));
        for (int next = step(side); next >= 0; next = step(next)) {
          line.addLast(next);
        }
        for (int next = step(side); next >= 0; next = step(next)) {
          line.addFirst(next);
        }
        lines.add(places(line));
      }
    }
    return lines;
  }

  /** Goes along a piece, which is then done with; −1 where none is left. */
  private int step(int side) {
    List<Integer> left = pieces.get(side);
    if (left.isEmpty()) {
      return -1;
    }
    int next = left.removeLast();
    pieces.get(next).remove((Integer) side);
    return next;
  }

  private double[][] places(Deque<Integer> line) {
    double[][] places = new double[2][line.size()];
    int at = 0;
    for (int side : line) {
      int i = side / 2 / y.length;
      int j = side / 2 % y.length;
      int along = side % 2;
      double here = value(i, j);
      double there = along == 0 ? value(i + 1, j) : value(i, j + 1);
      double share = here == there ? 0 : (level - here) / (there - here);
      places[0][at] = along == 0 ? x[i] + share * (x[i + 1] - x[i]) : x[i];
      places[1][at] = along == 0 ? y[j] : y[j] + share * (y[j + 1] - y[j]);
      at++;
    }
    return thinned(places);
  }

  /** Without the places that lie on the straight way between their neighbours, nearly. */
  private double[][] thinned(double[][] places) {
    double width = x[x.length - 1] - x[0];
    double height = y[y.length - 1] - y[0];
    int length = places[0].length;
    int[] kept = new int[length];
    int count = 1;
    for (int i = 1; i < length; i++) {
      int last = kept[count - 1];
      boolean needed = i == length - 1;
      for (int between = last + 1; between <= i && !needed; between++) {
        needed = aside(places, last, between, i + 1, width, height) > NEARLY;
      }
      if (needed) {
        kept[count++] = i;
      }
    }
    double[][] thinned = new double[2][count];
    for (int i = 0; i < count; i++) {
      thinned[0][i] = places[0][kept[i]];
      thinned[1][i] = places[1][kept[i]];
    }
    return thinned;
  }

  /** How far place b is from the line through a and c, as a share of the picture. */
  private static double aside(double[][] places, int a, int b, int c, double width, double height) {
    double acrossC = (places[0][c] - places[0][a]) / width;
    double upC = (places[1][c] - places[1][a]) / height;
    double acrossB = (places[0][b] - places[0][a]) / width;
    double upB = (places[1][b] - places[1][a]) / height;
    double length = Math.sqrt(acrossC * acrossC + upC * upC);
    return length > 0
        ? Math.abs(acrossB * upC - upB * acrossC) / length
        : Math.sqrt(acrossB * acrossB + upB * upB);
  }
}
