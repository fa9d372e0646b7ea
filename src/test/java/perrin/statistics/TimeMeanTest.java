package perrin.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TimeMeanTest {
  @Test
  void equalCohortsGiveTheStandardErrorOfTheirMean() {
    double[] means = {1, 2, 4};
    double[] sums = Arrays.stream(means).map(m -> m * 32 * 10).toArray();
    var mean = TimeMean.of(0, sums, Weights.ofCohorts(96, 10));
    assertEquals(7 / 3.0, mean.mean(), 1e-15);
    double variance = (16 / 9.0 + 1 / 9.0 + 25 / 9.0) / 2;
    assertEquals(Math.sqrt(variance / 3), mean.standardError(), 1e-15);
  }

  @Test
  void theLastCohortWeighsWhatItHolds() {
    double[] sums = {32 * 2.0, 8 * 7.0};
    var mean = TimeMean.of(0, sums, Weights.ofCohorts(40, 1));
    assertEquals((64 + 56) / 40.0, mean.mean(), 1e-15);
    // Σ w²(x − mean)²/(W² − Σ w²) with w = 32, 8; x = 2, 7; mean 3
    assertEquals(Math.sqrt((32 * 32 + 64 * 16) / 512.0), mean.standardError(), 1e-15);
  }

  @Test
  void oneCohortKnowsNoError() {
    var mean = TimeMean.of(5, new double[] {3}, Weights.ofCohorts(1, 3));
    assertEquals(1, mean.mean());
    assertTrue(Double.isNaN(mean.standardError()));
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class,
        () -> TimeMean.of(0, new double[2], Weights.ofCohorts(32, 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> TimeMean.of(0, new double[2], Weights.ofCohorts(65, 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> TimeMean.of(0, new double[1], Weights.ofCohorts(32, 0)));
  }

  /**
   * Samples correlated in time within walkers: the error still covers. Of 400 runs about 18 should
   * miss by more than two errors; more than 40 or less than 4 has a chance of 1e-5.
   */
  @Test
  void errorsCoverCorrelatedSamples() {
    var draws = new Draws(11);
    int misses = 0;
    for (int run = 0; run < 400; run++) {
      double[] sums = new double[100];
      for (int c = 0; c < sums.length; c++) {
        sums[c] = 10 * draws.gaussian() * Math.sqrt(32); // 10 samples of walkers that stand still
      }
      var mean = TimeMean.of(0, sums, Weights.ofCohorts(3200, 10));
      misses += Math.abs(mean.mean()) > 2 * mean.standardError() ? 1 : 0;
    }
    assertTrue(misses >= 4 && misses <= 40, "misses " + misses);
  }
}
