package perrin.kernel.landscape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;

class LocalEnergyTest {
  private static LocalEnergy of(String coordinates, String energy) {
    return LocalEnergy.of(
        Trial.of(
                Trial.SMALL,
                "coordinates=" + coordinates,
                "energy=\"" + energy + "\"",
                "start={x: 0}",
                "observables={}",
                "histograms={}")
            .experiment());
  }

  private static double curvature(LocalEnergy energy, double mass, double... at) {
    double[] masses = new double[at.length];
    Arrays.fill(masses, mass);
    return energy.curvature(at, masses).orElseThrow();
  }

  @Test
  void ofOneCoordinate() {
    LocalEnergy energy = of("[x]", "(x^2 - 1)^2");
    assertEquals(9, energy.energy(new double[] {2}), 1e-12);
    assertArrayEquals(new double[] {24}, energy.gradient(new double[] {2}), 1e-12);
    assertEquals(44, curvature(energy, 1, 2), 1e-12);
    assertEquals(22, curvature(energy, 2, 2), 1e-12);
    assertEquals(-4, curvature(energy, 1, 0), 1e-12);
  }

  /**
   * Springs in a ring have the curvatures 4 sin²(π q/N), the greatest 4; with a shift, also
   * negative ones.
   */
  @ParameterizedTest
  @CsvSource({"6, 1, 4", "40, 1, 4", "6, -1, 0", "40, -1, 0"})
  void springsInARing(int n, double sign, double expected) {
    LocalEnergy energy =
        of(
            "{x: " + n + "}",
            "%s*sum(i in 0..%d: (x[mod(i + 1, %d)] - x[i])^2)/2".formatted(sign, n - 1, n));
    double[] at = new double[n];
    Arrays.setAll(at, i -> Math.sin(i));
    assertEquals(expected, curvature(energy, 1, at), n > 16 ? 0.04 : 1e-12);
    assertEquals(expected / 2, curvature(energy, 2, at), n > 16 ? 0.02 : 1e-12);
  }

  @Test
  void nothingThatIsNotFinite() {
    LocalEnergy energy = of("[x]", "1/x");
    assertFalse(energy.curvature(new double[] {0}, new double[] {1}).isPresent());
  }

  /** Whose squares are more, or less, than double precision has. */
  @ParameterizedTest
  @CsvSource({"1.7e308", "1e200", "1", "1e-200", "1e-300"})
  void ofAnySize(double height) {
    LocalEnergy energy = of("{x: 2}", height + "*min(1, max(-1, x[0]/3))*abs(x[1])");
    assertEquals(height / 3, curvature(energy, 1, 0.5, 0.5), height * 1e-12);
    assertEquals(height / 3, curvature(energy, 1, -0.7, -0.1), height * 1e-12);
  }
}
