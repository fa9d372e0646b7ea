package perrin.report.chart;

import java.util.List;

/**
 * Which part of the plane a panel shows: all that is drawn in it, and a little around lines and
 * points.
 */
public record Extent(double left, double right, double low, double high) {
  /** On either side of lines and points, as a share of what they take. */
  private static final double MARGIN = 0.05;

  /** Of a panel's layers; of one that has none, or no number in them, 0 to 1. */
  public static Extent of(Panel panel) {
    Range x = new Range(panel.x().scale() == Axis.Scale.LOGARITHMIC);
    Range y = new Range(panel.y().scale() == Axis.Scale.LOGARITHMIC);
    panel.layers().forEach(layer -> add(layer, x, y));
    double[] across = x.ends();
    double[] up = y.ends();
    return new Extent(across[0], across[1], up[0], up[1]);
  }

  /** Of panels below each other that share x: as wide as the widest. */
  public static Extent across(List<Panel> panels) {
    Range x = new Range(panels.getFirst().x().scale() == Axis.Scale.LOGARITHMIC);
    for (Panel panel : panels) {
      panel.layers().forEach(layer -> add(layer, x, new Range(false)));
    }
    double[] ends = x.ends();
    Extent first = of(panels.getFirst());
    return new Extent(ends[0], ends[1], first.low, first.high);
  }

  private static void add(Layer layer, Range x, Range y) {
    switch (layer) {
      case Layer.Curve curve -> {
        x.add(curve.x());
        y.add(curve.y());
      }
      case Layer.Stairs stairs -> {
        x.tight(stairs.edges());
        y.add(stairs.heights());
        y.from(0);
      }
      case Layer.Band band -> {
        x.add(band.x());
        y.add(band.low());
        y.add(band.high());
      }
      case Layer.Marks marks -> {
        x.add(marks.x());
        for (int i = 0; i < marks.x().length; i++) {
          double error = marks.error().length == 0 ? 0 : marks.error()[i];
          double at = marks.y()[i];
          y.add(
              Double.isFinite(error)
                  ? new double[] {at - error, at, at + error}
                  : new double[] {at});
        }
      }
      case Layer.Level level -> y.add(new double[] {level.at()});
      case Layer.HeatMap map -> {
        x.tight(map.xEdges());
        y.tight(map.yEdges());
      }
      case Layer.Contours contours ->
          contours
              .lines()
              .forEach(line -> {
                x.tight(line[0]);
                y.tight(line[1]);
              });
    }
  }

  /** The ends of one axis. */
  private static final class Range {
    private final boolean logarithmic;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    /** What has none. */
    private double tightLow = Double.POSITIVE_INFINITY;

    private double tightHigh = Double.NEGATIVE_INFINITY;

    Range(boolean logarithmic) {
      this.logarithmic = logarithmic;
    }

    /** With a margin. */
    void add(double[] values) {
      for (double value : values) {
        if (Double.isFinite(value) && (!logarithmic || value > 0)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }

    /** Up to the ends. */
    void tight(double[] values) {
      for (double value : values) {
        if (Double.isFinite(value) && (!logarithmic || value > 0)) {
          tightLow = Math.min(tightLow, value);
          tightHigh = Math.max(tightHigh, value);
        }
      }
    }

    /** A base that nothing is drawn below of. */
    void from(double value) {
      if (!logarithmic) {
        tightLow = Math.min(tightLow, value);
        tightHigh = Math.max(tightHigh, value);
      }
    }

    double[] ends() {
      boolean loose = low <= high;
      boolean tight = tightLow <= tightHigh;
      if (!loose && !tight) {
        return logarithmic ? new double[] {1, 10} : new double[] {0, 1};
      }
      double from = Math.min(low, tightLow);
      double to = Math.max(high, tightHigh);
      if (!(from < to)) {
        return logarithmic
            ? new double[] {from / 2, to * 2}
            : new double[] {from - around(from), to + around(to)};
      }
      return logarithmic ? widenedRatio(from, to) : widened(from, to);
    }

    private static double around(double value) {
      return value == 0 ? 1 : Math.max(Math.abs(value) * MARGIN, Double.MIN_NORMAL * 1e3);
    }

    private double[] widened(double from, double to) {
      double more = MARGIN * (to - from);
      return new double[] {from < tightLow ? from - more : from, to > tightHigh ? to + more : to};
    }

    private double[] widenedRatio(double from, double to) {
      double more = StrictMath.pow(to / from, MARGIN);
      return new double[] {from < tightLow ? from / more : from, to > tightHigh ? to * more : to};
    }
  }
}
