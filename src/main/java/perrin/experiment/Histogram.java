package perrin.experiment;

/**
 * A histogram in one dimension: {@code bins} equal bins over the half-open range [from, to).
 *
 * @param of the quantity counted
 */
public record Histogram(Formula of, double from, double to, int bins) {
  /** Above 2^24 a bin's number is no longer exact in single precision. */
  static final int MAX_BINS = 1 << 24;

  public Histogram {
    if (!Double.isFinite(from)) {
      throw new BadValue("from", from + ", must be finite");
    }
    if (!Double.isFinite(to)) {
      throw new BadValue("to", to + ", must be finite");
    }
    // Compared as the walkers compare it; a range that only double precision can tell is empty.
    if (!((float) from < (float) to)) {
      throw new BadValue("from", from + ", must be less than to, which is " + to);
    }
    if (bins < 1 || bins > MAX_BINS) {
      throw new BadValue("bins", bins + ", must be from 1 to " + MAX_BINS);
    }
  }
}
