package perrin.experiment;

import java.util.List;
import java.util.Locale;

/**
 * A histogram of one quantity or of two.
 *
 * @param axes one for each quantity
 */
public record Histogram(List<Axis> axes) {
  /** Counts by half of the run and group take 1 KiB a bin for each thread: 1 GiB at most. */
  static final int MAX_BINS = 1_000_000;

  private static final int MAX_DIMENSIONS = 2;

  /**
   * {@code bins} equal bins over the half-open range [from, to).
   *
   * @param of the quantity counted
   */
  public record Axis(Formula of, double from, double to, int bins) {
    public Axis {
      requireSingle("from", from);
      requireSingle("to", to);
      // Compared as the walkers compare it; a range that only double precision can tell is empty.
      if (!((float) from < (float) to)) {
        throw new BadValue("from", from + ", must be less than to, which is " + to);
      }
      if (bins < 1 || bins > MAX_BINS) {
        throw new BadValue("bins", bins + ", must be from 1 to " + MAX_BINS);
      }
      requireScale(from, to, bins);
    }
  }

  public Histogram {
    axes = List.copyOf(axes);
    if (axes.isEmpty() || axes.size() > MAX_DIMENSIONS) {
      throw new BadValue("of", axes.size() + " quantities, must be one or two");
    }
    long bins = axes.stream().mapToLong(Axis::bins).reduce(1, Math::multiplyExact);
    if (bins > MAX_BINS) {
      throw new BadValue("bins", bins + " in all, must be at most " + MAX_BINS);
    }
  }

  private static void requireSingle(String field, double value) {
    if (!Float.isFinite((float) value)) {
      throw new BadValue(field, value + ", must be from -3.4e38 to 3.4e38, as single precision is");
    }
  }

  /** A bin is ⌊(x − from)·scale⌋ in single precision, and all of its terms must be good there. */
  private static void requireScale(double from, double to, int bins) {
    if (!Float.isFinite((float) to - (float) from)) {
      throw new BadValue(
          "to", to + ", must be less than 3.4e38 above from, which is " + from + "; narrow it");
    }
    double scale = bins / (to - from);
    if (!(scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE)) {
      throw new BadValue(
          "to",
          String.format(
              Locale.ROOT,
              "%s, bins/(to - from) is %.1e, must be from 1.2e-38 to 3.4e38, as single precision is",
              to,
              scale));
    }
  }
}
