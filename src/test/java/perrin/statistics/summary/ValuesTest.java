package perrin.statistics.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ValuesTest {
  /** Sixteen groups of the same ten values: 1 below 0, then 2, 4, 2 in bins of width 1, 1 above. */
  private static BinnedValues counted(long below, long above) {
    long[][] groups = new long[16][];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = new long[] {below, 2, 4, 2, above};
    }
    return new BinnedValues(0, 3, groups);
  }

  @Test
  void quantilesAreInterpolatedWithinBins() {
    BinnedValues values = counted(1, 1);
    assertEquals(1.5, values.quantile(0.5), 1e-15);
    assertEquals(0.5, values.quantile(0.2), 1e-15);
    assertEquals(1.25, values.quantile(0.4), 1e-15);
    assertEquals(0, values.quantile(0.1), 1e-15);
    assertEquals(3, values.quantile(0.9), 1e-15);
  }

  @Test
  void nothingIsSaidOfWhatLiesOutside() {
    BinnedValues values = counted(1, 1);
    assertEquals(32, values.outside());
    assertTrue(Double.isNaN(values.quantile(0.05)) && Double.isNaN(values.quantile(0.95)));
    assertTrue(Double.isNaN(values.estimate(0.05).value()) && Double.isNaN(values.tail()));
    assertTrue(Double.isNaN(values.mean().mean()) && Double.isNaN(values.deviation()));
  }

  /**
   * Middles 0.5 … 7.5 in equal shares have the variance 63/12, of which 1/12 is taken for the
   * bins'.
   */
  @Test
  void aMeanIsOfMiddlesAndAVarianceLessThanTheirs() {
    BinnedValues values = counted(0, 0);
    assertTrue(Double.isNaN(values.mean().mean()), "bins are wider than the standard deviation");
    long[][] groups = new long[8][];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = new long[] {0, 1, 1, 1, 1, 1, 1, 1, 1, 0};
    }
    var even = new BinnedValues(0, 8, groups);
    assertEquals(4, even.mean().mean(), 1e-15);
    assertEquals(Math.sqrt(63 / 12.0 - 1 / 12.0), even.deviation(), 1e-12);
  }

  @Test
  void fewGroupsKnowNoError() {
    var values = new BinnedValues(0, 3, sevenGroups());
    assertTrue(Double.isNaN(values.bulk()) && Double.isNaN(values.estimate(0.5).error()));
    assertTrue(!Double.isNaN(values.quantile(0.5)));
  }

  private static long[][] sevenGroups() {
    long[][] groups = new long[7][];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = new long[] {0, 2 + g, 4, 2, 0};
    }
    return groups;
  }

  @Test
  void quantilesOfWalkersAreBetweenThem() {
    var values = new WalkerValues(new double[] {4, 1, 3, 2, 5}, false);
    assertEquals(3, values.quantile(0.5));
    assertEquals(1.2, values.quantile(0.05), 1e-15);
    assertEquals(Math.sqrt(2.5), values.deviation(), 1e-15);
    assertEquals(Math.sqrt(0.5), values.mean().standardError(), 1e-15);
    assertEquals(5, values.bulk());
  }

  @Test
  void refusesWhatCannotBeValues() {
    assertThrows(IllegalArgumentException.class, () -> new WalkerValues(new double[0], false));
    assertThrows(
        IllegalArgumentException.class, () -> new WalkerValues(new double[] {Double.NaN}, false));
    assertThrows(
        IllegalArgumentException.class, () -> new BinnedValues(1, 1, new long[][] {{0, 1, 0}}));
    assertThrows(
        IllegalArgumentException.class, () -> new BinnedValues(0, 1, new long[][] {{0, 0, 0}}));
    assertThrows(IllegalArgumentException.class, () -> Quantile.unknown(1));
  }
}
