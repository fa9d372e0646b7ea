package perrin.statistics.distances;

import java.util.Arrays;
import perrin.statistics.HistogramCounts;
import perrin.statistics.StudentT;

/**
 * Tests whether the first and the second half of a run saw the same distribution.
 *
 * <p>At each of the pooled histogram's 16-quantiles x, every group gives one difference F₁(x) −
 * F₂(x) of the halves' cumulative distributions. Groups are independent, so their weighted mean
 * over its standard error is Student's t. The smallest p-value times the number of quantiles
 * (Bonferroni) is compared with 1/1000. Cumulative distributions, because what drifts slowly is the
 * share of a whole basin; the histogram's cells would each see little of it.
 *
 * <p>Of two quantities, the cells are ordered by the first and then by the second, and both orders
 * tried: quantiles of either quantity, nearly.
 *
 * <p>False alarm rate: at most 1e-3, less in fact since the quantiles are correlated.
 *
 * @param pValue Bonferroni's, at most 1; NaN where the halves were not compared, or could not be:
 *     with fewer than 8 groups that have samples in both
 */
public record HalvesComparison(double pValue) {
  /** The false alarm rate. */
  public static final double FALSE_ALARM = 1e-3;

  /** No comparison. */
  public static final HalvesComparison NONE = new HalvesComparison(Double.NaN);

  private static final int QUANTILES = 16;

  /** Whether the halves differ. */
  public boolean differ() {
    return pValue < FALSE_ALARM;
  }

  /** Whether they were compared at all. */
  public boolean known() {
    return !Double.isNaN(pValue);
  }

  /** The same as one of several tests, none of which is to raise a false alarm (Bonferroni). */
  public HalvesComparison among(int tests) {
    return new HalvesComparison(Math.min(1, pValue * tests));
  }

  /** Tests the halves of a histogram against each other. */
  public static HalvesComparison of(HistogramCounts counts) {
    long[][] first = counts.half(0);
    long[][] second = counts.half(1);
    double[] size1 = sizes(first);
    double[] size2 = sizes(second);
    long groups = 0;
    for (int g = 0; g < HistogramCounts.GROUPS; g++) {
      groups += size1[g] > 0 && size2[g] > 0 ? 1 : 0;
    }
    if (groups < TotalVariation.MIN_GROUPS) {
      return NONE;
    }
    double smallest = 1;
    int orders = counts.rows() == 1 ? 1 : 2;
    for (int order = 0; order < orders; order++) {
      int[] cells = quantileCells(ordered(counts.cellCounts(), order, counts.rows()));
      long[][] a = ordered(first, order, counts.rows());
      long[][] b = ordered(second, order, counts.rows());
      for (int cell : cells) {
        double p = pValue(a, b, size1, size2, cell, groups);
        smallest = Math.min(smallest, p * cells.length * orders);
      }
    }
    return new HalvesComparison(smallest);
  }

  private static long[][] ordered(long[][] groups, int order, int rows) {
    return Arrays.stream(groups).map(cells -> ordered(cells, order, rows)).toArray(long[][]::new);
  }

  /** Cells as they are for order 0, else the bins column by column. */
  private static long[] ordered(long[] cells, int order, int rows) {
    if (order == 0) {
      return cells;
    }
    int columns = (cells.length - 2) / rows;
    long[] ordered = cells.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        ordered[1 + j * rows + i] = cells[1 + i * columns + j];
      }
    }
    return ordered;
  }

  private static double[] sizes(long[][] groups) {
    return Arrays.stream(groups).mapToDouble(cells -> Arrays.stream(cells).sum()).toArray();
  }

  /**
   * The cells at whose upper ends 1/16, 2/16 … of all counts are first reached, without repeats.
   */
  private static int[] quantileCells(long[] counts) {
    double total = Arrays.stream(counts).sum();
    int[] found = new int[QUANTILES - 1];
    int n = 0;
    int quantile = 1;
    double below = 0;
    for (int cell = 0; cell < counts.length - 1 && quantile < QUANTILES; cell++) {
      below += counts[cell];
      if (below >= total * quantile / QUANTILES) {
        found[n++] = cell;
        while (quantile < QUANTILES && below >= total * quantile / QUANTILES) {
          quantile++;
        }
      }
    }
    return Arrays.copyOf(found, n);
  }

  private static double pValue(
      long[][] first, long[][] second, double[] size1, double[] size2, int cell, long groups) {
    double[] difference = new double[size1.length];
    double[] weight = new double[size1.length];
    double weights = 0;
    double sum = 0;
    for (int g = 0; g < size1.length; g++) {
      if (size1[g] > 0 && size2[g] > 0) {
        difference[g] = below(first[g], cell) / size1[g] - below(second[g], cell) / size2[g];
        weight[g] = size1[g] + size2[g];
        weights += weight[g];
        sum += weight[g] * difference[g];
      }
    }
    double mean = sum / weights;
    double squares = 0;
    for (int g = 0; g < size1.length; g++) {
      double deviation = weight[g] * (difference[g] - mean);
      squares += deviation * deviation;
    }
    if (mean == 0) {
      return 1;
    }
    double error = Math.sqrt(squares * groups / (groups - 1.0)) / weights;
    return StudentT.twoSided(mean / error, groups - 1.0);
  }

  private static double below(long[] cells, int cell) {
    long sum = 0;
    for (int i = 0; i <= cell; i++) {
      sum += cells[i];
    }
    return sum;
  }
}
