package perrin.statistics.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;

/** Two histograms of the double well, drawn as runs of different lengths draw them. */
class HistogramDifferenceTest {
  private static final int BINS = 50;
  private static final double[] EXACT = Draws.doubleWell(0.5, BINS);
  private static final double[] TILTED =
      Draws.cells(x -> Draws.doubleWell(x) + 0.05 * x, 0.5, BINS);

  private static HistogramCounts counts(long seed, double[] cells, long values, int groups) {
    var draws = new Draws(seed);
    long[] flat = new long[HistogramCounts.flatLength(BINS)];
    for (int g = 0; g < groups; g++) {
      long[] drawn = draws.multinomial(values / groups, cells);
      System.arraycopy(drawn, 0, flat, HistogramCounts.index(BINS, 0, g, 0), drawn.length);
    }
    return HistogramCounts.of(BINS, flat);
  }

  /**
   * At the rate of 1 %, with groups as many or not: more than 44 of 2000 has a chance of 1e-6. The
   * distance's interval of 95 % holds 0: more than 140 misses of 2000 have a chance below 1e-4.
   */
  @Test
  void runsOfOneLawAreRarelyToldApart() {
    int alarms = 0;
    int missed = 0;
    for (int trial = 0; trial < 2000; trial++) {
      int groups = new int[] {64, 8, 40}[trial % 3];
      long values = trial % 2 == 0 ? 20_000 : 100_000;
      var found =
          HistogramDifference.of(
              counts(2L * trial, EXACT, 40_000, 64), counts(2L * trial + 1, EXACT, values, groups));
      alarms += found.pValue() < 0.01 ? 1 : 0;
      missed += found.distance().low() > 0 ? 1 : 0;
    }
    assertTrue(alarms <= 44, alarms + " of 2000 at 1 %");
    assertTrue(missed <= 140, missed + " of 2000 intervals above 0");
  }

  /** What a tilt of 0.05 moves is found by 200,000 values in all cases, and its size is told. */
  @Test
  void aTiltIsFound() {
    double truth = 0;
    for (int i = 0; i < EXACT.length; i++) {
      truth += Math.abs(EXACT[i] - TILTED[i]) / 2;
    }
    int held = 0;
    for (int trial = 0; trial < 100; trial++) {
      var found =
          HistogramDifference.of(
              counts(2L * trial, EXACT, 200_000, 64), counts(2L * trial + 1, TILTED, 100_000, 20));
      assertTrue(found.pValue() < 1e-3 / 15, "p = " + found.pValue());
      held += found.distance().low() <= truth && truth <= found.distance().high() ? 1 : 0;
    }
    assertTrue(held >= 85, held + " of 100 intervals hold " + truth); // below: 2e-4 at 95 %
  }

  @Test
  void theSameCountsDoNotDiffer() {
    var counts = counts(1, EXACT, 100_000, 64);
    var found = HistogramDifference.of(counts, counts);
    assertEquals(1, found.pValue());
    assertEquals(0, found.distance().value());
    assertEquals(0, found.distance().high());
  }

  @Test
  void fewGroupsTellNoError() {
    var few = HistogramDifference.of(counts(1, EXACT, 1000, 64), counts(2, EXACT, 1000, 7));
    assertFalse(few.known());
    var none = HistogramDifference.of(counts(1, EXACT, 1000, 64), new HistogramCounts(BINS));
    assertFalse(none.known());
  }
}
