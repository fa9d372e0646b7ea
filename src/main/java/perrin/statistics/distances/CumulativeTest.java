package perrin.statistics.distances;

import java.util.Arrays;
import perrin.statistics.StudentT;

/**
 * Tests whether two samples in the same cells are of one distribution, from groups that are
 * independent of each other. The two samples of a group may depend on each other.
 *
 * <p>At each of the pooled histogram's 16-quantiles x, every group gives one difference F₁(x) −
 * F₂(x) of the cumulative distributions. Their weighted mean over its standard error is Student's
 * t. The smallest p-value is multiplied by the number of quantiles (Bonferroni), so that it is
 * below p in at most p of the cases where the distributions are one; less in fact, since the
 * quantiles are correlated.
 *
 * <p>Of two quantities, the cells are ordered by the first and then by the second, and both orders
 * tried: quantiles of either quantity, nearly.
 */
public final class CumulativeTest {
  private static final int QUANTILES = 16;

  private CumulativeTest() {}

  /**
   * The p-value, at most 1; NaN with fewer than 8 groups that have values in both.
   *
   * @param first counts, [groups][underflow, bins …, overflow]
   * @param second of the same groups and cells
   * @param rows bins of the first of two quantities; 1 for one
   */
  public static double pValue(long[][] first, long[][] second, int rows) {
    double[] size1 = sizes(first);
    double[] size2 = sizes(second);
    long groups = 0;
    for (int g = 0; g < first.length; g++) {
      groups += size1[g] > 0 && size2[g] > 0 ? 1 : 0;
    }
    if (groups < TotalVariation.MIN_GROUPS) {
      return Double.NaN;
    }
    long[] pooled = pooled(first, second);
    double smallest = 1;
    int orders = rows == 1 ? 1 : 2;
    for (int order = 0; order < orders; order++) {
      int[] cells = quantileCells(ordered(pooled, order, rows));
      long[][] a = ordered(first, order, rows);
      long[][] b = ordered(second, order, rows);
      for (int cell : cells) {
        double p = pValue(a, b, size1, size2, cell, groups);
        smallest = Math.min(smallest, p * cells.length * orders);
      }
    }
    return smallest;
  }

  private static long[] pooled(long[][] first, long[][] second) {
    long[] sum = new long[first[0].length];
    for (int g = 0; g < first.length; g++) {
      for (int cell = 0; cell < sum.length; cell++) {
        sum[cell] += first[g][cell] + second[g][cell];
      }
    }
    return sum;
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
