package perrin.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.errors.BadValue;
import perrin.errors.Shown;

/**
 * A function that is given as numbers at the points of an even grid, for {@code table(name, x)}.
 *
 * @param axes one or two
 * @param values at the points, finite; the last axis runs fastest; shape [points], or [points of
 *     the first axis][points of the second]
 * @param source where they come from; empty where they stand in the experiment file
 */
public record Table(List<Axis> axes, ArrayValue values, Optional<Source> source) {
  /** Fewer make no spline. */
  static final int FEWEST = 4;

  /** By number of axes: what a cell takes is 4, or 16, numbers. */
  private static final List<Integer> MOST_CELLS = List.of(1_000_000, 250_000);

  /** Values at both ends of a period may differ by this much of the largest. */
  private static final double SAME = 1e-9;

  /** Numbers of a precision that a table's step must hold. */
  private static final double LEAST_NUMBERS = 64;

  /** Refuses a grid that is nearly as fine as a precision's numbers are there. */
  void requireFine(String field, Precision precision) {
    double apart = precision == Precision.SINGLE ? 0x1p-23 : 0x1p-52;
    for (var axis : axes) {
      double step = axis.step();
      double largest = Math.max(Math.abs(axis.from()), Math.abs(axis.to()));
      if (step < LEAST_NUMBERS * apart * largest) {
        throw new BadValue(
            field,
            "its step "
                + Shown.number(step)
                + " is too fine for "
                + precision.word()
                + " precision at "
                + Shown.number(largest)
                + "; "
                + (precision == Precision.SINGLE ? "set precision: double, or " : "")
                + "count places from the middle of the table");
      }
    }
  }

  /** What a spline does at its ends. */
  public enum Edge {
    /** No curvature there. */
    NATURAL,
    /** It goes on as it began: the last point is the first one. */
    PERIODIC
  }

  /** What the function is beyond its ends. */
  public enum Outside {
    /** Not a number: a walker there ends the run. */
    ERROR,
    /** The line that it ends with. */
    LINEAR
  }

  /**
   * Points at equal steps.
   *
   * @param from the first
   * @param to the last
   */
  public record Axis(double from, double to, int points, Edge edge, Outside outside) {
    public Axis {
      if (!(from < to) || !Double.isFinite(from) || !Double.isFinite(to - from)) {
        throw new BadValue("to", to + ", must be greater than from, " + from);
      }
      if (points < FEWEST) {
        throw new BadValue("values", points + " along an axis, must be at least " + FEWEST);
      }
    }

    /** From one point to the next. */
    public double step() {
      return (to - from) / (points - 1);
    }
  }

  /**
   * A file and what is what in it.
   *
   * @param columns the names of the arrays by the keys {@code x}, {@code y} and {@code values}; no
   *     x or y where the range is given
   */
  public record Source(Data.Source file, Map<String, String> columns) {
    public Source {
      columns = Map.copyOf(columns);
    }
  }

  public Table {
    axes = List.copyOf(axes);
    int most = MOST_CELLS.get(axes.size() - 1);
    if (values.values().length > most) {
      throw new BadValue("values", values.values().length + ", must be at most " + most);
    }
    for (int k = 0; k < axes.size(); k++) {
      if (axes.get(k).edge() == Edge.PERIODIC) {
        requirePeriod(k, axes, values.values());
      }
    }
  }

  private static void requirePeriod(int number, List<Axis> axes, double[] values) {
    int stride = number == axes.size() - 1 ? 1 : axes.getLast().points();
    int length = axes.get(number).points();
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < values.length; i++) {
      boolean first = i / stride % length == 0;
      int last = i + (length - 1) * stride;
      if (first && !(Math.abs(values[i] - values[last]) <= SAME * largest)) {
        throw new BadValue(
            "values",
            "with edge: periodic the last point is the first one again, but the values there are "
                + values[i]
                + " and "
                + values[last]
                + "; end the table one period after it began, or use edge: natural");
      }
    }
  }
}
