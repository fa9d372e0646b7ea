package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.statistics.Coverage;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;

/** Fixed seeds; the rates stand beside each test, larger studies in docs/verdict.md. */
class TotalVariationTest {
  private static final int BINS = 100;
  private static final double[] EXACT = Draws.doubleWell(0.5, BINS);
  private static final double[] WARM = Draws.doubleWell(0.51, BINS);

  private static Coverage coverage(double[] p, double truth, long values, int groups) {
    return Coverage.of(TotalVariationTest::interval, p, truth, values, groups, 60);
  }

  private static Interval interval(HistogramCounts counts) {
    var found = TotalVariation.estimate(counts, EXACT);
    return new Interval(found.value(), found.low(), found.high());
  }

  /**
   * Where nothing differs. The lower end should be above 0 in 5 % of the trials: more than 9 of 60
   * has a chance below 1e-3. The mean estimate is known to 10 %.
   */
  @Test
  void noiseAloneIsSubtracted() {
    var misses = coverage(EXACT, 0, 100_000, 64);
    assertTrue(misses.low() <= 9, misses.toString());
    assertTrue(misses.mean() < 0.002, misses.toString()); // without subtraction 0.009
  }

  /**
   * Where the temperature differs. Each end should miss in at most 3 % of the trials: more than 8
   * of 60 has a chance below 1e-3.
   */
  @Test
  void intervalCoversAWrongTemperature() {
    double[] p = Draws.at(0.012, EXACT, WARM);
    for (long values : new long[] {100_000, 1_000_000}) {
      var misses = coverage(p, 0.012, values, 64);
      assertTrue(misses.low() <= 8 && misses.high() <= 8, misses.toString());
      assertEquals(0.012, misses.mean(), 0.0015);
    }
  }

  /** A difference between neighbouring bins escapes the windows, but not the upper end. */
  @Test
  void upperEndCoversRoughDifferences() {
    double[] p = Draws.at(0.012, EXACT, Draws.rough(EXACT));
    var misses = coverage(p, 0.012, 100_000, 64);
    assertTrue(misses.low() <= 8 && misses.high() <= 8, misses.toString());
    assertTrue(misses.mean() < 0.01, "learnt from noise: " + misses); // an underestimate
  }

  /** 1e5 independent values counted ten times each must not pass for 1e6. */
  @Test
  void samplesMayBeCorrelated() {
    var once = TotalVariation.estimate(new Draws(5).histogram(EXACT, 100_000, 64, 1), EXACT);
    var tenfold = TotalVariation.estimate(new Draws(5).histogram(EXACT, 100_000, 64, 10), EXACT);
    assertEquals(once.high(), tenfold.high(), 1e-12);
    assertEquals(once.low(), tenfold.low(), 1e-12);
    assertEquals(once.value(), tenfold.value(), 1e-12);
  }

  @Test
  void fewGroupsSuffice() {
    double[] p = Draws.at(0.012, EXACT, WARM);
    for (int groups : new int[] {8, 13, 40}) {
      var misses = coverage(p, 0.012, 300_000, groups);
      assertTrue(misses.low() <= 8 && misses.high() <= 8, groups + ": " + misses);
    }
  }

  @Test
  void withoutNoiseItIsExact() {
    double[] q = {0.1, 0.4, 0.4, 0.1};
    long[] flat = new long[HistogramCounts.flatLength(2)];
    for (int g = 0; g < 64; g++) {
      long[] cells = {10, 50, 30, 10};
      System.arraycopy(cells, 0, flat, HistogramCounts.index(2, 0, g, 0), 4);
    }
    var found = TotalVariation.estimate(HistogramCounts.of(2, flat), q);
    assertEquals(0.1, found.value(), 1e-15);
    assertEquals(0.1, found.low(), 1e-15);
    assertEquals(0.1, found.high(), 1e-15);
    assertEquals(64, found.groups());
  }

  @Test
  void noIntervalFromFewerThanEightGroups() {
    var seven = TotalVariation.estimate(new Draws(1).histogram(EXACT, 10_000, 7, 1), EXACT);
    assertFalse(seven.hasInterval());
    assertEquals(7, seven.groups());
    assertTrue(seven.value() >= 0 && seven.value() < 0.05);
    var one = TotalVariation.estimate(new Draws(1).histogram(EXACT, 10_000, 1, 1), EXACT);
    assertFalse(one.hasInterval());
    var none = TotalVariation.estimate(new HistogramCounts(BINS), EXACT);
    assertTrue(Double.isNaN(none.value()));
    assertEquals(0, none.groups());
  }

  @Test
  void theEmptyReferenceCellsCount() {
    double[] q = {0, 0.5, 0.5, 0};
    double[] p = {0.02, 0.48, 0.48, 0.02};
    var found = TotalVariation.estimate(new Draws(3).histogram(p, 1_000_000, 64, 1), q);
    assertTrue(found.low() > 0.038 && found.high() < 0.042, found.toString());
  }

  @Test
  void manyBins() {
    double[] q = Draws.doubleWell(0.5, 20_000);
    double[] p = Draws.at(0.03, q, Draws.doubleWell(0.51, 20_000));
    var found = TotalVariation.estimate(new Draws(3).histogram(p, 1_000_000, 64, 1), q);
    assertTrue(found.low() > 0.025 && found.low() < 0.03, found.toString());
    assertTrue(found.high() >= 0.03 && found.high() < 0.05, found.toString());
  }

  /** A hundredth of the misses: each end moves out, the estimate stays. */
  @Test
  void aNarrowerLevelGivesAWiderInterval() {
    double[] p = Draws.at(0.012, EXACT, WARM);
    var counts = new Draws(7).histogram(p, 1_000_000, 64, 1);
    var usual = TotalVariation.estimate(counts, EXACT, 0.05);
    var careful = TotalVariation.estimate(counts, EXACT, 0.0005);
    assertEquals(usual, TotalVariation.estimate(counts, EXACT));
    assertTrue(careful.low() < usual.low() && careful.high() > usual.high());
    assertEquals(usual.value(), careful.value());
  }

  @Test
  void refusesAnotherNumberOfCells() {
    var counts = new HistogramCounts(BINS);
    assertThrows(
        IllegalArgumentException.class, () -> TotalVariation.estimate(counts, new double[BINS]));
  }
}
