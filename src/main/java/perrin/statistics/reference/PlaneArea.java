package perrin.statistics.reference;

/** A rectangle in the variables t, u of a plane; a, b are the same from −1 to 1. */
record PlaneArea(double fromT, double toT, double fromU, double toU) {
  /** Sides, relative to their distance from the origin, that are not halved. */
  private static final double SMALLEST = 1e-13;

  double sideT() {
    return toT - fromT;
  }

  double sideU() {
    return toU - fromU;
  }

  double size() {
    return sideT() * sideU();
  }

  double t(double a) {
    return fromT + sideT() * (1 + a) / 2;
  }

  double u(double b) {
    return fromU + sideU() * (1 + b) / 2;
  }

  double a(double t) {
    return 2 * (t - fromT) / sideT() - 1;
  }

  double b(double u) {
    return 2 * (u - fromU) / sideU() - 1;
  }

  /** Where a side is halved. */
  double middle(boolean inT) {
    return inT ? fromT + sideT() / 2 : fromU + sideU() / 2;
  }

  /** One half. */
  PlaneArea half(boolean inT, boolean upper) {
    double middle = middle(inT);
    return inT
        ? new PlaneArea(upper ? middle : fromT, upper ? toT : middle, fromU, toU)
        : new PlaneArea(fromT, toT, upper ? middle : fromU, upper ? toU : middle);
  }

  /** The smallest that both are in. */
  PlaneArea with(PlaneArea other) {
    return new PlaneArea(
        Math.min(fromT, other.fromT),
        Math.max(toT, other.toT),
        Math.min(fromU, other.fromU),
        Math.max(toU, other.toU));
  }

  /** Whether a side is as short as sides get. */
  boolean smallest(boolean inT) {
    return inT ? smallest(fromT, toT) : smallest(fromU, toU);
  }

  /** Whether both sides are as short as sides get. */
  boolean smallest() {
    return smallest(true) && smallest(false);
  }

  private static boolean smallest(double from, double to) {
    return to - from < SMALLEST * Math.max(1e-3, Math.max(Math.abs(from), Math.abs(to)));
  }
}
