package perrin.statistics.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;
import perrin.statistics.Weights;

/** Fixed seeds; the rates stand beside each test. */
class NestedRhatTest {
  private static final int M = 32;

  /**
   * Starts that are forgotten exceed the limit with a chance of 1e-3 at most (one sample is the
   * worst case): more than 5 of 1000 has a chance below 6e-4. Energies are not Gaussian.
   */
  @Test
  void falseAlarmsAreRare() {
    for (DoubleUnaryOperator quantity : new DoubleUnaryOperator[] {x -> x, x -> x * x}) {
      for (int cohorts : new int[] {8, 64, 256}) {
        int alarms = 0;
        for (int trial = 0; trial < 1000; trial++) {
          alarms +=
              SharedStarts.walk(trial, cohorts, 1, 0, 3, 0, quantity).rhat(1).exceeds() ? 1 : 0;
        }
        assertTrue(alarms <= 5, alarms + " of 1000 with " + cohorts + " cohorts");
      }
    }
  }

  @Test
  void correlatedSamplesRaiseNoAlarm() {
    int alarms = 0;
    for (int trial = 0; trial < 500; trial++) {
      alarms += SharedStarts.walk(trial, 64, 20, 0.95, 3, 0, x -> x).rhat(1).exceeds() ? 1 : 0;
    }
    assertTrue(alarms <= 4, alarms + " of 500"); // a chance of 2e-4 at most
  }

  /** Starts of twice the spread, three tenths of them left: found in every trial of 100. */
  @Test
  void rememberedStartsAreFound() {
    for (int trial = 0; trial < 100; trial++) {
      var rhat = SharedStarts.walk(trial, 128, 5, 0.9, 2, 0.3, x -> x).rhat(3);
      assertTrue(rhat.exceeds(), rhat.toString());
    }
  }

  /** Each cohort stays in the well where it began: R is far beyond. */
  @Test
  void trappedCohortsAreFound() {
    var draws = new Draws(1);
    int cohorts = 8;
    double[] sums = new double[cohorts];
    double[] squares = new double[cohorts];
    for (int c = 0; c < cohorts; c++) {
      double well = c % 2 == 0 ? -1 : 1;
      for (int w = 0; w < M; w++) {
        double noise = 0.3 * draws.gaussian();
        sums[c] += well + noise;
        squares[c] += noise * noise;
      }
    }
    var rhat = NestedRhat.of("x", sums, squares, Weights.ofCohorts(cohorts * M, 1), 1, 1);
    assertTrue(rhat.value() > 3, rhat.toString());
    assertTrue(rhat.exceeds());
  }

  /** By hand: two cohorts with means 0 and 2, within-variance 32/31. */
  @Test
  void definition() {
    var rhat =
        NestedRhat.of(
            "x", new double[] {0, 64 * 5}, new double[] {160, 160}, Weights.ofCohorts(64, 5), 5, 1);
    assertEquals(Math.sqrt(1 + 2 / (32 / 31.0)), rhat.value(), 1e-15);
  }

  /** The paper's limit where there are many cohorts, Fisher's where there are few. */
  @Test
  void limits() {
    assertEquals(
        Math.sqrt(1 + 1 / 32.0 + 0.02),
        new SharedStarts(new double[5000], new double[5000], 160_000, 1).rhat(1).limit(),
        1e-12);
    double few = new SharedStarts(new double[8], new double[8], 256, 1).rhat(1).limit();
    assertEquals(NestedRhat.fisherQuantile(1e-3, 7, 248), (few * few - 1) * 32, 1e-9);
    assertEquals(3.77, NestedRhat.fisherQuantile(1e-3, 7, 120), 0.005); // published tables
    assertEquals(8.75, NestedRhat.fisherQuantile(1e-3, 10, 10), 0.005);
  }

  @Test
  void aShortCohortIsLeftOut() {
    var sums = SharedStarts.walk(3, 9, 2, 0.5, 0, 0, x -> x);
    var whole =
        NestedRhat.of(
            "x",
            java.util.Arrays.copyOf(sums.sums(), 8),
            new double[8],
            Weights.ofCohorts(256, 2),
            2,
            1);
    double[] squares = new double[9];
    squares[8] = 1e9;
    assertEquals(
        whole, NestedRhat.of("x", sums.sums(), squares, Weights.ofCohorts(8 * M + 5, 2), 2, 1));
  }

  @Test
  void unknownWithOneCohort() {
    var one = NestedRhat.of("x", new double[1], new double[1], Weights.ofCohorts(32, 1), 1, 1);
    assertFalse(one.known());
    assertFalse(one.exceeds());
  }

  @Test
  void refusesTheWrongSize() {
    assertThrows(
        IllegalArgumentException.class,
        () -> NestedRhat.of("x", new double[2], new double[2], Weights.ofCohorts(32, 1), 1, 1));
  }
}
