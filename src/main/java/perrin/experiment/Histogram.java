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
      if (!(from < to)) {
        throw new BadValue("from", from + ", must be less than to, which is " + to);
      }
      if (bins < 1 || bins > MAX_BINS) {
        throw new BadValue("bins", bins + ", must be from 1 to " + MAX_BINS);
      }
    }

    /**
     * A bin is ⌊(x − from)·scale⌋ in the walkers' precision, and all of its terms must be good
     * there.
     */
    private void requireWithin(String field, Precision precision) {
      requireNumber(field + ".from", from, precision);
      requireNumber(field + ".to", to, precision);
      double width = precision.round(to) - precision.round(from);
      if (!(width > 0)) { // only more precision can tell them apart
        throw new BadValue(field + ".from", from + ", must be less than to, which is " + to);
      }
      if (!Double.isFinite(precision.round(width))) {
        String largest = Precision.shown(precision.largest());
        throw new BadValue(
            field + ".to",
            to
                + ", must be less than "
                + largest
                + " above from, which is "
                + from
                + "; narrow it");
      }
      double scale = bins / (to - from);
      if (!(scale >= precision.smallestNormal() && scale <= precision.largest())) {
        throw new BadValue(
            field + ".to",
            String.format(
                Locale.ROOT,
                "%s, bins/(to - from) is %.1e, must be from %s to %s, as %s precision is",
                to,
                scale,
                Precision.shown(precision.smallestNormal()),
                Precision.shown(precision.largest()),
                precision.word()));
      }
    }

    private static void requireNumber(String field, double value, Precision precision) {
      if (!Double.isFinite(precision.round(value))) {
        String largest = Precision.shown(precision.largest());
        throw new BadValue(
            field,
            value
                + ", must be from -"
                + largest
                + " to "
                + largest
                + ", as "
                + precision.word()
                + " precision is");
      }
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

  /**
   * Refuses what walkers of that precision cannot count.
   *
   * @param field the histogram's place in the experiment
   */
  void requireWithin(String field, Precision precision) {
    axes.forEach(axis -> axis.requireWithin(field, precision));
  }
}
