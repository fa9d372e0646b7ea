package perrin.statistics.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.reference.Averages.average;
import static perrin.statistics.reference.Averages.logPartitionFunction;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;

class PlaneReferenceTest {
  private static final Extent WIDE = Extent.around(-2.5, 2.5);

  private static PlaneReference reference(DoubleBinaryOperator energy, double kT) {
    return PlaneReference.of(energy, 10, kT, WIDE, WIDE);
  }

  static double muellerBrown(double x, double y) {
    double[] a = {-1, -1, -6.5, 0.7};
    double[] b = {0, 0, 11, 0.6};
    double[] c = {-10, -10, -6.5, 0.7};
    double[] height = {-200, -100, -170, 15};
    double[] x0 = {1, 0, -0.5, -1};
    double[] y0 = {0, 0.5, 1.5, 1};
    double sum = 0;
    for (int k = 0; k < 4; k++) {
      double dx = x - x0[k];
      double dy = y - y0[k];
      sum += height[k] * StrictMath.exp(a[k] * dx * dx + b[k] * dx * dy + c[k] * dy * dy);
    }
    return sum;
  }

  /** Averages at kT = 20 by an unrelated quadrature. */
  @Test
  void muellerBrown() {
    var found =
        PlaneReference.of(
            PlaneReferenceTest::muellerBrown,
            60,
            20,
            Extent.around(-1.5, 1.2),
            Extent.around(-0.4, 2));
    assertEquals(-0.424894, average(found, (x, y) -> x), 6e-7);
    assertEquals(1.165086, average(found, (x, y) -> y), 6e-7);
    assertEquals(-113.41363, average(found, PlaneReferenceTest::muellerBrown), 6e-6);
    double[][] cells =
        found
            .between(
                BoltzmannReference.edges(-1.5, 1.2, 120), BoltzmannReference.edges(-0.4, 2, 120))
            .p();
    assertEquals(1, Arrays.stream(cells).flatMapToDouble(Arrays::stream).sum(), 1e-12);
  }

  /** (x/a)² − 2ρ(x/a)(y/b) + (y/b)² over 2(1 − ρ²): standard deviations a and b, correlation ρ. */
  @Test
  void correlatedGaussian() {
    double rho = 0.99;
    double a = 0.7;
    double b = 0.3;
    var found =
        reference(
            (x, y) ->
                (x * x / (a * a) - 2 * rho * x * y / (a * b) + y * y / (b * b))
                    / (2 * (1 - rho * rho)),
            1);
    assertEquals(
        StrictMath.log(2 * Math.PI * a * b * Math.sqrt(1 - rho * rho)),
        logPartitionFunction(found),
        1e-9);
    assertEquals(rho * a * b, average(found, (x, y) -> x * y), 1e-9);
    assertEquals(a * a, average(found, (x, y) -> x * x), 1e-9);
    double[] edges = BoltzmannReference.edges(-1, 2, 30);
    double[][] marginal = found.between(edges, new double[0]).p();
    double[][] other = found.between(new double[0], edges).p();
    for (int i = 0; i < 30; i++) {
      assertEquals(gaussian(edges[i] / a, edges[i + 1] / a), marginal[i + 1][0], 1e-10);
      assertEquals(gaussian(edges[i] / b, edges[i + 1] / b), other[0][i + 1], 1e-10);
    }
    // Sheppard (1899): P(x > 0, y > 0) = 1/4 + asin(ρ)/2π
    double[][] quadrants = found.between(new double[] {0}, new double[] {0}).p();
    assertEquals(0.25 + StrictMath.asin(rho) / (2 * Math.PI), quadrants[1][1], 1e-10);
    assertEquals(0.25 - StrictMath.asin(rho) / (2 * Math.PI), quadrants[0][1], 1e-10);
  }

  private static double gaussian(double from, double to) {
    return Erf.erf(from / Math.sqrt(2), to / Math.sqrt(2)) / 2;
  }

  @Test
  void aProductOfTwo() {
    double kT = 0.5;
    var plane = reference((x, y) -> Draws.doubleWell(x) + y * y * y * y + 0.3 * y, kT);
    double[] edges = BoltzmannReference.edges(-2, 1.5, 35);
    double[] x = BoltzmannReference.of(Draws::doubleWell, kT, -2, 1.5).cells(-2, 1.5, 35);
    double[] y =
        BoltzmannReference.of(z -> z * z * z * z + 0.3 * z, kT, -2, 1.5).cells(-2, 1.5, 35);
    double[][] found = plane.between(edges, edges).p();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        assertEquals(x[i] * y[j], found[i][j], 1e-11);
      }
    }
  }

  /** Two wells of width 1e-4 and 2e-4, 1000 apart, far outside of the range. */
  @Test
  void narrowAndFar() {
    DoubleBinaryOperator energy =
        (x, y) ->
            Math.min(
                ((x - 500) * (x - 500) + (y + 3) * (y + 3)) / 1e-8,
                ((x + 500) * (x + 500) + (y - 3) * (y - 3)) / 4e-8);
    var found = reference(energy, 1);
    assertEquals(Math.PI * 5e-8, StrictMath.exp(logPartitionFunction(found)), 1e-15);
    double[][] halves = found.between(new double[] {0}, new double[0]).p();
    assertEquals(0.8, halves[0][0], 1e-7);
  }

  /** ∫∫ by the trapezoidal rule, which converges exponentially for smooth, confined densities. */
  @Test
  void coupledQuartic() {
    DoubleBinaryOperator energy = (x, y) -> x * x * x * x + y * y * y * y - x * y + 0.7 * x * x * y;
    double h = 0.01;
    double z = 0;
    double xy = 0;
    for (int i = -500; i <= 500; i++) {
      for (int j = -500; j <= 500; j++) {
        double w = StrictMath.exp(-energy.applyAsDouble(i * h, j * h) / 0.4);
        z += w * h * h;
        xy += w * h * h * i * h * j * h;
      }
    }
    var found = reference(energy, 0.4);
    assertEquals(z, StrictMath.exp(logPartitionFunction(found)), 1e-9 * z);
    assertEquals(xy / z, average(found, (x, y) -> x * y), 1e-9);
  }

  /** Rosenbrock's valley: x ~ N(1, kT/2), y | x ~ N(x², kT/2000). */
  @Test
  void aBentValley() {
    double kT = 0.5;
    var found = reference((x, y) -> (1 - x) * (1 - x) + 1000 * (y - x * x) * (y - x * x), kT);
    double z = Math.PI * kT / Math.sqrt(1000);
    assertEquals(z, StrictMath.exp(logPartitionFunction(found)), 1e-9 * z);
    assertEquals(1 + kT / 2, average(found, (x, y) -> y), 1e-9);
  }

  @Test
  void heavyTails() {
    // p = 1/(2π) (1 + r²)^(−3/2): each marginal is Cauchy's.
    var found = reference((x, y) -> 1.5 * StrictMath.log(1 + x * x + y * y), 1);
    double[][] halves = found.between(new double[] {1}, new double[0]).p();
    assertEquals(0.75, halves[0][0], 1e-8);
  }

  @Test
  void boundaries() {
    var found =
        PlaneReference.of(
            (x, y) -> x * Math.cos(y), 10, 1, Extent.within(0, 1), Extent.within(0, 2 * Math.PI));
    // ∫ e^(−x cos y) dy = 2π I₀(x); the mean of x by Simpson's rule over the series
    double z = 0;
    double mean = 0;
    int n = 1000;
    for (int i = 0; i <= n; i++) {
      double x = (double) i / n;
      double w = (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) / (3.0 * n) * bessel(x);
      z += w;
      mean += w * x;
    }
    assertEquals(2 * Math.PI * z, StrictMath.exp(logPartitionFunction(found)), 1e-9);
    assertEquals(mean / z, average(found, (x, y) -> x), 1e-9);
    double[][] outside = found.between(new double[] {-1, 2}, new double[] {-5, 50}).p();
    assertEquals(1, outside[1][1], 1e-12);
  }

  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 20; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }

  @Test
  void kinksAndJumps() {
    var kinks = reference((x, y) -> Math.abs(x + y) + Math.abs(x - y), 1);
    assertEquals(2, StrictMath.exp(logPartitionFunction(kinks)), 1e-8); // e^(−2 max(|x|, |y|))
    var disc = reference((x, y) -> x * x + y * y < 1 ? 0 : Double.POSITIVE_INFINITY, 1);
    assertEquals(Math.PI, StrictMath.exp(logPartitionFunction(disc)), 1e-3);
    var domain = reference((x, y) -> x - StrictMath.log(x) + y * y, 1);
    assertEquals(Math.sqrt(Math.PI), StrictMath.exp(logPartitionFunction(domain)), 1e-7);
  }

  @Test
  void wellsBeyondARange() {
    var found = reference((x, y) -> Draws.doubleWell(x - 3) + (y - x) * (y - x), 0.2);
    double[] range = {1, 3};
    double[] peak = found.peakBeyond(range, new double[0]).orElseThrow();
    assertEquals(4, peak[0], 0.05);
    assertEquals(4, peak[1], 0.05);
    assertTrue(found.peakBeyond(new double[] {1, 5}, range).isPresent());
    assertTrue(found.peakBeyond(new double[] {1, 5}, new double[] {1, 5}).isEmpty());
    var line = BoltzmannReference.of(x -> Draws.doubleWell(x - 3) + 0.1 * x, 0.2, 1, 3);
    assertEquals(4, line.peakBeyond(1, 3).orElseThrow(), 0.05);
    assertEquals(2, line.peakBeyond(3, 5).orElseThrow(), 0.05);
    assertTrue(line.peakBeyond(1.9, 5).isEmpty());
  }

  @Test
  void saysWhyThereIsNone() {
    refuses((x, y) -> x * x - y * y, "unbounded below");
    refuses((x, y) -> x * x + y * y - 3 * x * y, "unbounded below");
    refuses((x, y) -> -1 / Math.hypot(x - 0.1234, y) + x * x + y * y, "unbounded below");
    refuses((x, y) -> x * x, "does not confine");
    refuses((x, y) -> (x - y) * (x - y), "does not confine");
    refuses((x, y) -> (x - y + 0.1) * (x - y + 0.1), "does not confine");
    refuses((x, y) -> (x - 0.3) * (x - 0.3) * (y - 0.7) * (y - 0.7), "does not confine");
    refuses((x, y) -> Math.cos(x) + Math.cos(y), "does not confine");
    refuses((x, y) -> Double.NaN, "not a finite number");
  }

  private static void refuses(DoubleBinaryOperator energy, String why) {
    var thrown = assertThrows(NoReferenceException.class, () -> reference(energy, 1));
    assertTrue(thrown.getMessage().contains(why), thrown.getMessage());
  }
}
