package perrin.statistics.landscape;

import java.util.List;

/**
 * The curvatures of an energy at a place and their directions, in units of a mesh's cells, along
 * the coordinates that are free to move.
 *
 * @param free numbers of the free coordinates, at most two
 * @param slope along these
 * @param curvatures ascending
 * @param directions of unit length, one for each curvature, shape [curvatures][free]
 */
record Modes(List<Integer> free, double[] slope, double[] curvatures, double[][] directions) {
  /** A curvature that is this much smaller than the other is rounding. */
  private static final double NOTHING = 1e-9;

  /** … and that small it is no curvature to people. */
  private static final double FLAT = 1e-6;

  /**
   * @param gradient shape [coordinates]
   * @param hessian shape [coordinates][coordinates]
   * @param cell the units, shape [coordinates]
   */
  static Modes of(List<Integer> free, double[] gradient, double[][] hessian, double[] cell) {
    double[] slope = free.stream().mapToDouble(i -> gradient[i] * cell[i]).toArray();
    if (free.size() < 2) {
      double[] curvature =
          free.stream().mapToDouble(i -> hessian[i][i] * cell[i] * cell[i]).toArray();
      return new Modes(free, slope, curvature, new double[][] {{1}});
    }
    double a = hessian[0][0] * cell[0] * cell[0];
    double b = hessian[0][1] * cell[0] * cell[1];
    double c = hessian[1][1] * cell[1] * cell[1];
    double half = (a - c) / 2;
    double root = Math.sqrt(half * half + b * b);
    double[] curvatures = {(a + c) / 2 - root, (a + c) / 2 + root};
    // The direction of the upper one, from the row that loses no digits.
    double x = half >= 0 ? half + root : b;
    double y = half >= 0 ? b : root - half;
    double length = Math.sqrt(x * x + y * y);
    double[] upper = length > 0 ? new double[] {x / length, y / length} : new double[] {1, 0};
    return new Modes(
        free, slope, curvatures, new double[][] {{-upper[1], upper[0]}, upper.clone()});
  }

  boolean finite() {
    for (int k = 0; k < slope.length; k++) {
      if (!Double.isFinite(slope[k]) || !Double.isFinite(curvatures[k])) {
        return false;
      }
    }
    return true;
  }

  private double largest() {
    double largest = 0;
    for (double curvature : curvatures) {
      largest = Math.max(largest, Math.abs(curvature));
    }
    return largest;
  }

  /** How many curvatures are negative by more than rounding. */
  int downward() {
    int count = 0;
    for (double curvature : curvatures) {
      count += curvature < -NOTHING * largest() ? 1 : 0;
    }
    return count;
  }

  /** Whether the energy is as flat as a valley's floor in some direction. */
  boolean flat() {
    for (double curvature : curvatures) {
      if (Math.abs(curvature) <= FLAT * largest()) {
        return true;
      }
    }
    return false;
  }

  boolean level() {
    for (double s : slope) {
      if (s != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Newton's step, in cells: down along all directions, or up along the one of the least curvature.
   * Along a direction without curvature there is none.
   *
   * @param up towards a saddle
   * @param longest along a coordinate
   */
  double[] step(boolean up, double longest) {
    double[] step = new double[slope.length];
    for (int k = 0; k < slope.length; k++) {
      double along = 0;
      for (int i = 0; i < slope.length; i++) {
        along += directions[k][i] * slope[i];
      }
      double size = Math.abs(curvatures[k]);
      double sign = up && k == 0 ? 1 : -1;
      double length =
          size <= NOTHING * largest()
              ? largest() > 0 || up ? 0 : sign * along
              : sign * along / size;
      for (int i = 0; i < slope.length; i++) {
        step[i] += length * directions[k][i];
      }
    }
    double most = 0;
    for (double s : step) {
      most = Math.max(most, Math.abs(s));
    }
    boolean level = largest() == 0 && most > 0; // a slope, whose size says nothing of a distance
    if (most > longest || level) {
      for (int i = 0; i < step.length; i++) {
        step[i] *= longest / most;
      }
    }
    return step;
  }
}
