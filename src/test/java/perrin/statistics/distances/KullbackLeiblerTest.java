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
class KullbackLeiblerTest {
  private static final int BINS = 100;
  private static final double[] EXACT = Draws.doubleWell(0.5, BINS);
  private static final double[] WARM = Draws.doubleWell(0.51, BINS);

  private static Coverage coverage(double[] p, long values, int groups, int trials) {
    return Coverage.of(
        counts -> KullbackLeibler.estimate(counts, EXACT, 0.05),
        p,
        divergence(p, EXACT),
        values,
        groups,
        trials);
  }

  private static double divergence(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] > 0 ? p[i] * Math.log(p[i] / q[i]) : 0;
    }
    return sum;
  }

  /** 5 % of the intervals miss 0: more than 23 of 200 have a chance below 1e-4, none 4e-5. */
  @Test
  void noiseAlone() {
    for (int groups : new int[] {8, 64}) {
      Coverage found = coverage(EXACT, 100_000, groups, 200);
      assertTrue(found.low() >= 1 && found.low() <= 23, found.toString());
      assertTrue(found.mean() < 6e-5, found.toString()); // without subtraction 4e-4
    }
  }

  /**
   * Differences of all shapes and sizes: each end should miss in at most 5 %; 1e-3 for 10 of 60.
   */
  @Test
  void differences() {
    double[] tilted = Draws.cells(x -> Draws.doubleWell(x) + 0.01 * x, 0.5, BINS);
    double[][] shapes = {
      Draws.at(0.003, EXACT, WARM),
      Draws.at(0.012, EXACT, WARM),
      Draws.at(0.1, EXACT, tilted),
      Draws.at(0.012, EXACT, Draws.rough(EXACT)),
    };
    for (double[] p : shapes) {
      for (int groups : new int[] {8, 64}) {
        Coverage found = coverage(p, 300_000, groups, 60);
        assertTrue(found.low() <= 10 && found.high() <= 10, found.toString());
      }
      double exact = divergence(p, EXACT);
      assertEquals(exact, coverage(p, 1_000_000, 64, 40).mean(), 0.1 * exact + 2e-6);
    }
  }

  /** All walkers far from where they should be: nats that only a few bins of q's tail tell. */
  @Test
  void farAway() {
    double[] q = {0.98, 0.02 - 1e-9, 1e-9};
    double[] p = {0.1, 0.3, 0.6};
    Interval found = KullbackLeibler.estimate(new Draws(3).histogram(p, 1_000_000, 64, 1), q, 0.05);
    double exact = divergence(p, q);
    assertEquals(exact, found.value(), 0.1);
    assertTrue(found.low() < exact && exact < found.high(), found + " " + exact);
  }

  @Test
  void infiniteWhereTheReferenceIsEmpty() {
    double[] q = {0, 0.5, 0.5, 0};
    double[] p = {0.0001, 0.4999, 0.5, 0};
    Interval found = KullbackLeibler.estimate(new Draws(3).histogram(p, 1_000_000, 64, 1), q, 0.05);
    assertEquals(Double.POSITIVE_INFINITY, found.value());
    assertEquals(Double.POSITIVE_INFINITY, found.low());
    assertTrue(found.known());
    Interval inside =
        KullbackLeibler.estimate(new Draws(3).histogram(q, 1_000_000, 64, 1), q, 0.05);
    assertTrue(inside.high() < 1e-5, inside.toString());
  }

  @Test
  void aNarrowerLevelGivesAWiderInterval() {
    var counts = new Draws(7).histogram(Draws.at(0.05, EXACT, WARM), 100_000, 64, 1);
    Interval usual = KullbackLeibler.estimate(counts, EXACT, 0.05);
    Interval careful = KullbackLeibler.estimate(counts, EXACT, 0.0005);
    assertTrue(careful.low() < usual.low() && careful.high() > usual.high());
    assertEquals(usual.value(), careful.value(), 1e-15);
  }

  /** Everybody in one cell: nothing varies, and the divergence is ln 1/q. */
  @Test
  void oneCell() {
    double[] q = {0.25, 0.25, 0.25, 0.25};
    Interval found =
        KullbackLeibler.estimate(
            new Draws(3).histogram(new double[] {0, 1, 0, 0}, 10_000, 64, 1), q, 0.05);
    assertEquals(Math.log(4), found.value(), 1e-12);
    assertEquals(Math.log(4), found.low(), 1e-12);
    assertEquals(Math.log(4), found.high(), 1e-12);
  }

  @Test
  void unknownFromFewGroups() {
    var few = new Draws(1).histogram(EXACT, 1000, 7, 1);
    assertFalse(KullbackLeibler.estimate(few, EXACT, 0.05).known());
    assertFalse(KullbackLeibler.estimate(new HistogramCounts(BINS), EXACT, 0.05).known());
  }
}
