package perrin.statistics.distances;

import java.util.Arrays;
import perrin.statistics.HistogramCounts;

/**
 * How many more values each cell of a histogram has than a reference makes expected, group by
 * group. Groups are independent of each other, so errors come from their spread.
 *
 * @param sizes values of each non-empty group, [groups]
 * @param cells counts less expectations, [groups][cells]
 * @param rows of bins: those of the first of two quantities, else 1
 */
public record Excess(double[] sizes, double[][] cells, int rows) {

  /**
   * Of a histogram.
   *
   * @param reference probabilities of [underflow, bins …, overflow]
   */
  public static Excess of(HistogramCounts counts, double[] reference) {
    if (reference.length != counts.cells()) {
      throw new IllegalArgumentException(
          reference.length + " reference probabilities for " + counts.cells() + " cells");
    }
    long[][] groups = counts.nonEmptyGroups();
    double[] sizes = Arrays.stream(groups).mapToDouble(g -> Arrays.stream(g).sum()).toArray();
    double[][] cells = new double[groups.length][reference.length];
    for (int g = 0; g < groups.length; g++) {
      for (int i = 0; i < reference.length; i++) {
        cells[g][i] = groups[g][i] - sizes[g] * reference[i];
      }
    }
    return new Excess(sizes, cells, counts.rows());
  }

  /**
   * Of a histogram over another one's shares. Groups of the same numbers are set against each
   * other, so that walkers may share noise; where one run has more groups they are joined.
   */
  public static Excess between(HistogramCounts counts, HistogramCounts other) {
    var pairs = GroupPairs.of(counts, other);
    double[] sizes = pairs.firstSizes();
    double[] others = pairs.secondSizes();
    double[][] cells = new double[sizes.length][counts.cells()];
    for (int g = 0; g < sizes.length; g++) {
      double scale = sizes[g] / others[g];
      for (int i = 0; i < cells[g].length; i++) {
        cells[g][i] = pairs.first()[g][i] - scale * pairs.second()[g][i];
      }
    }
    return new Excess(sizes, cells, counts.rows());
  }

  int groups() {
    return sizes.length;
  }

  /** Values of all groups. */
  double total() {
    return Arrays.stream(sizes).sum();
  }

  /**
   * What this and the excess of a companion run extrapolate to at dt = 0: (2^r e₂ − e₁)/(2^r − 1)
   * (Richardson 1911). Groups of the same number hold the same walkers in both.
   *
   * @param half of the run at half the time step
   * @param order r
   */
  public Excess extrapolated(Excess half, int order) {
    requireSame(half);
    double power = Math.scalb(1.0, order);
    double[][] limit = new double[cells.length][];
    for (int g = 0; g < cells.length; g++) {
      limit[g] = new double[cells[g].length];
      for (int i = 0; i < limit[g].length; i++) {
        limit[g][i] = (power * half.cells[g][i] - cells[g][i]) / (power - 1);
      }
    }
    return new Excess(sizes, limit, rows);
  }

  /** Refuses a histogram that was not taken of the same walkers as often. */
  void requireSame(Excess other) {
    if (!Arrays.equals(sizes, other.sizes)) {
      throw new IllegalArgumentException("histograms of different walkers or samples");
    }
  }
}
