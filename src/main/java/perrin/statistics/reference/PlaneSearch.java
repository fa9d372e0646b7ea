package perrin.statistics.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds where a density of two coordinates has weight: points of a grid, the maxima that climbing
 * from its local maxima leads to, and whether there is weight at the end of the plane.
 *
 * <p>The grid is as fine as 1/400 of the expected range in and near it, and geometric beyond. A
 * basin that is narrower is found where the energy slopes towards it from some point of the grid.
 */
final class PlaneSearch {
  /** Weights below e^−40 = 4e-18 of the largest are dropped. */
  static final double CUT = 40;

  /** t within which steps are NEAR_STEP, up to MIDDLE MIDDLE_STEP, beyond OUTER_STEP. */
  private static final double NEAR = 2;

  private static final double NEAR_STEP = 0.01;
  private static final double MIDDLE = 10;
  private static final double MIDDLE_STEP = 0.25;
  private static final double OUTER_STEP = 2;

  /** Local maxima of the grid to climb from. */
  private static final int CLIMBS = 100;

  /** Distances, as t, at which all directions are looked into. */
  private static final double RING_STEP = 4;

  private static final int DIRECTIONS = 128;

  /** A point and its ln w. */
  record Point(double t, double u, double logWeight) {}

  private final PlaneDensity density;
  private final double[] t;
  private final double[] u;
  private final double coarseness;
  private final double[][] grid;
  private final List<Point> maxima = new ArrayList<>();
  private final List<Point> peaks;
  private double top = Double.NEGATIVE_INFINITY;

  /**
   * @param coarseness how many times the steps are longer, for energies that take long to compute;
   *     1 or more
   */
  PlaneSearch(PlaneDensity density, double coarseness) {
    this.density = density;
    this.coarseness = coarseness;
    t = steps(density.first, coarseness);
    u = steps(density.second, coarseness);
    grid = IntStream.range(0, t.length).parallel().mapToObj(this::column).toArray(double[][]::new);
    requireBounded();
    localMaxima().forEach(this::climb);
    peaks = List.copyOf(maxima);
    lookAround();
    for (Point point : maxima) {
      requireBounded(point);
      top = Math.max(top, point.logWeight);
    }
    if (top == Double.NEGATIVE_INFINITY) {
      throw new NoReferenceException(
          "the energy is not a finite number for any position that was tried",
          NoReferenceException.Reason.NOT_FINITE);
    }
    requireConfined();
  }

  /** ln of the largest w found. */
  double top() {
    return top;
  }

  /** Maxima of w in all directions. */
  List<Point> peaks() {
    return peaks;
  }

  /** Maxima of w, also of those along sides of rectangles. */
  List<Point> maxima() {
    return maxima;
  }

  /** Points of the grid with weight. */
  List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      for (int j = 0; j < u.length; j++) {
        if (grid[i][j] > top - CUT) {
          points.add(new Point(t[i], u[j], grid[i][j]));
        }
      }
    }
    return points;
  }

  private static double[] steps(Stretch stretch, double coarseness) {
    List<Double> positive = new ArrayList<>();
    if (stretch.closed()) {
      int n = (int) Math.ceil(1 / (NEAR_STEP / 2 * coarseness));
      for (int i = 1; i <= n; i++) {
        positive.add((double) i / n);
      }
    } else {
      int n = (int) Math.ceil(NEAR / (NEAR_STEP * coarseness));
      for (int i = 1; i <= n; i++) {
        positive.add(NEAR * i / n);
      }
      double middle = MIDDLE_STEP * Math.min(4, coarseness);
      for (double next = NEAR + middle; next < MIDDLE; next += middle) {
        positive.add(next);
      }
      double outer = OUTER_STEP * Math.min(5, coarseness);
      for (double next = Stretch.FAR; next >= MIDDLE; next -= outer) {
        positive.add(next);
      }
      positive.sort(null);
    }
    int half = positive.size();
    double[] steps = new double[2 * half + 1];
    for (int i = 0; i < half; i++) {
      steps[half + 1 + i] = positive.get(i);
      steps[half - 1 - i] = -positive.get(i);
    }
    return steps;
  }

  private double[] column(int i) {
    double x = density.first.x(t[i]);
    double slope = density.first.logSlope(t[i]);
    double[] column = new double[u.length];
    for (int j = 0; j < u.length; j++) {
      double y = density.second.x(u[j]);
      column[j] = density.logDensity(x, y) + slope + density.second.logSlope(u[j]);
    }
    return column;
  }

  /** The highest of those points whose neighbours are not higher; [i, j] each. */
  private List<int[]> localMaxima() {
    List<int[]> found = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      for (int j = 0; j < u.length; j++) {
        if (grid[i][j] > Double.NEGATIVE_INFINITY && isMaximum(i, j)) {
          found.add(new int[] {i, j});
        }
      }
    }
    found.sort(Comparator.comparingDouble(at -> -grid[at[0]][at[1]]));
    return found.subList(0, (int) Math.min(CLIMBS / Math.min(5, coarseness), found.size()));
  }

  /** Of equal neighbours the first counts. */
  private boolean isMaximum(int i, int j) {
    for (int a = Math.max(0, i - 1); a <= Math.min(t.length - 1, i + 1); a++) {
      for (int b = Math.max(0, j - 1); b <= Math.min(u.length - 1, j + 1); b++) {
        boolean before = a < i || a == i && b < j;
        if (before ? grid[a][b] >= grid[i][j] : grid[a][b] > grid[i][j]) {
          return false;
        }
      }
    }
    return true;
  }

  private void climb(int[] at) {
    int i = at[0];
    int j = at[1];
    double stepT = i + 1 < t.length ? t[i + 1] - t[i] : t[i - 1] - t[i];
    double stepU = j + 1 < u.length ? u[j + 1] - u[j] : u[j - 1] - u[j];
    maxima.add(
        new SimplexClimb(density).from(new Point(t[i], u[j], grid[i][j]), stepT / 2, stepU / 2));
  }

  /** Looks into all directions at growing distances, for valleys that the grid has no point in. */
  private void lookAround() {
    double step = RING_STEP * Math.min(5, coarseness);
    for (double distance = RING_STEP; distance <= Stretch.FAR; distance += step) {
      for (int side = 0; side < 4; side++) {
        lookAlong(distance, side);
      }
    }
  }

  /** One side of a rectangle around the expected range. */
  private void lookAlong(double distance, int side) {
    Stretch across = side < 2 ? density.first : density.second;
    Stretch along = side < 2 ? density.second : density.first;
    if (across.closed()) {
      return;
    }
    double fixed = side % 2 == 0 ? distance : -distance;
    double[] values = new double[DIRECTIONS + 1];
    int best = 0;
    for (int k = 0; k <= DIRECTIONS; k++) {
      values[k] = at(side, fixed, direction(along, distance, 2.0 * k / DIRECTIONS - 1));
      best = values[k] > values[best] ? k : best;
    }
    double left = 2.0 * Math.max(0, best - 1) / DIRECTIONS - 1;
    double right = 2.0 * Math.min(DIRECTIONS, best + 1) / DIRECTIONS - 1;
    double golden = (Math.sqrt(5) - 1) / 2;
    for (int k = 0; k < 60; k++) {
      double a = right - golden * (right - left);
      double b = left + golden * (right - left);
      if (at(side, fixed, direction(along, distance, a))
          > at(side, fixed, direction(along, distance, b))) {
        right = b;
      } else {
        left = a;
      }
    }
    double free = direction(along, distance, (left + right) / 2);
    double found = at(side, fixed, free);
    if (found > Double.NEGATIVE_INFINITY) {
      maxima.add(side < 2 ? new Point(fixed, free, found) : new Point(free, fixed, found));
    }
  }

  private double at(int side, double fixed, double free) {
    return side < 2 ? density.logWeight(fixed, free) : density.logWeight(free, fixed);
  }

  /** The t of a share, −1 … 1, of the distance. */
  private static double direction(Stretch along, double distance, double share) {
    if (along.closed()) {
      return share;
    }
    double a = Math.abs(share);
    double t =
        distance > 30 && a > 1e-9
            ? distance + StrictMath.log(a)
            : asinh(a * StrictMath.sinh(distance));
    return Math.copySign(t, share);
  }

  private static double asinh(double a) {
    return StrictMath.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
  }

  private void requireBounded() {
    for (int i = 0; i < t.length; i++) {
      for (int j = 0; j < u.length; j++) {
        requireBounded(new Point(t[i], u[j], grid[i][j]));
      }
    }
  }

  private void requireBounded(Point point) {
    if (PlaneDensity.tooDeep(point.logWeight)) {
      throw density.unbounded(point.t, point.u);
    }
  }

  private void requireConfined() {
    for (Point point : maxima) {
      requireConfined(point);
    }
    for (int i = 0; i < t.length; i++) {
      for (int j = 0; j < u.length; j++) {
        requireConfined(new Point(t[i], u[j], grid[i][j]));
      }
    }
  }

  private void requireConfined(Point point) {
    boolean end =
        !density.first.closed() && Math.abs(point.t) > Stretch.FAR - OUTER_STEP
            || !density.second.closed() && Math.abs(point.u) > Stretch.FAR - OUTER_STEP;
    if (end && point.logWeight > top - CUT) {
      throw density.notConfined(point.t, point.u);
    }
  }
}
