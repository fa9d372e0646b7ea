package perrin.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * A rectangle of a plane in which a density is a polynomial, as good as that is: its values at the
 * points of a Gauss rule, or its halves. Immutable but for becoming halves.
 */
final class PlaneBox {
  /** Larger boxes could hide things between their points. */
  private static final double LARGEST = 0.5;

  /** How far the polynomial may be from known points, beside 100 times its roughness. */
  private static final double MISFIT = 1e-6;

  /** Sides, relative to their distance from the origin, that are not halved. */
  private static final double SMALLEST = 1e-13;

  /** Errors of values, in the sums of coefficients. */
  private static final double AMPLIFIED = 100;

  private static final int N = Legendre.N;

  private final PlaneDensity density;
  final double fromT;
  final double toT;
  final double fromU;
  final double toU;
  private List<PlaneSearch.Point> known;
  private PlaneBox lower;
  private PlaneBox upper;
  private boolean halvedInT;

  /** ln of the largest weight known; −∞ where nothing was looked at. */
  private double logMax = Double.NEGATIVE_INFINITY;

  /** w at the rule's points over its maximum, [i·N + j]; null where nothing was looked at. */
  private double[] values;

  /** Roots of the sums of c_kl² of the two highest orders in t, and in u. */
  private double tailT;

  private double tailU;
  private double roughness;

  /** Of the values over the area. */
  private double mean;

  private boolean misfit;
  private boolean followed;
  private double unit;

  /**
   * @param known points with weight within it
   */
  PlaneBox(
      PlaneDensity density,
      double fromT,
      double toT,
      double fromU,
      double toU,
      List<PlaneSearch.Point> known) {
    this.density = density;
    this.fromT = fromT;
    this.toT = toT;
    this.fromU = fromU;
    this.toU = toU;
    this.known = known;
  }

  /**
   * Looks at the density if there may be any; several boxes may do so at a time.
   *
   * @param unit integrals are in units of e^unit
   * @param lowest ln of the weights that do not count
   */
  void look(double unit, double lowest) {
    this.unit = unit;
    tailT = 0;
    tailU = 0;
    logMax = Double.NEGATIVE_INFINITY;
    for (PlaneSearch.Point point : known) {
      logMax = Math.max(logMax, point.logWeight());
    }
    if (logMax <= lowest || tooLarge()) {
      return;
    }
    double[] logWeights = logWeights();
    double highest = Arrays.stream(logWeights).max().orElseThrow();
    double best = logMax;
    logMax = Math.max(logMax, highest);
    if (logMax <= lowest) {
      return;
    }
    if (highest < best - 3) {
      misfit = true;
      return;
    }
    logMax = highest;
    values = Arrays.stream(logWeights).map(w -> StrictMath.exp(w - highest)).toArray();
    double[] c = Legendre.coefficients(values);
    measure(c, logWeights);
    misfit = known.stream().anyMatch(point -> misses(point, c));
  }

  private void measure(double[] c, double[] logWeights) {
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
            * (fineness(density.first, fromT, toT) + fineness(density.second, fromU, toU));
  }

  /** The last digit of a position, relative to the side's length. */
  private static double fineness(Stretch stretch, double from, double to) {
    double a = stretch.x(from);
    double b = stretch.x(to);
    return Math.ulp(Math.max(Math.abs(a), Math.abs(b))) / (b - a);
  }

  private double[] logWeights() {
    double[] logWeights = new double[N * N];
    double[] y = new double[N];
    double[] slope = new double[N];
    for (int j = 0; j < N; j++) {
      double u = u(Legendre.point(j));
      y[j] = density.second.x(u);
      slope[j] = density.second.logSlope(u);
    }
    for (int i = 0; i < N; i++) {
      double t = t(Legendre.point(i));
      double x = density.first.x(t);
      double slopeT = density.first.logSlope(t);
      for (int j = 0; j < N; j++) {
        logWeights[i * N + j] = density.logDensity(x, y[j]) + slopeT + slope[j];
      }
    }
    return logWeights;
  }

  private double t(double a) {
    return fromT + (toT - fromT) * (1 + a) / 2;
  }

  private double u(double b) {
    return fromU + (toU - fromU) * (1 + b) / 2;
  }

  /** Whether the polynomial is not what it should be at a known point. */
  private boolean misses(PlaneSearch.Point point, double[] c) {
    double[] p = Legendre.values(2 * (point.t() - fromT) / (toT - fromT) - 1);
    double[] q = Legendre.values(2 * (point.u() - fromU) / (toU - fromU) - 1);
    double value = 0;
    for (int k = 0; k < N; k++) {
      for (int l = 0; l < N; l++) {
        value += c[k * N + l] * p[k] * q[l];
      }
    }
    double error = Math.abs(StrictMath.exp(point.logWeight() - logMax) - value);
    return error > MISFIT + 100 * (tailT + tailU);
  }

  private boolean tooLarge() {
    return toT - fromT > LARGEST || toU - fromU > LARGEST;
  }

  /** Whether it must be halved, whatever its error is. */
  boolean unknown(double lowest) {
    return logMax > lowest && (values == null || misfit) && !smallest();
  }

  private boolean smallest() {
    return tooSmall(fromT, toT) && tooSmall(fromU, toU);
  }

  private static boolean tooSmall(double from, double to) {
    return to - from < SMALLEST * Math.max(1e-3, Math.max(Math.abs(from), Math.abs(to)));
  }

  /** Whether there is weight in it. */
  boolean alive(double lowest) {
    return values != null && logMax > lowest;
  }

  double logMax() {
    return logMax;
  }

  /** About how wrong integrals over parts of it may be. */
  double error() {
    return values == null || smallest() ? 0 : roughness * area() * StrictMath.exp(logMax - unit);
  }

  /** ∫ w dt du. */
  double mass() {
    return mean * area() * StrictMath.exp(logMax - unit);
  }

  /** Whether its neighbours are to be looked at; once only. */
  boolean follow() {
    boolean first = !followed;
    followed = true;
    return first;
  }

  private double area() {
    return (toT - fromT) * (toU - fromU);
  }

  boolean isLeaf() {
    return lower == null;
  }

  PlaneBox lower() {
    return lower;
  }

  PlaneBox upper() {
    return upper;
  }

  /** Makes two of it, across the side along which the polynomial is worse, or the longer one. */
  void halve() {
    boolean byTail = values != null && Math.max(tailT, tailU) > 4 * Math.min(tailT, tailU);
    halvedInT = byTail ? tailT > tailU : toT - fromT >= toU - fromU;
    if (halvedInT ? tooSmall(fromT, toT) : tooSmall(fromU, toU)) {
      halvedInT = !halvedInT;
    }
    List<PlaneSearch.Point> below = new ArrayList<>();
    List<PlaneSearch.Point> above = new ArrayList<>();
    double middle = middle();
    for (PlaneSearch.Point point : known) {
      ((halvedInT ? point.t() : point.u()) < middle ? below : above).add(point);
    }
    if (values != null) {
      below.add(highest(false, middle));
      above.add(highest(true, middle));
    }
    lower =
        halvedInT
            ? new PlaneBox(density, fromT, middle, fromU, toU, below)
            : new PlaneBox(density, fromT, toT, fromU, middle, below);
    upper =
        halvedInT
            ? new PlaneBox(density, middle, toT, fromU, toU, above)
            : new PlaneBox(density, fromT, toT, middle, toU, above);
    known = List.of();
    values = null;
  }

  /** The highest of the rule's points in one half: the halves must not forget the weight there. */
  private PlaneSearch.Point highest(boolean ofUpper, double middle) {
    double best = Double.NEGATIVE_INFINITY;
    PlaneSearch.Point found = null;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double t = t(Legendre.point(i));
        double u = u(Legendre.point(j));
        boolean isUpper = (halvedInT ? t : u) >= middle;
        if (isUpper == ofUpper && (found == null || values[i * N + j] > best)) {
          best = values[i * N + j];
          found = new PlaneSearch.Point(t, u, logMax + StrictMath.log(best));
        }
      }
    }
    return found;
  }

  private double middle() {
    return halvedInT ? fromT + (toT - fromT) / 2 : fromU + (toU - fromU) / 2;
  }

  /** The leaf that a point is in. */
  PlaneBox leaf(double t, double u) {
    PlaneBox box = this;
    while (!box.isLeaf()) {
      box = (box.halvedInT ? t : u) < box.middle() ? box.lower : box.upper;
    }
    return box;
  }

  /** Makes a point known where there was thought to be nothing; {@link #look} again. */
  void wake(PlaneSearch.Point point) {
    List<PlaneSearch.Point> more = new ArrayList<>(known);
    more.add(point);
    known = more;
  }

  /**
   * ∫ w f dt du.
   *
   * @param f a function of x and y
   */
  double integral(DoubleBinaryOperator f) {
    double[] y = new double[N];
    Arrays.setAll(y, j -> density.second.x(u(Legendre.point(j))));
    double sum = 0;
    for (int i = 0; i < N; i++) {
      double x = density.first.x(t(Legendre.point(i)));
      for (int j = 0; j < N; j++) {
        double w = Legendre.weight(i) * Legendre.weight(j) * values[i * N + j];
        sum += w == 0 ? 0 : w * f.applyAsDouble(x, y[j]);
      }
    }
    return sum * scale();
  }

  /** A quarter of the area, since the rule is for a square of 4, times the largest weight. */
  private double scale() {
    return area() / 4 * StrictMath.exp(logMax - unit);
  }

  /** Places just beyond its sides, [t, u] each. */
  List<double[]> around() {
    List<double[]> places = new ArrayList<>();
    double outT = (toT - fromT) * 1e-9;
    double outU = (toU - fromU) * 1e-9;
    for (int i = 0; i < N; i++) {
      double t = t(Legendre.point(i));
      double u = u(Legendre.point(i));
      places.add(new double[] {fromT - outT, u});
      places.add(new double[] {toT + outT, u});
      places.add(new double[] {t, fromU - outU});
      places.add(new double[] {t, toU + outU});
    }
    return places;
  }

  /**
   * Adds the integrals over its parts between lines.
   *
   * @param t ascending, [m]
   * @param u ascending, [n]
   * @param sums for the parts below, between and above the lines, [m + 1][n + 1]; modified
   */
  void addTo(double[][] sums, double[] t, double[] u) {
    int firstT = firstAbove(t, fromT);
    int firstU = firstAbove(u, fromU);
    double[][] a = integrals(t, firstT, fromT, toT);
    double[][] b = integrals(u, firstU, fromU, toU);
    double[] c = Legendre.coefficients(values);
    double scale = scale();
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
