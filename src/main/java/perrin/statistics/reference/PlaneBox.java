package perrin.statistics.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * A box of a plane in which a density is a polynomial, as good as that is, or about which nothing
 * is known yet, or which has become two halves.
 */
final class PlaneBox {
  /** Larger boxes could hide things between their points. */
  private static final double LARGEST = 0.5;

  /** How far the polynomial may be from known points, beside what its roughness explains. */
  private static final double MISFIT = 1e-6;

  /** ln of how much lower the polynomial's points may be than a known one. */
  private static final double MISSED = 3;

  private final PlaneDensity density;
  private final PlaneArea area;
  private List<PlaneSearch.Point> known;
  private PlaneBox lower;
  private PlaneBox upper;
  private boolean halvedInT;

  /** ln of the largest weight known; −∞ where nothing was looked at. */
  private double logMax = Double.NEGATIVE_INFINITY;

  /** Null where there is none. */
  private PlanePolynomial polynomial;

  private boolean misfit;
  private boolean followed;
  private double unit;

  /**
   * @param known points with weight within it
   */
  PlaneBox(PlaneDensity density, PlaneArea area, List<PlaneSearch.Point> known) {
    this.density = density;
    this.area = area;
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
    double best = Double.NEGATIVE_INFINITY;
    for (PlaneSearch.Point point : known) {
      best = Math.max(best, point.logWeight());
    }
    logMax = best;
    if (best <= lowest || area.sideT() > LARGEST || area.sideU() > LARGEST) {
      return;
    }
    double[] logWeights = PlanePolynomial.logWeights(density, area);
    double highest = Double.NEGATIVE_INFINITY;
    for (double logWeight : logWeights) {
      highest = Math.max(highest, logWeight);
    }
    if (highest < best - MISSED) {
      misfit = true;
      return;
    }
    logMax = highest;
    polynomial = new PlanePolynomial(density, area, logWeights);
    misfit = polynomial.misses(known, MISFIT);
  }

  /** Whether it must be halved, whatever its error is. */
  boolean unknown(double lowest) {
    return logMax > lowest && (polynomial == null || misfit) && !area.smallest();
  }

  /** Whether there is weight in it. */
  boolean alive(double lowest) {
    return polynomial != null && logMax > lowest;
  }

  PlaneArea area() {
    return area;
  }

  PlanePolynomial polynomial() {
    return polynomial;
  }

  double logMax() {
    return logMax;
  }

  /** About how wrong integrals over parts of it may be. */
  double error() {
    return polynomial == null || area.smallest()
        ? 0
        : polynomial.roughness() * polynomial.scale(unit);
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
    halvedInT = area.sideT() >= area.sideU();
    if (polynomial != null && (polynomial.worseInT() || polynomial.worseInU())) {
      halvedInT = polynomial.worseInT();
    }
    halvedInT ^= area.smallest(halvedInT);
    List<PlaneSearch.Point> below = new ArrayList<>();
    List<PlaneSearch.Point> above = new ArrayList<>();
    for (PlaneSearch.Point point : known) {
      (isUpper(point.t(), point.u()) ? above : below).add(point);
    }
    if (polynomial != null) { // the halves must not forget the weight that was seen
      below.add(polynomial.highest(halvedInT, false));
      above.add(polynomial.highest(halvedInT, true));
    }
    lower = new PlaneBox(density, area.half(halvedInT, false), below);
    upper = new PlaneBox(density, area.half(halvedInT, true), above);
    known = List.of();
    polynomial = null;
  }

  private boolean isUpper(double t, double u) {
    return (halvedInT ? t : u) >= area.middle(halvedInT);
  }

  /** The leaf that a point is in. */
  PlaneBox leaf(double t, double u) {
    PlaneBox box = this;
    while (!box.isLeaf()) {
      box = box.isUpper(t, u) ? box.upper : box.lower;
    }
    return box;
  }

  /** Makes a point known where there was thought to be nothing; {@link #look} again. */
  void wake(PlaneSearch.Point point) {
    List<PlaneSearch.Point> more = new ArrayList<>(known);
    more.add(point);
    known = more;
  }

  /** Whether its neighbours are to be looked at; once only. */
  boolean follow() {
    boolean first = !followed;
    followed = true;
    return first;
  }

  /** Whether its neighbours were looked at. */
  boolean isFollowed() {
    return followed;
  }

  /** Places just beyond its sides, [t, u] each. */
  List<double[]> around() {
    List<double[]> places = new ArrayList<>();
    double out = 1e-9;
    for (int i = 0; i < Legendre.N; i++) {
      double t = area.t(Legendre.point(i));
      double u = area.u(Legendre.point(i));
      places.add(new double[] {area.t(-1 - out), u});
      places.add(new double[] {area.t(1 + out), u});
      places.add(new double[] {t, area.u(-1 - out)});
      places.add(new double[] {t, area.u(1 + out)});
    }
    return places;
  }
}
