package perrin.statistics.reference;

/**
 * The coordinate x as a function of the variable t of integration.
 *
 * <p>On the whole line, x = c + s·sinh t, where c, s are the middle and half width of the range in
 * which the density is expected. Near there it is close to linear; far away equal steps in t are
 * equal factors in x, so that tails that fall like a power end as soon as Gaussian ones do. On a
 * closed range, x = c + s·t with t from −1 to 1.
 */
final class Stretch {
  /** The last t of the whole line: x = c ± 4e99 s. */
  static final double FAR = 230;

  private final double center;
  private final double scale;
  private final boolean closed;

  Stretch(Extent extent) {
    center = extent.from() + (extent.to() - extent.from()) / 2;
    scale = (extent.to() - extent.from()) / 2;
    closed = extent.closed();
  }

  /** Whether there is nothing beyond t = ±1. */
  boolean closed() {
    return closed;
  }

  /** The last t; the first is as far below 0. */
  double last() {
    return closed ? 1 : FAR;
  }

  double x(double t) {
    return center + scale * (closed ? t : StrictMath.sinh(t));
  }

  double t(double x) {
    double z = (x - center) / scale;
    if (closed) {
      return z;
    }
    double a = Math.abs(z);
    double t = a > 1e150 ? StrictMath.log(2) + StrictMath.log(a) : asinh(a);
    return Math.copySign(t, z);
  }

  private static double asinh(double a) {
    return StrictMath.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
  }

  /** Half the expected range. */
  double scale() {
    return scale;
  }

  /** dx/dt. */
  double slope(double t) {
    return StrictMath.exp(logSlope(t));
  }

  /** ln dx/dt. */
  double logSlope(double t) {
    return StrictMath.log(closed ? scale : scale * StrictMath.cosh(t));
  }
}
