package perrin.statistics.reference;

/**
 * Where the density of one coordinate is.
 *
 * @param from start of the range
 * @param to end of the range
 * @param closed whether the range is all there is, as between boundaries; else it is where the
 *     density is expected, usually the histogram's range: the density may extend beyond it, and be
 *     much narrower
 */
public record Extent(double from, double to, boolean closed) {
  private static final double MUCH_SMALLER = 8;

  public Extent {
    if (!(from < to) || Double.isInfinite(to - from)) {
      throw new IllegalArgumentException("range [" + from + ", " + to + "], must have from < to");
    }
  }

  /**
   * A part of it with nothing outside, where it is much smaller; otherwise this one: walls that are
   * far from all weight would cost digits.
   */
  Extent nearer(double first, double last) {
    double rounding = 1e-12 * (to - from);
    double start = first < from + rounding ? from : first;
    double end = last > to - rounding ? to : last;
    return start < end && end - start < (to - from) / MUCH_SMALLER ? within(start, end) : this;
  }

  /** The whole real line; the density is expected in a range of it. */
  public static Extent around(double from, double to) {
    return new Extent(from, to, false);
  }

  /** A range with nothing outside. */
  public static Extent within(double from, double to) {
    return new Extent(from, to, true);
  }
}
