package perrin.kernel.landscape;

/**
 * A descent from a single position to a minimum nearby, in double precision on the host: BFGS with
 * backtracking (Nocedal &amp; Wright, Numerical Optimization, 2006, alg. 6.1 and 3.1). Between
 * walls a place beyond one is moved to it.
 */
public final class QuasiNewton {
  /** Of a decrease that the slope promises, what is enough. */
  private static final double ENOUGH = 1e-4;

  private static final int MOST_HALVINGS = 60;

  /** A gradient that is this much smaller than the energy is rounding. */
  private static final double FLAT = 1e-13;

  private final PointEnergy energy;
  private final int dimension;
  private final double[] low;
  private final double[] high;

  /** Where a descent has ended, and the energy there. */
  public record Place(double[] at, double energy) {}

  /**
   * @param low where walls are, for each coordinate; −∞ where there is none
   * @param high likewise; ∞ where there is none
   */
  public QuasiNewton(PointEnergy energy, double[] low, double[] high) {
    this.energy = energy;
    this.dimension = low.length;
    this.low = low.clone();
    this.high = high.clone();
  }

  /**
   * Goes down until nothing is gained, or for so many steps.
   *
   * @param start shape [coordinates]; not modified
   * @return a place that is not higher
   */
  public Place descend(double[] start, int steps) {
    double[] x = start.clone();
    double value = energy.energy(x);
    double[] slope = energy.gradient(x);
    double[][] inverse = identity(1 / Math.max(Double.MIN_NORMAL, norm(slope)));
    for (int n = 0; n < steps && norm(slope) > FLAT * (1 + Math.abs(value)); n++) {
      double[] direction = product(inverse, slope);
      if (!(dot(direction, slope) > 0)) { // rounding has spoilt the matrix
        inverse = identity(1 / norm(slope));
        direction = product(inverse, slope);
      }
      double[] next = searched(x, value, direction, dot(direction, slope));
      double there = energy.energy(next);
      if (!(there < value)) {
        break;
      }
      double[] slopeThere = energy.gradient(next);
      update(inverse, difference(next, x), difference(slopeThere, slope), n == 0);
      x = next;
      value = there;
      slope = slopeThere;
    }
    return new Place(x, value);
  }

  /** The first of x − d, x − d/2, … that is enough lower. */
  private double[] searched(double[] x, double value, double[] direction, double promised) {
    double length = 1;
    double[] next = moved(x, direction, length);
    for (int k = 0;
        k < MOST_HALVINGS && !(energy.energy(next) <= value - ENOUGH * length * promised);
        k++) {
      length /= 2;
      next = moved(x, direction, length);
    }
    return next;
  }

  /** H ← (1 − ρ s yᵀ) H (1 − ρ y sᵀ) + ρ s sᵀ, ρ = 1/yᵀs, where the curvature is positive. */
  private void update(double[][] inverse, double[] s, double[] y, boolean first) {
    double curvature = dot(s, y);
    if (!(curvature > 0)) {
      return;
    }
    if (first) { // eq. 6.20: the size of the matrix
      double size = curvature / dot(y, y);
      for (int i = 0; i < dimension; i++) {
        inverse[i][i] = size;
      }
    }
    double[] hy = product(inverse, y);
    double factor = (1 + dot(y, hy) / curvature) / curvature;
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < dimension; j++) {
        inverse[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
      }
    }
  }

  private double[][] identity(double size) {
    double[][] matrix = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      matrix[i][i] = size;
    }
    return matrix;
  }

  private double[] moved(double[] x, double[] direction, double length) {
    double[] next = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      next[i] = Math.clamp(x[i] - length * direction[i], low[i], high[i]);
    }
    return next;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static double[] product(double[][] matrix, double[] v) {
    double[] product = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      product[i] = dot(matrix[i], v);
    }
    return product;
  }

  private static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
