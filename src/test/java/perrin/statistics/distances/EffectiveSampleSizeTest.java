package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;

class EffectiveSampleSizeTest {
  private static final double[] EXACT = Draws.doubleWell(0.5, 100);

  /**
   * 1e5 independent values, and the same counted ten times each. With 64 groups and about 60
   * effective cells one value is known to about √(2/(63·60)) = 2.3 %; the mean of 20 to 0.5 %.
   */
  @Test
  void ofAHistogram() {
    double once = 0;
    double tenfold = 0;
    for (int trial = 0; trial < 20; trial++) {
      once += EffectiveSampleSize.ofHistogram(new Draws(trial).histogram(EXACT, 128_000, 64, 1));
      tenfold +=
          EffectiveSampleSize.ofHistogram(new Draws(trial).histogram(EXACT, 128_000, 64, 10));
    }
    assertEquals(128_000, once / 20, 128_000 * 0.03);
    assertEquals(once, tenfold, 1e-6 * once);
  }

  @Test
  void unknownWithFewGroups() {
    var few = new Draws(1).histogram(EXACT, 1000, 7, 1);
    assertTrue(Double.isNaN(EffectiveSampleSize.ofHistogram(few)));
    assertTrue(Double.isNaN(EffectiveSampleSize.ofHistogram(new HistogramCounts(3))));
  }
}
