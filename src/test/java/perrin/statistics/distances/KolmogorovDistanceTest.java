package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.statistics.Coverage;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;

/** Fixed seeds; the rates stand beside each test, larger studies in docs/verdict.md. */
class KolmogorovDistanceTest {
  private static final int BINS = 100;
  private static final double[] EXACT = Draws.doubleWell(0.5, BINS);
  private static final double[] TILTED =
      Draws.cells(x -> Draws.doubleWell(x) + 0.01 * x, 0.5, BINS);

  private static Coverage coverage(double[] p, double truth, long values, int groups, int trials) {
    return Coverage.of(
        counts -> KolmogorovDistance.estimate(counts, EXACT, 0.05),
        p,
        truth,
        values,
        groups,
        trials);
  }

  /** 5 % of the intervals miss 0: more than 23 of 200 have a chance below 1e-4, none 4e-5. */
  @Test
  void noiseAlone() {
    Coverage found = coverage(EXACT, 0, 100_000, 64, 200);
    assertTrue(found.low() >= 1 && found.low() <= 23, found.toString());
    assertTrue(found.mean() < 0.001, found.toString()); // without subtraction 0.0027
  }

  /** The distance is at one edge, where the whole noise is: 2.5 % at either end, 60 trials. */
  @Test
  void shareOfTheWells() {
    double[] p = Draws.at(0.05, EXACT, TILTED);
    for (int groups : new int[] {8, 40, 64}) {
      Coverage found = coverage(p, 0.05, 100_000, groups, 60);
      assertTrue(found.low() <= 7 && found.high() <= 7, found.toString()); // chance 5e-4
      assertEquals(0.05, found.mean(), 0.001);
    }
  }

  @Test
  void aNarrowerLevelGivesAWiderInterval() {
    var counts = new Draws(7).histogram(Draws.at(0.05, EXACT, TILTED), 100_000, 64, 1);
    Interval usual = KolmogorovDistance.estimate(counts, EXACT, 0.05);
    Interval careful = KolmogorovDistance.estimate(counts, EXACT, 0.0005);
    assertTrue(careful.low() < usual.low() && careful.high() > usual.high());
    assertEquals(usual.value(), careful.value(), 1e-3);
    assertEquals(usual, KolmogorovDistance.estimate(counts, EXACT, 0.05), "the same again");
  }

  @Test
  void manyBins() {
    double[] q = Draws.doubleWell(0.5, 20_000);
    double[] p = Draws.cells(x -> Draws.doubleWell(x) + 0.1 * x, 0.5, 20_000);
    Interval found =
        KolmogorovDistance.estimate(new Draws(3).histogram(p, 1_000_000, 64, 1), q, 0.05);
    double exact = Math.abs(p[0] - q[0]);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] - q[i];
      exact = Math.max(exact, Math.abs(sum));
    }
    assertTrue(found.low() < exact && exact < found.high(), found + " " + exact);
    assertTrue(found.high() - found.low() < 0.005, found.toString());
  }

  @Test
  void withoutNoiseItIsExact() {
    long[] flat = new long[HistogramCounts.flatLength(2)];
    for (int g = 0; g < 64; g++) {
      System.arraycopy(new long[] {10, 50, 30, 10}, 0, flat, HistogramCounts.index(2, 0, g, 0), 4);
    }
    double[] q = {0.1, 0.4, 0.4, 0.1};
    Interval found = KolmogorovDistance.estimate(HistogramCounts.of(2, flat), q, 0.05);
    assertEquals(0.1, found.value(), 1e-15);
    assertEquals(0.1, found.low(), 1e-15);
    assertEquals(0.1, found.high(), 1e-15);
  }

  @Test
  void unknownFromFewGroups() {
    var few = new Draws(1).histogram(EXACT, 1000, 7, 1);
    assertFalse(KolmogorovDistance.estimate(few, EXACT, 0.05).known());
    var none = new HistogramCounts(BINS);
    assertFalse(KolmogorovDistance.estimate(none, EXACT, 0.05).known());
  }
}
