package perrin.report.chart;

import java.util.Arrays;
import java.util.List;
import perrin.errors.Shown;

/**
 * What is drawn in a panel, one over the other. Values that are not finite are gaps. Names are
 * those of the legend; an empty one stays out of it.
 */
public sealed interface Layer {
  /** For the legend. */
  String name();

  /** A line through points in order; how it looks beside others. */
  enum Stroke {
    SOLID,
    DASHED,
    /** Thinner than others, of a path or one of many lines. */
    FINE
  }

  /**
   * A line.
   *
   * @param x [points]
   * @param y [points]
   */
  record Curve(String name, Ink ink, Stroke stroke, double[] x, double[] y) implements Layer {
    public Curve {
      name = Shown.line(name);
      requireLength("y", y, x.length);
    }
  }

  /**
   * Bars side by side, filled from 0.
   *
   * @param edges [bars + 1]
   * @param heights [bars]
   */
  record Stairs(String name, Ink ink, double[] edges, double[] heights) implements Layer {
    public Stairs {
      name = Shown.line(name);
      requireLength("edges", edges, heights.length + 1);
    }
  }

  /**
   * The area between two lines.
   *
   * @param x [points]
   * @param low [points]
   * @param high [points]
   */
  record Band(String name, Ink ink, double[] x, double[] low, double[] high) implements Layer {
    public Band {
      name = Shown.line(name);
      requireLength("low", low, x.length);
      requireLength("high", high, x.length);
    }
  }

  /**
   * Points, with error bars where there are errors.
   *
   * @param x [points]
   * @param y [points]
   * @param error half of each bar, [points]; of length 0 for none
   * @param sign what stands at each point
   */
  record Marks(String name, Ink ink, Sign sign, double[] x, double[] y, double[] error)
      implements Layer {
    public Marks {
      name = Shown.line(name);
      requireLength("y", y, x.length);
      if (error.length != 0) {
        requireLength("error", error, x.length);
      }
    }

    /** Without error bars. */
    public Marks(String name, Ink ink, Sign sign, double[] x, double[] y) {
      this(name, ink, sign, x, y, new double[0]);
    }

    /**
     * The same of places.
     *
     * @param places x and y of each
     */
    public static Marks at(String name, Ink ink, Sign sign, List<double[]> places) {
      return new Marks(
          name,
          ink,
          sign,
          places.stream().mapToDouble(place -> place[0]).toArray(),
          places.stream().mapToDouble(place -> place[1]).toArray());
    }
  }

  /** What stands at a point. */
  enum Sign {
    DOT,
    /** Small and see-through, of thousands. */
    SPECK,
    TRIANGLE,
    CROSS
  }

  /** A line across the panel at one height. */
  record Level(String name, Ink ink, double at) implements Layer {
    public Level {
      name = Shown.line(name);
    }
  }

  /**
   * Values of cells as colours.
   *
   * @param xEdges [columns + 1], equally far apart
   * @param yEdges [rows + 1], likewise
   * @param values the cell of column i and row j is i·rows + j, [columns · rows]
   */
  record HeatMap(String name, Ramp ramp, double[] xEdges, double[] yEdges, double[] values)
      implements Layer {
    public HeatMap {
      name = Shown.line(name);
      requireLength("values", values, (xEdges.length - 1) * (yEdges.length - 1));
    }

    /** The colours' ends: of a diverging ramp equally far from 0. */
    public double[] ends() {
      var seen = Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
      double low = seen.getCount() == 0 ? 0 : seen.getMin();
      double high = seen.getCount() == 0 ? 0 : seen.getMax();
      boolean one = low == high; // it gets the low end's colour
      double reach = Math.max(one ? 1 : 0, Math.max(Math.abs(low), Math.abs(high)));
      return switch (ramp) {
        case SEQUENTIAL -> new double[] {low, one ? low + reach : high};
        case DIVERGING -> new double[] {-reach, reach};
      };
    }
  }

  /** Which colours a map has. */
  enum Ramp {
    /** Viridis (van der Walt and Smith, 2015): from little to much. */
    SEQUENTIAL,
    /** Blue, nothing, red: from below 0 to above. */
    DIVERGING
  }

  /**
   * Lines of equal height.
   *
   * @param heights of each line
   * @param lines each [2][points], x and y
   * @param labels what stands on some of them
   */
  record Contours(
      String name, Ink ink, List<Double> heights, List<double[][]> lines, List<Label> labels)
      implements Layer {
    public Contours {
      name = Shown.line(name);
      heights = List.copyOf(heights);
      lines = List.copyOf(lines);
      labels = List.copyOf(labels);
      if (heights.size() != lines.size()) {
        throw new IllegalArgumentException(
            heights.size() + " heights, must be one for each of " + lines.size() + " lines");
      }
    }

    /** The heights of all lines, rising, each once. */
    public double[] levels() {
      return heights.stream().mapToDouble(height -> height).distinct().sorted().toArray();
    }

    /** The lines alone, for what is drawn over a map. */
    public Contours withoutLabels() {
      return new Contours(name, ink, heights, lines, List.of());
    }
  }

  /** A short text, its middle at a place. */
  record Label(double x, double y, String text) {
    public Label {
      text = Shown.line(text);
    }
  }

  private static void requireLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values, must have " + length);
    }
  }
}
