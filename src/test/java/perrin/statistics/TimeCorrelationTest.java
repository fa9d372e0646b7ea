package perrin.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.statistics.TimeCorrelation.Origins;

class TimeCorrelationTest {
  private static final double[][] UNUSED_THEN_TWO = {{9, 9}, {64, 16}};

  @Test
  void origins() {
    var apart = new Origins(0, 70, 16, 5, 6);
    assertEquals(3, apart.count(0));
    assertEquals(3, apart.count(3));
    assertEquals(2, apart.count(4));
    assertEquals(2, apart.count(5));
    assertEquals(1, new Origins(0, 1, 6, 5, 6).count(5));
    assertEquals(11, new Origins(0, 70, 16, 5, 1).count(5));
    assertEquals(4, new Origins(0, 70, 16, 5, 3).count(5));
    assertEquals(3, apart.cohorts());
    assertEquals(6, apart.members(2));
  }

  /** By hand: cohorts of 32 and 8 walkers, two origins; means 1 and 1. */
  @Test
  void displacement() {
    var msd = TimeCorrelation.displacement(new Origins(2, 40, 4, 1, 2), UNUSED_THEN_TWO);
    assertEquals(0, msd.value()[0]);
    assertEquals(0, msd.standardError()[0]);
    assertEquals(1, msd.value()[1]);
    assertEquals(0, msd.standardError()[1]);
    var other =
        TimeCorrelation.displacement(new Origins(2, 64, 2, 1, 2), new double[][] {{}, {48, 16}});
    assertEquals(1, other.value()[1]);
    // cohort means 1.5 and 0.5: their standard deviation is √0.5, over √2
    assertEquals(0.5, other.standardError()[1], 1e-15);
    assertEquals(1, other.degreesOfFreedom());
  }

  /** Variance 2 at the origins; covariance 1.5, which is 1 in one cohort and 2 in the other. */
  @Test
  void autocorrelation() {
    double[][] products = {{62, 62}, {31, 62}};
    var origins = new Origins(0, 64, 2, 1, 2);
    var auto = TimeCorrelation.auto(origins, products);
    assertEquals(1, auto.value()[0]);
    assertEquals(0.75, auto.value()[1], 1e-15);
    assertEquals(0.25, auto.standardError()[1], 1e-15);
    assertEquals(2, TimeCorrelation.variance(origins, products), 1e-15);
  }

  @Test
  void tooFewToSay() {
    var one = TimeCorrelation.auto(new Origins(0, 1, 2, 1, 2), new double[][] {{0}, {0}});
    assertTrue(Double.isNaN(one.value()[0]) && Double.isNaN(one.value()[1]));
    var cohort =
        TimeCorrelation.displacement(new Origins(0, 32, 2, 1, 2), new double[][] {{0}, {32}});
    assertEquals(1, cohort.value()[1]);
    assertTrue(Double.isNaN(cohort.standardError()[1]));
  }
}
