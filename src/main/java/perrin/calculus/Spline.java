package perrin.calculus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import perrin.calculus.SplineAxis.Place;
import perrin.experiment.Table;

/**
 * The cubic spline through the values of a {@link Table}, on a line or, as the product of splines
 * along both axes, on a plane. Value, slope and curvature have no jumps, and the derivatives are
 * those of the polynomial in each cell.
 *
 * <p>A cell's numbers are its derivatives at its right end: 4 of a cell on a line, by order; 4·4 of
 * one on a plane, those of each order along the first axis by the order along the second.
 */
public final class Spline {
  private static final int ORDERS = SplineAxis.ORDERS;

  private final String name;
  private final List<SplineAxis> axes;
  private final double[] cells;

  private Spline(String name, List<SplineAxis> axes, double[] cells) {
    this.name = name;
    this.axes = axes;
    this.cells = cells;
  }

  public static Spline of(String name, Table table) {
    List<SplineAxis> axes = table.axes().stream().map(SplineAxis::of).toList();
    double[] values = table.values().values();
    double[] cells = axes.size() == 1 ? flat(axes.getFirst().cells(values)) : plane(axes, values);
    return new Spline(name, axes, cells);
  }

  /** As formulas call the table. */
  public String name() {
    return name;
  }

  /** One or two. */
  public List<SplineAxis> axes() {
    return axes;
  }

  /**
   * The numbers of all cells, in double precision: shape [cells][4], or [cells of the first
   * axis][cells of the second][4][4]. Not to be modified.
   */
  public double[] cells() {
    return cells;
  }

  /**
   * The spline or a derivative.
   *
   * @param orders along each axis, 0 to 3
   * @param at one number for each axis
   */
  public double value(List<Integer> orders, double... at) {
    Place first = axes.getFirst().place(at[0]);
    if (axes.size() == 1) {
      return polynomial(cells, first.cell() * ORDERS, orders.getFirst(), first.way());
    }
    Place second = axes.getLast().place(at[1]);
    int cell = first.cell() * axes.getLast().cells() + second.cell();
    double[] along = new double[ORDERS];
    for (int i = orders.getFirst(); i < ORDERS; i++) {
      int row = (cell * ORDERS + i) * ORDERS;
      along[i] = polynomial(cells, row, orders.getLast(), second.way());
    }
    return polynomial(along, 0, orders.getFirst(), first.way());
  }

  /** Says which axis a place is outside of, where the spline has no value; empty if of none. */
  public Optional<String> outside(double... at) {
    for (int k = 0; k < axes.size(); k++) {
      SplineAxis axis = axes.get(k);
      if (!Double.isNaN(at[k]) && axis.isOutside(at[k])) {
        String which =
            axes.size() == 1 ? "" : k == 0 ? " along its first axis" : " along its second";
        return Optional.of(
            "table "
                + name
                + " goes from "
                + axis.from()
                + " to "
                + axis.to()
                + which
                + " and was asked at "
                + at[k]);
      }
    }
    return Optional.empty();
  }

  /** Σ over j ≥ order of c[j] s^(j − order)/(j − order)! */
  private static double polynomial(double[] c, int first, int order, double s) {
    double sum = 0;
    for (int j = ORDERS - 1; j >= order; j--) {
      sum = c[first + j] + sum * s / (j - order + 1);
    }
    return sum;
  }

  private static double[] plane(List<SplineAxis> axes, double[] values) {
    SplineAxis x = axes.getFirst();
    SplineAxis y = axes.getLast();
    int width = y.cells() * ORDERS;
    double[][] alongY = new double[x.points()][];
    for (int i = 0; i < x.points(); i++) {
      alongY[i] = flat(y.cells(Arrays.copyOfRange(values, i * y.points(), (i + 1) * y.points())));
    }
    double[] cells = new double[Math.multiplyExact(x.cells() * ORDERS, width)];
    double[] column = new double[x.points()];
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < column.length; i++) {
        column[i] = alongY[i][k];
      }
      double[][] alongX = x.cells(column);
      for (int cell = 0; cell < alongX.length; cell++) {
        for (int order = 0; order < ORDERS; order++) {
          int at = cell * y.cells() + k / ORDERS;
          cells[(at * ORDERS + order) * ORDERS + k % ORDERS] = alongX[cell][order];
        }
      }
    }
    return cells;
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
