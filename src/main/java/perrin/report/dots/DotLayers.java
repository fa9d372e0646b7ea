package perrin.report.dots;

import perrin.report.chart.Axis;
import perrin.report.chart.Colours;
import perrin.report.chart.Extent;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** Draws a panel's layers onto a canvas. */
final class DotLayers {
  /** From nothing to the most, where a map has no colours. */
  private static final String RAMP = " .:-=+*#%@";

  /** What stands for an ink in ASCII. */
  private static final String PLAIN = "*o+x%&#.";

  /** Every so many dots of lines that are in the background. */
  private static final int SPARSE = 3;

  private final Canvas canvas;
  private final DotStyle style;
  private final Panel panel;
  private final Extent extent;

  DotLayers(Canvas canvas, DotStyle style, Panel panel, Extent extent) {
    this.canvas = canvas;
    this.style = style;
    this.panel = panel;
    this.extent = extent;
  }

  static char plain(Ink ink) {
    return PLAIN.charAt(ink.ordinal());
  }

  void draw() {
    for (Layer layer : panel.layers()) {
      switch (layer) {
        case Layer.Curve curve -> line(curve.x(), curve.y(), curve.ink(), every(curve.stroke()));
        case Layer.Stairs stairs -> stairs(stairs);
        case Layer.Band band when isNoise(panel, band) -> {}
        case Layer.Band band -> {
          line(band.x(), band.low(), band.ink(), SPARSE);
          line(band.x(), band.high(), band.ink(), SPARSE);
        }
        case Layer.Marks marks -> marks(marks);
        case Layer.Level level ->
            line(
                new double[] {extent.left(), extent.right()},
                new double[] {level.at(), level.at()},
                level.ink(),
                SPARSE);
        case Layer.HeatMap map -> map(map);
        case Layer.Contours _ when isHidden(panel, layer, style) -> {}
        case Layer.Contours contours -> {
          boolean alone = panel.layers().size() == 1;
          contours.lines().forEach(one -> line(one[0], one[1], contours.ink(), alone ? 1 : SPARSE));
        }
      }
    }
  }

  /** A band around a curve of its ink cannot be told from it. */
  static boolean isNoise(Panel panel, Layer layer) {
    return layer instanceof Layer.Band band
        && panel.layers().stream()
            .anyMatch(other ->
                other instanceof Layer.Curve curve && curve.ink() == band.ink()
                    || other instanceof Layer.Stairs stairs && stairs.ink() == band.ink());
  }

  /** Lines over a map of characters leave nothing of it. */
  static boolean isHidden(Panel panel, Layer layer, DotStyle style) {
    return layer instanceof Layer.Contours
        && !style.hasMaps()
        && panel.layers().stream().anyMatch(Layer.HeatMap.class::isInstance);
  }

  private static int every(Layer.Stroke stroke) {
    return switch (stroke) {
      case SOLID, FINE -> 1;
      case DASHED -> 2;
    };
  }

  private double x(double value) {
    return share(value, extent.left(), extent.right(), panel.x().scale()) * (canvas.width() - 1);
  }

  private double y(double value) {
    return share(value, extent.low(), extent.high(), panel.y().scale()) * (canvas.height() - 1);
  }

  private static double share(double value, double from, double to, Axis.Scale scale) {
    return scale == Axis.Scale.LOGARITHMIC
        ? StrictMath.log(Math.max(value, 0) / from) / StrictMath.log(to / from)
        : (value - from) / (to - from);
  }

  /** Straight pieces between points; a value that is not finite is a gap. */
  private void line(double[] x, double[] y, Ink ink, int every) {
    double lastX = Double.NaN;
    double lastY = Double.NaN;
    int drawn = 0;
    for (int i = 0; i < x.length; i++) {
      double toX = x(x[i]);
      double toY = y(y[i]);
      boolean seen = Double.isFinite(toX) && Double.isFinite(toY);
      if (seen && Double.isFinite(lastX)) {
        drawn = piece(new double[] {lastX, lastY, toX, toY}, ink, every, drawn);
      } else if (seen) {
        canvas.dot((int) Math.round(toX), (int) Math.round(toY), ink, plain(ink));
      }
      lastX = seen ? toX : Double.NaN;
      lastY = seen ? toY : Double.NaN;
    }
  }

  /** Dots of a straight piece; what lies far outside is not walked along. */
  private int piece(double[] ends, Ink ink, int every, int drawn) {
    double[] inside = clipped(ends);
    if (inside.length == 0) {
      return drawn;
    }
    double dx = inside[2] - inside[0];
    double dy = inside[3] - inside[1];
    int steps = (int) Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))));
    int count = drawn;
    for (int i = 1; i <= steps; i++) {
      if (count++ % every == 0) {
        int px = (int) Math.round(inside[0] + dx * i / steps);
        int py = (int) Math.round(inside[1] + dy * i / steps);
        canvas.dot(px, py, ink, plain(ink));
      }
    }
    return count;
  }

  /** The part of a piece that is on the canvas (Liang and Barsky 1984); empty where none is. */
  private double[] clipped(double[] e) {
    double dx = e[2] - e[0];
    double dy = e[3] - e[1];
    double[] p = {-dx, dx, -dy, dy};
    double[] q = {e[0] + 1, canvas.width() - e[0], e[1] + 1, canvas.height() - e[1]};
    double from = 0;
    double to = 1;
    for (int k = 0; k < 4; k++) {
      if (p[k] == 0 && q[k] < 0) {
        return new double[0];
      }
      if (p[k] < 0) {
        from = Math.max(from, q[k] / p[k]);
      } else if (p[k] > 0) {
        to = Math.min(to, q[k] / p[k]);
      }
    }
    return from > to
        ? new double[0]
        : new double[] {e[0] + from * dx, e[1] + from * dy, e[0] + to * dx, e[1] + to * dy};
  }

  private void stairs(Layer.Stairs stairs) {
    int bars = stairs.heights().length;
    double[] x = new double[2 * bars + 2];
    double[] y = new double[2 * bars + 2];
    x[0] = stairs.edges()[0];
    for (int i = 0; i < bars; i++) {
      x[2 * i + 1] = stairs.edges()[i];
      x[2 * i + 2] = stairs.edges()[i + 1];
      y[2 * i + 1] = stairs.heights()[i];
      y[2 * i + 2] = stairs.heights()[i];
    }
    x[2 * bars + 1] = stairs.edges()[bars];
    if (panel.y().scale() == Axis.Scale.LOGARITHMIC) {
      y[0] = extent.low();
      y[2 * bars + 1] = extent.low();
    }
    line(x, y, stairs.ink(), 1);
  }

  private void marks(Layer.Marks marks) {
    Ink ink = marks.ink();
    for (int i = 0; i < marks.x().length; i++) {
      if (!Double.isFinite(x(marks.x()[i])) || !Double.isFinite(y(marks.y()[i]))) {
        continue;
      }
      if (marks.error().length > 0 && Double.isFinite(marks.error()[i])) {
        double[] at = {marks.x()[i], marks.x()[i]};
        double low = marks.y()[i] - marks.error()[i];
        double least = panel.y().scale() == Axis.Scale.LOGARITHMIC && low <= 0 ? extent.low() : low;
        line(at, new double[] {least, marks.y()[i] + marks.error()[i]}, ink, 1);
      }
      int px = (int) Math.round(x(marks.x()[i]));
      int py = (int) Math.round(y(marks.y()[i]));
      switch (marks.sign()) {
        case DOT -> {
          canvas.dot(px, py, ink, plain(ink));
          canvas.dot(px + 1, py, ink, plain(ink));
          if (style.unicode()) {
            canvas.dot(px, py + 1, ink, plain(ink));
            canvas.dot(px + 1, py + 1, ink, plain(ink));
          }
        }
        case SPECK -> canvas.dot(px, py, ink, plain(ink));
        case TRIANGLE -> canvas.sign(px, py, ink, style.unicode() ? '▲' : '^');
        case CROSS -> canvas.sign(px, py, ink, style.unicode() ? '✕' : 'X');
      }
    }
  }

  private void map(Layer.HeatMap map) {
    double[] ends = map.ends();
    int halves = style.hasMaps() ? 2 : 1;
    for (int column = 0; column < canvas.columns(); column++) {
      for (int part = 0; part < canvas.rows() * halves; part++) {
        double value = mean(map, column, part, canvas.rows() * halves);
        if (!Double.isFinite(value)) {
          continue;
        }
        double share = ends[0] < ends[1] ? (value - ends[0]) / (ends[1] - ends[0]) : 0;
        if (style.hasMaps()) {
          canvas.half(column, part, Colours.of(map.ramp(), share));
        } else {
          int level = (int) Math.clamp(share * RAMP.length(), 0, RAMP.length() - 1);
          canvas.ground(column, part, RAMP.charAt(level));
        }
      }
    }
  }

  /** Of the cells in a place, or of the cell that it is in; NaN outside. */
  private double mean(Layer.HeatMap map, int column, int part, int parts) {
    double width = (extent.right() - extent.left()) / canvas.columns();
    double height = (extent.high() - extent.low()) / parts;
    int[] across = cells(map.xEdges(), extent.left() + column * width, width);
    int[] up = cells(map.yEdges(), extent.high() - (part + 1) * height, height);
    double sum = 0;
    int count = 0;
    for (int i = across[0]; i < across[1]; i++) {
      for (int j = up[0]; j < up[1]; j++) {
        double value = map.values()[i * (map.yEdges().length - 1) + j];
        if (Double.isFinite(value)) {
          sum += value;
          count++;
        }
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /**
   * First and behind the last cell whose middle is in a place; else the one that its middle is in.
   */
  private static int[] cells(double[] edges, double from, double width) {
    int cells = edges.length - 1;
    double cell = (edges[cells] - edges[0]) / cells;
    int first = (int) Math.ceil((from - edges[0]) / cell - 0.5);
    int end = (int) Math.ceil((from + width - edges[0]) / cell - 0.5);
    if (first >= end) {
      first = (int) Math.floor((from + width / 2 - edges[0]) / cell);
      end = first + 1;
    }
    return new int[] {Math.max(0, first), Math.min(cells, end)};
  }
}
