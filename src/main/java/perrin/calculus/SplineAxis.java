package perrin.calculus;

import java.util.Arrays;
import perrin.experiment.Precision;
import perrin.experiment.Table;

/**
 * One axis of a {@link Spline}: cells between n points at equal steps h, and one cell beyond either
 * end, so that cell k is the one that ends at point k.
 *
 * <pre>
 * cell  0        1         2              n − 1          n
 *       ·····|─────────|─────────| ... |─────────|·····
 * point      0         1         2   n − 2     n − 1
 * </pre>
 *
 * <p>A cell has the four derivatives, of order 0 to 3, at its right end; in cell 0 at point 0,
 * which is its right end, too. In it the spline is f + f′ s + f″ s²/2 + f‴ s³/6, s the way from
 * there.
 */
public record SplineAxis(
    double from, double step, int points, boolean periodic, boolean endsInLines) {
  /** Derivatives that a cell has. */
  static final int ORDERS = 4;

  static SplineAxis of(Table.Axis axis) {
    return new SplineAxis(
        axis.from(),
        axis.step(),
        axis.points(),
        axis.edge() == Table.Edge.PERIODIC,
        axis.outside() == Table.Outside.LINEAR);
  }

  public double to() {
    return from + period();
  }

  /** The length from the first point to the last. */
  public double period() {
    return step * (points - 1);
  }

  /** Those beyond the ends included. */
  public int cells() {
    return points + 1;
  }

  /**
   * By how much of the range a place may lie beyond an end and still count as within: as much as
   * rounding may have moved it.
   */
  public double slack(Precision precision) {
    double rounding = precision == Precision.SINGLE ? 0x1p-24 : 0x1p-53;
    double ends = Math.max(Math.abs(from), Math.abs(to()));
    return 4 * rounding * Math.max(2, ends / period());
  }

  /**
   * The number of the cell in which a place d behind the first point lies is ⌊d·{@code perStep} +
   * {@code offset}⌉, to the nearest whole number, limited to the cells that there are; both ends
   * belong to the cells within.
   */
  public double perStep(Precision precision) {
    return (1 - 2 * slack(precision)) / step;
  }

  public double offset(Precision precision) {
    return 0.5 + slack(precision) * (points - 1);
  }

  /** Where in the cells something is. */
  record Place(int cell, double way) {}

  /** A place in double precision; in the outermost cells where it is not a number. */
  Place place(double x) {
    double d = x - from;
    if (periodic) {
      d -= period() * StrictMath.floor(d / period());
    }
    double cell = d * perStep(Precision.DOUBLE) + offset(Precision.DOUBLE);
    int number = (int) StrictMath.rint(Math.clamp(cell, 0, points));
    return new Place(number, d - number * step);
  }

  /** Whether a place has no value there. */
  public boolean isOutside(double x) {
    int cell = place(x).cell();
    return !periodic && !endsInLines && (cell == 0 || cell == points || Double.isNaN(x));
  }

  /**
   * The cells of the cubic spline through values at the points (de Boor, A Practical Guide to
   * Splines, 1978, ch. 4): its second derivatives M are 0 at the ends, or those of a period, and
   *
   * <pre>
   * M₍ᵢ₋₁₎ + 4 Mᵢ + M₍ᵢ₊₁₎ = 6 (y₍ᵢ₋₁₎ − 2 yᵢ + y₍ᵢ₊₁₎)/h²
   * </pre>
   *
   * @param y shape [points]; a period's last value is its first
   * @return shape [cells][4]
   */
  double[][] cells(double[] y) {
    double[] second = periodic ? ofPeriod(y) : natural(y);
    int last = points - 1;
    double[][] cells = new double[cells()][];
    for (int k = 1; k <= last; k++) {
      double slope = (y[k] - y[k - 1]) / step + step / 6 * (2 * second[k] + second[k - 1]);
      cells[k] = new double[] {y[k], slope, second[k], (second[k] - second[k - 1]) / step};
    }
    if (periodic) {
      cells[0] = cells[last];
      cells[points] = cells[1];
    } else if (endsInLines) {
      double first = (y[1] - y[0]) / step - step / 6 * (2 * second[0] + second[1]);
      cells[0] = new double[] {y[0], first, 0, 0};
      double slope = cells[last][1];
      cells[points] = new double[] {y[last] + step * slope, slope, 0, 0};
    } else {
      cells[0] = new double[ORDERS];
      Arrays.fill(cells[0], Double.NaN);
      cells[points] = cells[0];
    }
    return cells;
  }

  private double[] natural(double[] y) {
    double[] inner = new double[points - 2];
    for (int i = 0; i < inner.length; i++) {
      inner[i] = 6 * (y[i] - 2 * y[i + 1] + y[i + 2]) / (step * step);
    }
    double[] diagonal = new double[inner.length];
    Arrays.fill(diagonal, 4);
    solve(diagonal, inner);
    double[] second = new double[points];
    System.arraycopy(inner, 0, second, 1, inner.length);
    return second;
  }

  /** The first equation and the last one know each other (Sherman–Morrison). */
  private double[] ofPeriod(double[] y) {
    int n = points - 1;
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      right[i] = 6 * (y[(i + n - 1) % n] - 2 * y[i] + y[i + 1]) / (step * step);
    }
    double[] diagonal = new double[n];
    Arrays.fill(diagonal, 4);
    diagonal[0] +=
        4; // the matrix is one without corners, plus u vᵀ: u = (−4, 0 … 0, 1), v = (1, 0 … 0, −1/4)
    diagonal[n - 1] += 0.25;
    double[] u = new double[n];
    u[0] = -4;
    u[n - 1] = 1;
    solve(diagonal.clone(), right);
    solve(diagonal, u);
    double factor = (right[0] - right[n - 1] / 4) / (1 + u[0] - u[n - 1] / 4);
    double[] second = new double[points];
    for (int i = 0; i < n; i++) {
      second[i] = right[i] - factor * u[i];
    }
    second[n] = second[0];
    return second;
  }

  /**
   * Solves a system that has this diagonal with ones beside it, by elimination.
   *
   * @param diagonal modified
   * @param right the right-hand side; becomes the solution
   */
  private static void solve(double[] diagonal, double[] right) {
    for (int i = 1; i < right.length; i++) {
      diagonal[i] -= 1 / diagonal[i - 1];
      right[i] -= right[i - 1] / diagonal[i - 1];
    }
    for (int i = right.length - 1; i >= 0; i--) {
      double after = i + 1 < right.length ? right[i + 1] : 0;
      right[i] = (right[i] - after) / diagonal[i];
    }
  }
}
