package perrin.statistics.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.reference.Averages.average;
import static perrin.statistics.reference.Averages.below;
import static perrin.statistics.reference.Averages.logPartitionFunction;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.statistics.Draws;

class BoltzmannReferenceTest {
  private static BoltzmannReference reference(DoubleUnaryOperator energy, double kT) {
    return BoltzmannReference.of(energy, kT, -2.5, 2.5);
  }

  /** Z, ⟨x²⟩, ⟨x⁴⟩, ⟨E⟩ of (x² − 1)², by an unrelated quadrature. */
  @ParameterizedTest
  @CsvSource({
    "0.2, 0.834058804, 0.936833940, 0.986833940, 0.113166060",
    "0.5, 1.410914703, 0.852136152, 0.977136152, 0.272863848",
    "1.0, 1.973732150, 0.832745487, 1.082745487, 0.417254513"
  })
  void doubleWell(double kT, double z, double x2, double x4, double e) {
    var found = reference(Draws::doubleWell, kT);
    assertEquals(z, StrictMath.exp(logPartitionFunction(found)), 6e-10);
    assertEquals(x2, average(found, x -> x * x), 6e-10);
    assertEquals(x4, average(found, x -> x * x * x * x), 6e-10);
    assertEquals(e, average(found, Draws::doubleWell), 6e-10);
    assertEquals(0, average(found, x -> x), 1e-14);
  }

  @Test
  void tiltedDoubleWell() {
    var found = reference(x -> Draws.doubleWell(x) + 0.3 * x, 0.5);
    assertEquals(-0.47232921, average(found, x -> x), 6e-9);
    assertEquals(0.74507118, below(found, 0.0754292), 3e-8); // the barrier has seven digits
  }

  @Test
  void harmonicCellsAreDifferencesOfErf() {
    double kT = 0.7;
    double[] cells = BoltzmannReference.of(x -> x * x, kT, -1, 2).cells(-1, 2, 30); // sd √(kT/2)
    double scale = Math.sqrt(kT);
    double[] edges = BoltzmannReference.edges(-1, 2, 30);
    assertEquals(Erf.erfc(1 / scale) / 2, cells[0], 1e-10 * cells[0]);
    for (int i = 0; i < 30; i++) {
      double exact = (Erf.erf(edges[i] / scale, edges[i + 1] / scale)) / 2;
      assertEquals(exact, cells[i + 1], 1e-10 * exact);
    }
    assertEquals(Erf.erfc(2 / scale) / 2, cells[31], 1e-10 * cells[31]);
    assertEquals(1, Arrays.stream(cells).sum(), 1e-14);
  }

  @Test
  void harmonicTailsKeepTheirRelativeAccuracy() {
    double[] cells = BoltzmannReference.of(x -> x * x / 2, 1, -1, 7).cells(-1, 7, 8);
    double exact = (Erf.erfc(6 / Math.sqrt(2)) - Erf.erfc(7 / Math.sqrt(2))) / 2; // about 1e-9
    assertEquals(exact, cells[8], 1e-10 * exact);
  }

  @Test
  void quarticMomentsAreGammaFunctions() {
    double kT = 0.3;
    var found = reference(x -> x * x * x * x, kT);
    double x2 = Math.sqrt(kT) * Gamma.gamma(0.75) / Gamma.gamma(0.25);
    assertEquals(x2, average(found, x -> x * x), 1e-10 * x2);
    assertEquals(kT / 4, average(found, x -> x * x * x * x), 1e-10 * kT / 4);
  }

  /** The virial identity ⟨x E′⟩ = kT holds for every confining energy. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 1, 10})
  void virialIdentity(double kT) {
    var found = reference(x -> StrictMath.cosh(x) + Math.abs(x), kT);
    double virial = average(found, x -> x * StrictMath.sinh(x) + Math.abs(x));
    assertEquals(kT, virial, 1e-10 * kT);
  }

  @Test
  void findsTheDensityWhereverItIs() {
    assertGaussian(x -> 1e8 * (x - 1.23456) * (x - 1.23456) / 2, 1e-3, 1.23456, 1e-11);
    assertGaussian(x -> (x - 1000) * (x - 1000) / 2, 1, 1000, 1);
    assertGaussian(x -> x * x / 2 + 1e6, 1, 0, 1);
    assertGaussian(x -> x * x / 2e12, 1, 0, 1e12);
  }

  private static void assertGaussian(
      DoubleUnaryOperator energy, double kT, double mean, double variance) {
    var found = reference(energy, kT);
    assertEquals(mean, average(found, x -> x), 1e-9 * Math.sqrt(variance) + 1e-12 * mean);
    double v = average(found, x -> (x - mean) * (x - mean));
    assertEquals(variance, v, 1e-9 * variance);
  }

  @Test
  void heavyTails() {
    // E = 5/2 ln(1 + x²), kT = 1: p = ¾ (1 + x²)^(−5/2)
    var found = reference(x -> 2.5 * StrictMath.log(1 + x * x), 1);
    assertEquals(4 / 3.0, StrictMath.exp(logPartitionFunction(found)), 1e-10);
    assertEquals(0.5, average(found, x -> x * x), 1e-10);
    var cauchy = reference(x -> StrictMath.log(1 + x * x), 1);
    assertEquals(0.75, below(cauchy, 1), 1e-10);
  }

  @Test
  void noWeightOutsideTheDomain() {
    // E = x − ln x on x > 0: p = x e^−x; E = x + 0·√x on x ≥ 0: p = e^−x
    var gamma = BoltzmannReference.of(x -> x - StrictMath.log(x), 1, 0, 5);
    assertEquals(2, average(gamma, x -> x), 1e-9);
    var edge = BoltzmannReference.of(x -> x + 0 * Math.sqrt(x), 1, -1, 5);
    double[] cells = edge.cells(-1, 5, 6);
    assertEquals(0, cells[1], 1e-15);
    assertEquals(1 - StrictMath.exp(-1), cells[2], 1e-10);
  }

  @Test
  void saysWhyThereIsNone() {
    refuses(x -> -x * x, "unbounded below");
    refuses(x -> x, "unbounded below");
    refuses(x -> -StrictMath.pow(x, 8) + StrictMath.pow(x, 6), "unbounded below");
    refuses(x -> StrictMath.exp(x) - StrictMath.exp(2 * x), "unbounded below");
    refuses(x -> -1 / Math.abs(x) + x * x, "unbounded below");
    refuses(x -> 3, "does not confine");
    refuses(x -> StrictMath.cos(x), "does not confine");
    refuses(x -> Math.sqrt(Math.abs(StrictMath.log(Math.abs(x)))), "does not confine");
    refuses(x -> 0.4 * StrictMath.log(1 + x * x), "does not confine");
    refuses(x -> Double.NaN, "not a finite number");
  }

  /** Energies that are not smooth, on any scale: less accurate, but neither slow nor refused. */
  @Test
  void roughEnergies() {
    double gaussian = StrictMath.log(Math.PI) / 2;
    assertEquals(gaussian, logPartitionFunction(reference(x -> (float) (x * x), 1)), 1e-6);
    var noise = reference(x -> x * x + 1e-6 * StrictMath.sin(1e9 * x), 1);
    assertEquals(gaussian, logPartitionFunction(noise), 1e-6);
    var steps = reference(x -> Math.floor(1000 * x) / 1000 + x * x, 1);
    // each step is x on average, and e^(1/2000) more weight in its middle
    assertEquals(gaussian + 0.25 + 5e-4, logPartitionFunction(steps), 1e-6);
    double[] cells = noise.cells(-2.5, 2.5, 200);
    assertEquals(1, Arrays.stream(cells).sum(), 1e-12);
    assertEquals((Erf.erf(0.025)) / 2, cells[101], 1e-6);
    // |x|^-0.9 has a fiftieth of its weight closer to 0.3 than two numbers can be
    refuses(x -> 0.9 * StrictMath.log(Math.abs(x - 0.3)) + x * x, "too rough near x = 0.3");
  }

  /** As many bins as a histogram may have. */
  @Test
  void aMillionBins() {
    double[] cells = reference(x -> x * x / 2, 1).cells(-5, 5, 1_000_000);
    assertEquals(1, Arrays.stream(cells).sum(), 1e-9);
    assertEquals(1e-5 / Math.sqrt(2 * Math.PI), cells[500_000], 1e-15);
  }

  /** A range that is 1e30 times as wide as the density: numbers or a reason, never NaN. */
  @Test
  void aRangeBeyondAllMeasure() {
    DoubleUnaryOperator well = x -> (x * x - 1) * (x * x - 1);
    for (double to : new double[] {1e2, 1e4, 1e8, 1e20, 1e30, 1e38}) {
      try {
        double[] cells = BoltzmannReference.of(well, 0.5, -to, to).cells(-to, to, 100);
        for (double cell : cells) {
          assertTrue(cell >= 0 && cell <= 1, to + ": " + cell);
        }
      } catch (NoReferenceException e) {
        assertTrue(e.getMessage().contains("narrow the histogram"), e.getMessage());
        assertTrue(to > 1e10);
      }
    }
  }

  private static void refuses(DoubleUnaryOperator energy, String why) {
    var thrown = assertThrows(NoReferenceException.class, () -> reference(energy, 1));
    assertTrue(thrown.getMessage().contains(why), thrown.getMessage());
  }

  @Test
  void refusesBadArguments() {
    DoubleUnaryOperator energy = x -> x * x;
    assertThrows(IllegalArgumentException.class, () -> reference(energy, 0));
    assertThrows(IllegalArgumentException.class, () -> reference(energy, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> BoltzmannReference.of(energy, 1, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> reference(energy, 1).cells(0, 1, 0));
  }
}
