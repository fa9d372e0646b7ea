package perrin.statistics.reference;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * Where the density e^(−E(x)/kT) lives: a mesh on which its logarithm changes little from point to
 * point.
 *
 * <p>The mesh is in the variable t of a {@link Stretch}; the weight of dt is w(t) = e^(−E(x)/kT) ·
 * dx/dt.
 *
 * <p>Where the energy is +∞ or not a number there is no weight.
 */
final class DensityMesh {
  /** Weights below e^−60 = 1e-26 of the largest are dropped. */
  private static final double CUT = 60;

  /** The largest change of ln w from one mesh point to the next. */
  private static final double STEP = 4;

  /** t within which steps are {@link #INNER} (x from c − 3.6 s to c + 3.6 s), beyond it OUTER. */
  private static final double NEAR = 2;

  private static final double INNER = 0.002;
  private static final double OUTER = 0.02;

  /** As many points of a closed range as there are near the expected one. */
  private static final double WITHIN = 0.0005;

  /** Points at either end that must be without weight: the last factor of e in |x|. */
  private static final int END = (int) (1 / OUTER);

  /** Energies below −1e12 kT keep no digits to integrate with. */
  private static final double DEEPEST = 1e12;

  /** How near a singularity is looked at, as a share of the expected range. */
  private static final double NEAREST = 1e-15;

  private static final int MAX_POINTS = 1_000_000;

  private final DoubleUnaryOperator energy;
  private final double kT;
  private final Stretch stretch;
  private double[] points;
  private double[] logWeights;
  private double top;

  DensityMesh(DoubleUnaryOperator energy, double kT, Extent extent) {
    this(energy, kT, new Stretch(extent));
    scan();
    checkConfined();
    while (refine()) {
      checkDepth();
    }
    trim();
  }

  private DensityMesh(DoubleUnaryOperator energy, double kT, Stretch stretch) {
    this.energy = energy;
    this.kT = kT;
    this.stretch = stretch;
  }

  /** Looks at the ends alone. */
  static void requireConfined(DoubleUnaryOperator energy, double kT, Extent extent) {
    DensityMesh mesh = new DensityMesh(energy, kT, new Stretch(extent));
    mesh.scan();
    mesh.checkConfined();
  }

  /** The t of a position. */
  double t(double x) {
    return stretch.t(x);
  }

  /** The position at t. */
  double x(double t) {
    return stretch.x(t);
  }

  /** w(t) over its largest value, about 1 at most. */
  double weight(double t) {
    return StrictMath.exp(logWeight(t) - top);
  }

  /** Where weight begins. */
  double from() {
    return x(points[0]);
  }

  /** Where weight ends. */
  double to() {
    return x(points[points.length - 1]);
  }

  /** The mesh points, ascending; all weight lies between the first and the last. */
  double[] points() {
    return points;
  }

  /** ln of the largest w on the mesh. */
  double top() {
    return top;
  }

  /** The place of the highest maximum of e^(−E/kT) beyond a range, if there is one. */
  OptionalDouble peakBeyond(double from, double to) {
    double highest = Double.NEGATIVE_INFINITY;
    OptionalDouble found = OptionalDouble.empty();
    for (int i = 0; i < points.length; i++) {
      double x = x(points[i]);
      double here = logDensity(i);
      boolean peak = here >= logDensity(i - 1) && here >= logDensity(i + 1);
      if (peak && here > highest && (x < from || x > to)) {
        highest = here;
        found = OptionalDouble.of(x);
      }
    }
    return found;
  }

  /** −E/kT at a point of the mesh; −∞ beyond its ends. */
  private double logDensity(int i) {
    return i < 0 || i >= points.length
        ? Double.NEGATIVE_INFINITY
        : logWeights[i] - stretch.logSlope(points[i]);
  }

  /** ∫ w dt in units of e^top, by the trapezoidal rule. */
  double mass() {
    double sum = 0;
    for (int i = 0; i + 1 < points.length; i++) {
      sum += mass(i);
    }
    return sum;
  }

  private double mass(int i) {
    double ends = StrictMath.exp(logWeights[i] - top) + StrictMath.exp(logWeights[i + 1] - top);
    return ends / 2 * (points[i + 1] - points[i]);
  }

  /**
   * The relative error that weights have from rounding: E/kT is known to its last digits only, and
   * so is x, which moves ln w by its slope.
   */
  double noise() {
    double sum = 0;
    for (int i = 0; i + 1 < points.length; i++) {
      double left = x(points[i]);
      double right = x(points[i + 1]);
      double slope = Math.abs((logWeights[i + 1] - logWeights[i]) / (right - left));
      if (slope < Double.POSITIVE_INFINITY) {
        sum += mass(i) * slope * Math.ulp(Math.max(Math.abs(left), Math.abs(right)));
      }
    }
    return sum / mass() + 8 * Math.ulp(top);
  }

  /** ln w(t) = −E/kT + ln dx/dt; −∞ outside the energy's domain. */
  double logWeight(double t) {
    double e = energy.applyAsDouble(x(t)) / kT;
    if (e == Double.NEGATIVE_INFINITY) {
      return besideSingularity(t);
    }
    return Double.isNaN(e) ? Double.NEGATIVE_INFINITY : stretch.logSlope(t) - e;
  }

  /**
   * ln w next to a point where the energy is −∞, as in |x|^(−1/2): the density is normalised there
   * if it grows more slowly than 1/distance.
   */
  private double besideSingularity(double t) {
    double x = x(t);
    double near = NEAREST * stretch.scale();
    double far = 1000 * near;
    double highest = Double.NEGATIVE_INFINITY;
    for (int side = -1; side <= 1; side += 2) {
      double there = energy.applyAsDouble(x + side * near) / kT;
      double outside = energy.applyAsDouble(x + side * far) / kT;
      double exponent = (outside - there) / StrictMath.log(1000);
      if (there == Double.NEGATIVE_INFINITY || exponent > 1 - 1e-6) {
        throw unbounded(x);
      }
      if (there < Double.POSITIVE_INFINITY) {
        highest = Math.max(highest, -there);
      }
    }
    return stretch.logSlope(t) + highest;
  }

  private void scan() {
    int near = stretch.closed() ? (int) Math.round(1 / WITHIN) : (int) Math.round(NEAR / INNER);
    int half = stretch.closed() ? near : near + (int) Math.round((stretch.last() - NEAR) / OUTER);
    double inner = stretch.closed() ? WITHIN : INNER;
    points = new double[2 * half + 1];
    for (int i = 1; i <= half; i++) {
      double t = i <= near ? i * inner : NEAR + (i - near) * OUTER;
      points[half + i] = t;
      points[half - i] = -t;
    }
    logWeights = Arrays.stream(points).map(this::logWeight).toArray();
    top = Arrays.stream(logWeights).max().orElseThrow();
    if (top == Double.NEGATIVE_INFINITY) {
      throw new NoReferenceException(
          "the energy is not a finite number for any x that was tried",
          NoReferenceException.Reason.NOT_FINITE);
    }
  }

  private void checkConfined() {
    checkDepth();
    boolean left = false;
    boolean right = false;
    for (int i = 0; i < END && !stretch.closed(); i++) {
      left |= logWeights[i] > top - CUT;
      right |= logWeights[points.length - 1 - i] > top - CUT;
    }
    if (left || right) {
      throw new NoReferenceException(
          "the energy does not confine the walker: e^(-E/kT) does not fall off fast enough towards x"
              + " = "
              + (left ? "-infinity" : "+infinity")
              + " to be normalised; add a term that grows, or leave out check.boltzmann",
          NoReferenceException.Reason.NOT_CONFINED);
    }
  }

  private void checkDepth() {
    for (int i = 0; i < points.length; i++) {
      if (logWeights[i] > DEEPEST) {
        throw unbounded(x(points[i]));
      }
    }
  }

  private static NoReferenceException unbounded(double x) {
    return new NoReferenceException(
        "the energy is unbounded below (at x = "
            + String.format(Locale.ROOT, "%.3g", x)
            + " it is beyond -1e12 kT), so it has no Boltzmann distribution; add a term that grows, or"
            + " leave out check.boltzmann",
        NoReferenceException.Reason.NOT_CONFINED);
  }

  /** Halves the intervals over which ln w changes too much; says whether there were any. */
  private boolean refine() {
    int n = points.length;
    if (n > MAX_POINTS) {
      throw new NoReferenceException(
          "the energy is too rough to integrate its Boltzmann distribution",
          NoReferenceException.Reason.TOO_ROUGH);
    }
    double[] morePoints = new double[2 * n];
    double[] moreWeights = new double[2 * n];
    int m = 0;
    double highest = top;
    for (int i = 0; i < n; i++) {
      morePoints[m] = points[i];
      moreWeights[m++] = logWeights[i];
      if (i + 1 < n && tooCoarse(i)) {
        double middle = points[i] + (points[i + 1] - points[i]) / 2;
        morePoints[m] = middle;
        moreWeights[m] = logWeight(middle);
        highest = Math.max(highest, moreWeights[m++]);
      }
    }
    points = Arrays.copyOf(morePoints, m);
    logWeights = Arrays.copyOf(moreWeights, m);
    top = highest;
    return m > n;
  }

  private boolean tooCoarse(int i) {
    double high = Math.max(logWeights[i], logWeights[i + 1]);
    double low = Math.min(logWeights[i], logWeights[i + 1]);
    double width = points[i + 1] - points[i];
    double size = Math.max(Math.abs(points[i]), Math.abs(points[i + 1]));
    return high > top - CUT && high - low > STEP && width > 1e-14 * Math.max(size, 1e-3);
  }

  private void trim() {
    int first = 0;
    while (logWeights[first] <= top - CUT) {
      first++;
    }
    int last = points.length - 1;
    while (logWeights[last] <= top - CUT) {
      last--;
    }
    first = Math.max(0, first - 1);
    last = Math.min(points.length - 1, last + 1);
    points = Arrays.copyOfRange(points, first, last + 1);
    logWeights = Arrays.copyOfRange(logWeights, first, last + 1);
  }
}
