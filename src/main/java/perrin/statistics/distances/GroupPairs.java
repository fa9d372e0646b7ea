package perrin.statistics.distances;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.statistics.HistogramCounts;

/**
 * The groups of two histograms, each of the one beside one of the other: those of the same numbers
 * where both have the same, so that runs that share their noise are compared walker by walker. Else
 * the surplus of the one that has more is added to its other groups; they stay independent.
 *
 * @param first counts, [groups][underflow, bins …, overflow], none of them empty
 * @param second of as many groups and cells
 */
public record GroupPairs(long[][] first, long[][] second) {

  /** Of two histograms in the same cells. */
  public static GroupPairs of(HistogramCounts first, HistogramCounts second) {
    if (first.cells() != second.cells() || first.rows() != second.rows()) {
      throw new IllegalArgumentException(
          first.cells() + " and " + second.cells() + " cells, must be the same");
    }
    long[][] a = first.groups();
    long[][] b = second.groups();
    List<long[]> ofFirst = new ArrayList<>();
    List<long[]> ofSecond = new ArrayList<>();
    for (int g = 0; g < a.length; g++) {
      if (isEmpty(a[g]) != isEmpty(b[g])) {
        return joined(first.nonEmptyGroups(), second.nonEmptyGroups());
      }
      if (!isEmpty(a[g])) {
        ofFirst.add(a[g]);
        ofSecond.add(b[g]);
      }
    }
    return new GroupPairs(ofFirst.toArray(long[][]::new), ofSecond.toArray(long[][]::new));
  }

  private static GroupPairs joined(long[][] first, long[][] second) {
    int groups = Math.min(first.length, second.length);
    return new GroupPairs(joined(first, groups), joined(second, groups));
  }

  private static long[][] joined(long[][] all, int groups) {
    long[][] joined = new long[groups][];
    for (int g = 0; g < groups; g++) {
      joined[g] = all[g].clone();
    }
    for (int g = groups; g < all.length && groups > 0; g++) {
      for (int cell = 0; cell < all[g].length; cell++) {
        joined[g % groups][cell] += all[g][cell];
      }
    }
    return joined;
  }

  private static boolean isEmpty(long[] cells) {
    return Arrays.stream(cells).noneMatch(count -> count > 0);
  }

  /** Values of each group, [groups]. */
  double[] firstSizes() {
    return sizes(first);
  }

  /** Values of each group, [groups]. */
  double[] secondSizes() {
    return sizes(second);
  }

  private static double[] sizes(long[][] groups) {
    return Arrays.stream(groups).mapToDouble(cells -> Arrays.stream(cells).sum()).toArray();
  }
}
