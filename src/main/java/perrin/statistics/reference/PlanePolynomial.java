package perrin.statistics.reference;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * A density of two coordinates within a rectangle as a polynomial of degree 11 in t and in u: its
 * values at the points of a Gauss rule. Immutable.
 */
final class PlanePolynomial {
  /** Errors of values, in sums of coefficients. */
  private static final double AMPLIFIED = 100;

  private static final int N = Legendre.N;

  private final PlaneDensity density;
  private final PlaneArea area;
  private final double logMax;

  /** w at the rule's points over its maximum, [i·N + j]. */
  private final double[] values;

  /** Root of the sum of c_kl² of the two highest orders in t. */
  private double tailT;

  /** The same in u. */
  private double tailU;

  /** Of the values over the area. */
  private double mean;

  private double roughness;

  /**
   * @param logWeights ln w at the rule's points, [i·N + j], as {@link #logWeights} gives them
   */
  PlanePolynomial(PlaneDensity density, PlaneArea area, double[] logWeights) {
    this.density = density;
    this.area = area;
    logMax = Arrays.stream(logWeights).max().orElseThrow();
    values = Arrays.stream(logWeights).map(w -> StrictMath.exp(w - logMax)).toArray();
    measure(logWeights);
  }

  /** ln w at the rule's points within an area, [i·N + j]. */
  static double[] logWeights(PlaneDensity density, PlaneArea area) {
    double[] logWeights = new double[N * N];
    double[] y = new double[N];
    double[] slope = new double[N];
    for (int j = 0; j < N; j++) {
      double u = area.u(Legendre.point(j));
      y[j] = density.second.x(u);
      slope[j] = density.second.logSlope(u);
    }
    for (int i = 0; i < N; i++) {
      double t = area.t(Legendre.point(i));
      double x = density.first.x(t);
      double slopeT = density.first.logSlope(t);
      for (int j = 0; j < N; j++) {
        logWeights[i * N + j] = density.logDensity(x, y[j]) + slopeT + slope[j];
      }
    }
    return logWeights;
  }

  private void measure(double[] logWeights) {
    double[] c = Legendre.coefficients(values);
    double squaresT = 0;
    double squaresU = 0;
    for (int k = 0; k < N; k++) {
      for (int l = 0; l < N; l++) {
        double square = c[k * N + l] * c[k * N + l];
        squaresT += k >= N - 2 ? square : 0;
        squaresU += l >= N - 2 ? square : 0;
      }
    }
    tailT = Math.sqrt(squaresT);
    tailU = Math.sqrt(squaresU);
    roughness = Math.max(0, tailT + tailU - AMPLIFIED * noise(logWeights));
    mean = c[0];
  }

  /**
   * The relative error that weights have from rounding: E/kT is known to its last digits only, and
   * so are x and y, which move ln w by its slope.
   */
  private double noise(double[] logWeights) {
    double lowest = Arrays.stream(logWeights).filter(w -> w > logMax - 40).min().orElse(logMax);
    return Math.ulp(Math.max(1, Math.abs(logMax)))
        + (logMax - lowest)
            * (fineness(density.first, area.fromT(), area.toT())
                + fineness(density.second, area.fromU(), area.toU()));
  }

  /** The last digit of a position, relative to the side's length. */
  private static double fineness(Stretch stretch, double from, double to) {
    double a = stretch.x(from);
    double b = stretch.x(to);
    return Math.ulp(Math.max(Math.abs(a), Math.abs(b))) / (b - a);
  }

  /** About how wrong integrals over parts are, relative to the area times the largest weight. */
  double roughness() {
    return roughness;
  }

  /** Whether it is much worse along t than along u. */
  boolean worseInT() {
    return tailT > 4 * tailU;
  }

  /** Whether it is much worse along u than along t. */
  boolean worseInU() {
    return tailU > 4 * tailT;
  }

  /** Area times the largest weight, in units of e^unit. */
  double scale(double unit) {
    return area.size() * StrictMath.exp(logMax - unit);
  }

  /** ∫ w dt du, in units of e^unit. */
  double mass(double unit) {
    return mean * scale(unit);
  }

  /**
   * Whether it is not what it should be at some points.
   *
   * @param allowed a difference relative to the largest weight, beside what its roughness explains
   */
  boolean misses(Iterable<PlaneSearch.Point> points, double allowed) {
    double[] c = Legendre.coefficients(values);
    for (PlaneSearch.Point point : points) {
      double[] p = Legendre.values(area.a(point.t()));
      double[] q = Legendre.values(area.b(point.u()));
      double value = 0;
      for (int k = 0; k < N; k++) {
        for (int l = 0; l < N; l++) {
          value += c[k * N + l] * p[k] * q[l];
        }
      }
      double difference = Math.abs(StrictMath.exp(point.logWeight() - logMax) - value);
      if (difference > allowed + 100 * (tailT + tailU)) {
        return true;
      }
    }
    return false;
  }

  /** The highest of the rule's points in one half of the area. */
  PlaneSearch.Point highest(boolean inT, boolean upper) {
    double middle = area.middle(inT);
    PlaneSearch.Point found = null;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double t = area.t(Legendre.point(i));
        double u = area.u(Legendre.point(j));
        double w = logMax + StrictMath.log(values[i * N + j]);
        if ((inT ? t : u) >= middle == upper && (found == null || w > found.logWeight())) {
          found = new PlaneSearch.Point(t, u, w);
        }
      }
    }
    return found;
  }

  /**
   * ∫ w f dt du, in units of e^unit.
   *
   * @param f a function of x and y
   */
  double integral(DoubleBinaryOperator f, double unit) {
    double[] y = new double[N];
    Arrays.setAll(y, j -> density.second.x(area.u(Legendre.point(j))));
    double sum = 0;
    for (int i = 0; i < N; i++) {
      double x = density.first.x(area.t(Legendre.point(i)));
      for (int j = 0; j < N; j++) {
        double w = Legendre.weight(i) * Legendre.weight(j) * values[i * N + j];
        sum += w == 0 ? 0 : w * f.applyAsDouble(x, y[j]);
      }
    }
    return sum * scale(unit) / 4; // the rule is for a square of area 4
  }

  /**
   * Adds the integrals over the parts that lines cut the area into.
   *
   * @param t ascending, [m]
   * @param u ascending, [n]
   * @param sums for the parts below, between and above the lines, [m + 1][n + 1], in units of
   *     e^unit; modified
   */
  void addTo(double[][] sums, double[] t, double[] u, double unit) {
    int firstT = firstAbove(t, area.fromT());
    int firstU = firstAbove(u, area.fromU());
    double[][] a = integrals(t, firstT, area.fromT(), area.toT());
    double[][] b = integrals(u, firstU, area.fromU(), area.toU());
    double[] c = Legendre.coefficients(values);
    double scale = scale(unit) / 4;
    for (int i = 0; i < a.length; i++) {
      double[] row = new double[N];
      for (int k = 0; k < N; k++) {
        for (int l = 0; l < N; l++) {
          row[l] += a[i][k] * c[k * N + l];
        }
      }
      for (int j = 0; j < b.length; j++) {
        double sum = 0;
        for (int l = 0; l < N; l++) {
          sum += row[l] * b[j][l];
        }
        sums[firstT + i][firstU + j] += sum * scale;
      }
    }
  }

  private static int firstAbove(double[] lines, double from) {
    int found = Arrays.binarySearch(lines, from);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** ∫ P_k over the stretches that lines from a first one on cut a side into, [stretches][N]. */
  private static double[][] integrals(double[] lines, int first, double from, double to) {
    int last = first;
    while (last < lines.length && lines[last] < to) {
      last++;
    }
    double[][] stretches = new double[last - first + 1][];
    double[] before = new double[N];
    for (int i = 0; i < stretches.length; i++) {
      double end = first + i < last ? 2 * (lines[first + i] - from) / (to - from) - 1 : 1;
      double[] here = Legendre.integrals(end);
      stretches[i] = new double[N];
      for (int k = 0; k < N; k++) {
        stretches[i][k] = here[k] - before[k];
      }
      before = here;
    }
    return stretches;
  }
}
