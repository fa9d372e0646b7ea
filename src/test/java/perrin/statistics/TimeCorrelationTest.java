package perrin.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.statistics.TimeCorrelation.Windows;

class TimeCorrelationTest {
  private static final double[][] UNUSED_THEN_TWO = {{9, 9}, {64, 16}};

  @Test
  void windows() {
    var windows = new Windows(0, 70, 16, 5);
    assertEquals(3, windows.count(0));
    assertEquals(3, windows.count(3));
    assertEquals(2, windows.count(4));
    assertEquals(2, windows.count(5));
    assertEquals(1, new Windows(0, 1, 6, 5).count(5));
    assertEquals(3, windows.cohorts());
    assertEquals(6, windows.members(2));
  }

  /** By hand: cohorts of 32 and 8 walkers, two windows; means 1 and 1. */
  @Test
  void displacement() {
    var msd = TimeCorrelation.displacement(new Windows(2, 40, 4, 1), UNUSED_THEN_TWO);
    assertEquals(0, msd.value()[0]);
    assertEquals(0, msd.standardError()[0]);
    assertEquals(1, msd.value()[1]);
    assertEquals(0, msd.standardError()[1]);
    var other =
        TimeCorrelation.displacement(new Windows(2, 64, 2, 1), new double[][] {{}, {48, 16}});
    assertEquals(1, other.value()[1]);
    // cohort means 1.5 and 0.5: their standard deviation is √0.5, over √2
    assertEquals(0.5, other.standardError()[1], 1e-15);
  }

  /** Variance 2 at both times and ⟨(a − a₀)²⟩ = 1: covariance 1.5. */
  @Test
  void autocorrelation() {
    double[][] deviations = {{62, 62}, {62, 62}};
    double[][] differences = {{7, 7}, {32, 32}};
    var windows = new Windows(0, 64, 2, 1);
    var auto = TimeCorrelation.auto(windows, deviations, differences);
    assertEquals(1, auto.value()[0]);
    assertEquals(0.75, auto.value()[1], 1e-15);
    assertEquals(0, auto.standardError()[1], 1e-15);
    assertEquals(2, TimeCorrelation.variance(windows, deviations), 1e-15);
  }

  @Test
  void tooFewToSay() {
    var one =
        TimeCorrelation.auto(
            new Windows(0, 1, 2, 1), new double[][] {{0}, {0}}, new double[][] {{0}, {1}});
    assertTrue(Double.isNaN(one.value()[0]) && Double.isNaN(one.value()[1]));
    var cohort = TimeCorrelation.displacement(new Windows(0, 32, 2, 1), new double[][] {{0}, {32}});
    assertEquals(1, cohort.value()[1]);
    assertTrue(Double.isNaN(cohort.standardError()[1]));
  }
}
