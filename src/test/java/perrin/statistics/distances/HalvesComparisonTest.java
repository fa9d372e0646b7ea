package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;

class HalvesComparisonTest {
  private static final int BINS = 50;
  private static final double[] EXACT = Draws.doubleWell(0.5, BINS);
  private static final double[] TILTED =
      Draws.cells(x -> Draws.doubleWell(x) + 0.02 * x, 0.5, BINS);

  /** A histogram whose halves were drawn from two distributions. */
  private static HistogramCounts halves(
      long seed, double[] first, double[] second, long values, int groups) {
    var draws = new Draws(seed);
    long[] flat = new long[HistogramCounts.flatLength(BINS)];
    for (int half = 0; half < 2; half++) {
      for (int g = 0; g < groups; g++) {
        long[] cells = draws.multinomial(values / (2L * groups), half == 0 ? first : second);
        System.arraycopy(cells, 0, flat, HistogramCounts.index(BINS, half, g, 0), cells.length);
      }
    }
    return HistogramCounts.of(BINS, flat);
  }

  /** False alarm rate at most 1e-3 each: more than 6 of 2000 has a chance below 5e-3. */
  @Test
  void falseAlarmsAreRare() {
    int alarms = 0;
    for (int trial = 0; trial < 2000; trial++) {
      int groups = trial % 2 == 0 ? 64 : 8;
      var halves = HalvesComparison.of(halves(trial, EXACT, EXACT, 20_000, groups));
      alarms += halves.differ() ? 1 : 0;
    }
    assertTrue(alarms <= 6, alarms + " of 2000");
  }

  /**
   * Walkers that stay in the well where they began, but for a few that jump: groups' differences
   * are then far from Gaussian. More than 6 of 2000 has a chance below 5e-3.
   */
  @Test
  void rareJumpsAreNoAlarm() {
    int alarms = 0;
    for (int trial = 0; trial < 2000; trial++) {
      var draws = new Draws(trial);
      long[] flat = new long[HistogramCounts.flatLength(2)];
      for (int g = 0; g < 64; g++) {
        for (int walker = 0; walker < 32; walker++) {
          int well = draws.uniform() < 0.5 ? 1 : 2;
          int later = draws.uniform() < 0.003 ? 3 - well : well;
          flat[HistogramCounts.index(2, 0, g, well)] += 10;
          flat[HistogramCounts.index(2, 1, g, later)] += 10;
        }
      }
      alarms += HalvesComparison.of(HistogramCounts.of(2, flat)).differ() ? 1 : 0;
    }
    assertTrue(alarms <= 6, alarms + " of 2000");
  }

  @Test
  void aDriftingShareOfWellsIsFound() {
    // The halves' total variation is 0.022: noise of one half's share is 0.0007.
    assertTrue(HalvesComparison.of(halves(1, EXACT, TILTED, 1_000_000, 64)).differ());
    assertTrue(HalvesComparison.of(halves(2, EXACT, TILTED, 1_000_000, 8)).differ());
    assertFalse(HalvesComparison.of(halves(3, TILTED, TILTED, 1_000_000, 64)).differ());
  }

  @Test
  void aChangingWidthIsFound() {
    double[] cold = Draws.doubleWell(0.47, BINS);
    assertTrue(HalvesComparison.of(halves(1, EXACT, cold, 1_000_000, 64)).differ());
  }

  @Test
  void groupsThatMoveAsOneDiffer() {
    long[] flat = new long[HistogramCounts.flatLength(2)];
    for (int g = 0; g < 64; g++) {
      flat[HistogramCounts.index(2, 0, g, 1)] = 100;
      flat[HistogramCounts.index(2, 1, g, 2)] = 100;
    }
    assertEquals(0, HalvesComparison.of(HistogramCounts.of(2, flat)).pValue());
  }

  @Test
  void tooLittleToTellIsNoDifference() {
    for (var counts : List.of(halves(1, EXACT, TILTED, 100_000, 7), new HistogramCounts(BINS))) {
      var halves = HalvesComparison.of(counts);
      assertFalse(halves.differ());
      assertFalse(halves.known());
    }
    assertTrue(HalvesComparison.of(halves(1, EXACT, TILTED, 100_000, 8)).known());
  }
}
