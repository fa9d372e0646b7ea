package perrin.statistics.landscape;

/**
 * Where a coordinate is looked at.
 *
 * @param end what its ends are
 */
public record Range(double from, double to, End end) {
  /** What the ends of a range are. */
  public enum End {
    /** They are one place. */
    PERIODIC,
    /** Walls. */
    WALL,
    /** Where nobody looks further; walls for whoever looks. */
    OPEN
  }

  public Range {
    if (!(from < to) || Double.isInfinite(to - from)) {
      throw new IllegalArgumentException("range [" + from + ", " + to + "], must have from < to");
    }
  }

  boolean periodic() {
    return end == End.PERIODIC;
  }

  /** to − from. */
  public double length() {
    return to - from;
  }

  /** The same, so many times as long about its middle, where its ends are open. */
  public Range stretched(double factor) {
    double more = (factor - 1) / 2 * length();
    return end == End.OPEN ? new Range(from - more, to + more, end) : this;
  }
}
