package perrin.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * The counts of a histogram, kept for the two halves of a run and for 64 replicate groups of
 * walkers.
 *
 * <p>The cells are [underflow, bins …, overflow]. The groups give intervals by the jackknife: a
 * cohort (32 consecutive walkers by global number) belongs to group (cohort div 8) mod 64, so
 * groups are independent of each other and of how the work was cut. The halves are the first and
 * the second half of the samples in time; they tell whether the run had equilibrated.
 */
public final class HistogramCounts {
  /** Replicate groups. */
  public static final int GROUPS = 64;

  /** Halves of a run's samples. */
  public static final int HALVES = 2;

  /** Cohorts of one group that follow each other. */
  private static final int COHORTS_TOGETHER = 8;

  private final int bins;
  private final int rows;
  private final long[] flat;

  /** Counts of nothing yet. */
  public HistogramCounts(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("bins " + bins + ", must be at least 1");
    }
    this(bins, 1, new long[flatLength(bins)]);
  }

  private HistogramCounts(int bins, int rows, long[] flat) {
    this.bins = bins;
    this.rows = rows;
    this.flat = flat;
  }

  /** These very counts as those of two quantities, the first of which has so many bins. */
  public HistogramCounts inRows(int of) {
    if (of < 1 || bins % of != 0) {
      throw new IllegalArgumentException(bins + " bins, must be " + of + " rows of them");
    }
    return new HistogramCounts(bins, of, flat);
  }

  /** The counts in {@code flat}, laid out as {@link #index} says; the array is copied. */
  public static HistogramCounts of(int bins, long[] flat) {
    var counts = new HistogramCounts(bins);
    counts.add(flat);
    return counts;
  }

  /** Those of several parts of the walkers together; at least one, all in the same cells. */
  public static HistogramCounts sum(List<HistogramCounts> parts) {
    HistogramCounts like = parts.getFirst();
    HistogramCounts sum = new HistogramCounts(like.bins);
    parts.forEach(part -> sum.add(part.flat));
    return like.rows == 1 ? sum : sum.inRows(like.rows);
  }

  /** The group of a cohort, by its global number. */
  public static int group(long cohort) {
    return (int) (cohort / COHORTS_TOGETHER % GROUPS);
  }

  /** The length of a flat array of counts: 2 · 64 · (bins + 2). */
  public static int flatLength(int bins) {
    return Math.multiplyExact(HALVES * GROUPS, Math.addExact(bins, 2));
  }

  /**
   * Where a count lies in a flat array.
   *
   * @param half 0 or 1
   * @param group 0 … 63
   * @param cell 0 is underflow, 1 … bins are the bins, bins + 1 is overflow
   */
  public static int index(int bins, int half, int group, int cell) {
    return (half * GROUPS + group) * (bins + 2) + cell;
  }

  /** Adds counts that were made elsewhere, laid out as {@link #index} says; not modified. */
  public void add(long[] more) {
    if (more.length != flat.length) {
      throw new IllegalArgumentException(
          more.length + " counts, must be " + flat.length + " for " + bins + " bins");
    }
    for (int i = 0; i < flat.length; i++) {
      flat[i] += more[i];
    }
  }

  /** Adds those of other walkers in the same cells. */
  public void add(HistogramCounts more) {
    add(more.flat);
  }

  /** Number of bins, without underflow and overflow. */
  public int bins() {
    return bins;
  }

  /** Bins of the first of two quantities, whose bins are rows of the second's; 1 for one. */
  public int rows() {
    return rows;
  }

  /** Number of cells: the bins, underflow and overflow. */
  public int cells() {
    return bins + 2;
  }

  /** A copy of all counts, laid out as {@link #index} says. */
  public long[] flat() {
    return flat.clone();
  }

  /** Counts of the bins, [bins]. */
  public long[] counts() {
    return Arrays.copyOfRange(cellCounts(), 1, bins + 1);
  }

  /** Counts of all cells, [bins + 2]. */
  public long[] cellCounts() {
    long[] sum = new long[cells()];
    for (int i = 0; i < flat.length; i++) {
      sum[i % cells()] += flat[i];
    }
    return sum;
  }

  /** Of one cell. */
  private long cellCount(int cell) {
    long sum = 0;
    for (int i = cell; i < flat.length; i += cells()) {
      sum += flat[i];
    }
    return sum;
  }

  /** How many values lay below the first bin. */
  public long underflow() {
    return cellCount(0);
  }

  /** How many values lay at or above the end of the last bin. */
  public long overflow() {
    return cellCount(bins + 1);
  }

  /** How many values lay in the bins. */
  public long inside() {
    return total() - underflow() - overflow();
  }

  /** How many values were counted. */
  public long total() {
    return Arrays.stream(flat).sum();
  }

  /** Counts by group, both halves together, [64][bins + 2]. */
  public long[][] groups() {
    long[][] sum = half(0);
    long[][] second = half(1);
    for (int g = 0; g < GROUPS; g++) {
      for (int cell = 0; cell < cells(); cell++) {
        sum[g][cell] += second[g][cell];
      }
    }
    return sum;
  }

  /** Those of {@link #groups} that have values, [groups][bins + 2]. */
  public long[][] nonEmptyGroups() {
    return Arrays.stream(groups())
        .filter(cells -> Arrays.stream(cells).sum() > 0)
        .toArray(long[][]::new);
  }

  /** The same counts, all of them in the first half of a run that is twice as long or more. */
  public HistogramCounts asFirstHalf() {
    long[] first = flat.clone();
    int half = flat.length / HALVES;
    for (int i = 0; i < half; i++) {
      first[i] += first[half + i];
      first[half + i] = 0;
    }
    return new HistogramCounts(bins, rows, first);
  }

  /** Counts by group of one half of the run, 0 or 1; [64][bins + 2]. */
  public long[][] half(int half) {
    long[][] groups = new long[GROUPS][];
    for (int g = 0; g < GROUPS; g++) {
      int start = index(bins, half, g, 0);
      groups[g] = Arrays.copyOfRange(flat, start, start + cells());
    }
    return groups;
  }

  /** Whether all counts are the same, by group and half. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HistogramCounts that
        && bins == that.bins
        && rows == that.rows
        && Arrays.equals(flat, that.flat);
  }

  @Override
  public int hashCode() {
    return 31 * rows + Arrays.hashCode(flat);
  }
}
