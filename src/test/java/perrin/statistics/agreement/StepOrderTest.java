package perrin.statistics.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.statistics.Draws;
import perrin.statistics.TimeMean;

class StepOrderTest {
  private static final double[] DT = {0.01, 0.02, 0.04, 0.08, 0.16};

  private static TimeMean[] means(double order, double error, Draws draws) {
    var means = new TimeMean[DT.length];
    for (int i = 0; i < DT.length; i++) {
      double exact = 2 - 3 * Math.pow(DT[i], order);
      double noise = draws == null ? 0 : error * draws.gaussian();
      means[i] = new TimeMean(exact + noise, error, 1e4);
    }
    return means;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 3.7})
  void withoutNoiseTheOrderIsFound(double order) {
    var fit = StepOrder.of(DT, means(order, 1e-6, null));
    assertEquals(order, fit.order().value(), 1e-5);
    assertEquals(2, fit.limit().mean(), 1e-6);
    assertEquals(0, fit.chiSquare(), 1e-3);
    assertEquals(2, fit.degrees());
    assertTrue(fit.resolved() && fit.holds());
    assertTrue(fit.order().low() < order && order < fit.order().high());
    TimeMean limit = StepOrder.limit(DT, means(order, 1e-6, null), order);
    assertEquals(2, limit.mean(), 1e-12);
    assertTrue(limit.standardError() < fit.limit().standardError());
  }

  /**
   * The interval of 95 % holds the order in 95 % of 1000 cases: 21 to 86 misses but for a chance of
   * 2e-6. So does 1.96 errors about the limit.
   */
  @Test
  void intervalsHoldWhatTheySay() {
    int missed = 0;
    int missedLimit = 0;
    for (int trial = 0; trial < 1000; trial++) {
      var fit = StepOrder.of(DT, means(1, 0.004, new Draws(trial)));
      missed += fit.order().low() <= 1 && 1 <= fit.order().high() ? 0 : 1;
      double off = Math.abs(fit.limit().mean() - 2);
      missedLimit += off > 1.96 * fit.limit().standardError() ? 1 : 0;
    }
    assertTrue(missed >= 21 && missed <= 86, missed + " of 1000 orders missed");
    assertTrue(missedLimit >= 21 && missedLimit <= 86, missedLimit + " of 1000 limits missed");
  }

  @Test
  void whereNothingChangesTheOrderIsUnknown() {
    assertFalse(StepOrder.of(DT, means(1, 100, new Draws(1))).resolved());
  }

  @Test
  void twoPowersAreNotOne() {
    var means = new TimeMean[DT.length];
    for (int i = 0; i < DT.length; i++) {
      means[i] = new TimeMean(1 + DT[i] - 12 * DT[i] * DT[i], 1e-5, 1e4);
    }
    assertFalse(StepOrder.of(DT, means).holds());
  }

  /** Means that rise and fall again have no order; what is left of three then tests one number. */
  @ParameterizedTest
  @CsvSource({"0.0005, true", "0.0001, false"})
  void anOrderAtItsBoundIsNotFitted(double error, boolean holds) {
    double[] dt = {0.001, 0.01, 0.03};
    double[] mean = {0.9758, 0.9763, 0.9753};
    var means = new TimeMean[dt.length];
    for (int i = 0; i < dt.length; i++) {
      means[i] = new TimeMean(mean[i], error, 127);
    }
    var fit = StepOrder.of(dt, means);
    assertEquals(8, fit.order().value(), 1e-5);
    assertEquals(1, fit.degrees());
    assertFalse(fit.resolved());
    // what is left of (a, b) about their mean: (a − b)²/2 in units of the error
    double left = 0.0005 * 0.0005 / 2 / (error * error);
    assertEquals(left, fit.chiSquare(), 1e-3 * left);
    assertEquals(holds, fit.holds());
  }

  /** Richardson (1911): (2^r A(dt/2) − A(dt))/(2^r − 1). */
  @Test
  void twoStepsAreRichardsons() {
    var means = new TimeMean[] {new TimeMean(1.4, 0.1, 9), new TimeMean(1.1, 0.2, 9)};
    TimeMean limit = StepOrder.limit(new double[] {0.2, 0.1}, means, 2);
    assertEquals((4 * 1.1 - 1.4) / 3, limit.mean(), 1e-12);
    assertEquals(Math.hypot(4 * 0.2, 0.1) / 3, limit.standardError(), 1e-12);
    assertThrows(
        IllegalArgumentException.class, () -> StepOrder.of(new double[] {0.2, 0.1}, means));
  }
}
