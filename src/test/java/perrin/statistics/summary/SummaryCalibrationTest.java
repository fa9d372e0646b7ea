package perrin.statistics.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;

/**
 * Errors and effective sample sizes of values that are not independent, in 400 trials each: 95 %
 * intervals miss in 20 of them on average. More than 41 or fewer than 4 have a chance of 2e-5. The
 * mean of squared errors is known to √(2/(400 ν)), ν degrees of freedom, and looked at to 4.5 of
 * these (false alarm 7e-6). What takes the values for independent misses far more often.
 */
@Tag("statistics")
class SummaryCalibrationTest {
  private static final int TRIALS = 400;
  private static final int GROUPS = 32;
  private static final int VALUES = 6400;
  private static final int STANDSTILL = 10;
  private static final int COHORTS = 64;

  /** Of the variance that walkers of a cohort have in common. */
  private static final double SHARED = 0.25;

  /** A Gaussian over [-5, 5] in 200 bins, nothing outside. */
  private static double[] gaussianCells() {
    double[] cells = new double[202];
    double all = Erf.erf(5 / Math.sqrt(2));
    for (int bin = 0; bin < 200; bin++) {
      double from = (-5 + bin * 0.05) / Math.sqrt(2);
      double to = (-5 + (bin + 1) * 0.05) / Math.sqrt(2);
      cells[bin + 1] = (Erf.erf(to) - Erf.erf(from)) / 2 / all;
    }
    return cells;
  }

  private static double gaussianQuantile(double p) {
    return Math.sqrt(2) * Erf.erfInv(2 * p - 1);
  }

  private static BinnedValues[] standingStill() {
    double[] cells = gaussianCells();
    BinnedValues[] trials = new BinnedValues[TRIALS];
    Arrays.setAll(
        trials,
        t ->
            new BinnedValues(
                -5,
                5,
                new Draws(500 + t).histogram(cells, VALUES, GROUPS, STANDSTILL).nonEmptyGroups()));
    return trials;
  }

  private static WalkerValues[] sharingStarts(boolean known) {
    WalkerValues[] trials = new WalkerValues[TRIALS];
    Arrays.setAll(
        trials,
        t -> {
          var draws = new Draws(900 + t);
          double[] values = new double[COHORTS * 32];
          double common = 0;
          for (int w = 0; w < values.length; w++) {
            common = w % 32 == 0 ? Math.sqrt(SHARED) * draws.gaussian() : common;
            values[w] = common + Math.sqrt(1 - SHARED) * draws.gaussian();
          }
          return new WalkerValues(values, known);
        });
    return trials;
  }

  private static int misses(
      Values[] trials,
      double truth,
      ToDoubleFunction<Values> estimate,
      ToDoubleFunction<Values> error) {
    return (int)
        Arrays.stream(trials)
            .filter(values ->
                !(Math.abs(estimate.applyAsDouble(values) - truth) <= error.applyAsDouble(values)))
            .count();
  }

  private static void assertCovers(Values[] trials, double truth, int degrees, double p) {
    double t = StudentT.quantile(Interval.OUTSIDE, degrees);
    int misses =
        Double.isNaN(p)
            ? misses(trials, truth, v -> v.mean().mean(), v -> t * v.mean().standardError())
            : misses(trials, truth, v -> v.quantile(p), v -> t * v.estimate(p).error());
    assertTrue(misses >= 4 && misses <= 41, misses + " misses of " + TRIALS + " at p = " + p);
  }

  /** The squared errors are those of so many independent draws. */
  private static void assertWorth(
      double draws, Values[] trials, int degrees, ToDoubleFunction<Values> size) {
    double mean =
        Arrays.stream(trials)
            .mapToDouble(v -> draws / size.applyAsDouble(v))
            .average()
            .orElseThrow();
    assertEquals(1, mean, 4.5 * Math.sqrt(2.0 / degrees / TRIALS));
  }

  @Test
  void walkersThatStandStillInAHistogram() {
    BinnedValues[] trials = standingStill();
    assertCovers(trials, 0, GROUPS - 1, Double.NaN);
    for (double p : QuantitySummary.SHARES) {
      assertCovers(trials, gaussianQuantile(p), GROUPS - 1, p);
    }
    assertWorth(VALUES, trials, GROUPS - 1, Values::bulk);
    assertWorth(
        VALUES,
        trials,
        GROUPS - 1,
        v -> v.deviation() * v.deviation() / Math.pow(v.mean().standardError(), 2));
    double deviation = Arrays.stream(trials).mapToDouble(Values::deviation).average().orElseThrow();
    assertEquals(1, deviation, 4.5 / Math.sqrt(2.0 * VALUES * TRIALS));
    double naive = 1.96 / Math.sqrt((double) VALUES * STANDSTILL);
    int misses = misses(trials, 0, v -> v.mean().mean(), _ -> naive);
    assertTrue(misses > 41, misses + " misses of what takes all samples for independent");
  }

  @Test
  void walkersThatRememberASharedStart() {
    double[] worth = {COHORTS * 32 / (1 + 31 * SHARED)};
    Values[] trials = sharingStarts(true);
    assertCovers(trials, 0, COHORTS - 1, Double.NaN);
    for (double p : QuantitySummary.SHARES) {
      assertCovers(trials, gaussianQuantile(p), COHORTS - 1, p);
    }
    assertWorth(worth[0], trials, COHORTS - 1, Values::bulk);
    Values[] naive = sharingStarts(false);
    int misses = misses(naive, 0, v -> v.mean().mean(), v -> 1.96 * v.mean().standardError());
    assertTrue(misses > 41, misses + " misses of what takes walkers for independent");
  }

  @Test
  void independentWalkers() {
    WalkerValues[] trials = new WalkerValues[TRIALS];
    Arrays.setAll(
        trials,
        t -> {
          var draws = new Draws(1300 + t);
          double[] values = new double[4000];
          Arrays.setAll(values, _ -> draws.gaussian());
          return new WalkerValues(values, false);
        });
    assertCovers(trials, 0, 3999, Double.NaN);
    for (double p : QuantitySummary.SHARES) {
      assertCovers(trials, gaussianQuantile(p), 3999, p);
    }
    assertEquals(4000, trials[0].bulk());
    assertEquals(4000, trials[0].tail(), 1e-9);
  }
}
