package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;
import perrin.statistics.WalkerArray;

/** Fixed seeds; the rates stand beside each test. */
class NeighbourCorrelationTest {
  private static double[] gaussians(long seed, int walkers) {
    var draws = new Draws(seed);
    double[] z = new double[walkers];
    for (int w = 0; w < walkers; w++) {
      z[w] = draws.gaussian();
    }
    return z;
  }

  private static NeighbourCorrelation test(double[] x) {
    return NeighbourCorrelation.of(List.of("x"), _ -> new WalkerArray.Doubles(x));
  }

  private static double[] each(double[] x, DoubleUnaryOperator f) {
    return java.util.Arrays.stream(x).map(f).toArray();
  }

  /**
   * Gaussian, Cauchy-tailed, two-valued: p-values below 1e-2 are what they say; more than 22 of
   * 1000 has a chance of 3e-4.
   */
  @Test
  void falseAlarmsAreRare() {
    for (DoubleUnaryOperator f :
        new DoubleUnaryOperator[] {z -> z, z -> z * Math.exp(z * z / 2), Math::signum}) {
      int alarms = 0;
      for (int trial = 0; trial < 1000; trial++) {
        var found = test(each(gaussians(trial, 1024), f));
        assertFalse(Double.isNaN(found.pValue()));
        alarms += found.pValue() < 1e-2 ? 1 : 0;
      }
      assertTrue(alarms <= 22, alarms + " of 1000");
    }
  }

  /** A correlation of 0.02 between neighbours, 1e5 walkers: 4 % of such runs pass. */
  @Test
  void neighboursAreFound() {
    int found = 0;
    for (int trial = 0; trial < 20; trial++) {
      double[] z = gaussians(trial, 100_001);
      double[] x = new double[100_000];
      double share = 0.02; // of the neighbour's noise: r = share/(1 + share²)
      for (int w = 0; w < x.length; w++) {
        x[w] = z[w] + share * z[w + 1];
      }
      var worst = test(x);
      found += worst.found() ? 1 : 0;
      if (worst.found()) {
        assertEquals(1, worst.lag());
      }
    }
    assertTrue(found >= 16, found + " of 20"); // less has a chance of 1e-3
  }

  @Test
  void distantTwinsAreFound() {
    double[] z = gaussians(5, 8192);
    System.arraycopy(z, 0, z, 4096, 2048);
    var worst = test(each(z, x -> x * x * x));
    assertTrue(worst.found());
    assertEquals(4096, worst.lag());
    assertEquals(0.5, worst.correlation(), 0.05);
  }

  /** Walkers of a cohort that have not forgotten their common start. */
  @Test
  void commonStartsAreFound() {
    double[] z = gaussians(6, 4096);
    double[] x = new double[4096];
    for (int w = 0; w < x.length; w++) {
      x[w] = z[w] + 0.5 * z[w / 32 * 32];
    }
    assertTrue(test(x).found());
  }

  @Test
  void theWorstCoordinateIsNamed() {
    var x = new WalkerArray.Doubles(gaussians(1, 2000));
    float[] y = new float[2000];
    double[] z = gaussians(2, 2000);
    for (int w = 0; w < y.length; w++) {
      y[w] = (float) z[w / 2];
    }
    var both = List.of(x, new WalkerArray.Singles(y));
    var worst = NeighbourCorrelation.of(List.of("x", "y"), both::get);
    assertEquals("y", worst.coordinate());
    assertEquals(1, worst.lag());
    assertTrue(worst.found());
  }

  @Test
  void nothingToTest() {
    assertTrue(Double.isNaN(test(gaussians(1, 256)).pValue()));
    assertTrue(Double.isNaN(test(new double[4096]).pValue()));
    assertTrue(Double.isNaN(NeighbourCorrelation.of(List.of(), _ -> null).pValue()));
    assertFalse(NeighbourCorrelation.NONE.found());
  }
}
