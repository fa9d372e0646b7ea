package perrin.physics;

import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;
import static perrin.physics.Sigmas.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.PointRecord;

/**
 * Averages in the landscapes of the library against exact values, at {@value Sigmas#LIMIT} standard
 * errors (false alarm 7e-6 each), with fixed seeds; the same comparison must fail with the noise
 * scaled by 1.01.
 */
@Tag("statistics")
class LandscapeTest {
  /**
   * Mueller-Brown at kT = 20, averages by quadrature: ⟨x⟩, ⟨y⟩ and ⟨V⟩. Starts have nearly the
   * right shares of walkers in the basins, which exchange them in a time of about 5. BAOAB's own
   * bias at this dt is below the standard errors here: 400,000 walkers found (-0.0005 ± 0.0004,
   * 0.0007 ± 0.0005, -0.03 ± 0.02), and at twice the dt (-0.0030, 0.0045, -0.19).
   */
  private static final String MULLER_BROWN =
      """
      energy: muller-brown
      start: {x: "if(walker < 13058, -0.56, 0.5)", y: "if(walker < 13058, 1.44, 0.1)"}
      temperature: 20
      dt: 0.004
      walkers: 16384
      steps: 12000
      burn-in: 6000
      sample-every: 40
      observables: {x: x, y: y, V: energy}
      seed: 31
      """;

  @Test
  void mullerBrown() {
    Trial trial = Trial.of(MULLER_BROWN);
    PointRecord run = trial.with(ScaledNoise.method("baoab", "1", "mass: 1, friction: 10")).run();
    assertWithin(-0.424894, observed(run, "x"));
    assertWithin(1.165086, observed(run, "y"));
    assertWithin(-113.41363, observed(run, "V"));
    PointRecord louder =
        trial.with(ScaledNoise.method("baoab", "1.01", "mass: 1, friction: 10")).run();
    assertBeyond(-113.41363, observed(louder, "V"), "noise scaled by 1.01");
  }

  private static final String GAUSSIAN =
      """
      energy: correlated-gaussian
      start: {x: "normal(0, 0.7)"}
      temperature: 0.5
      dt: 0.2
      walkers: 65536
      steps: 400
      burn-in: 100
      sample-every: 5
      seed: 32
      """;

  static Stream<Arguments> gaussians() {
    return Stream.of("euler-maruyama", "leimkuhler-matthews")
        .flatMap(method ->
            Stream.of(Precision.values()).map(precision -> Arguments.of(method, precision)));
  }

  /**
   * All 55 covariances of ten coordinates with the stiffness matrix A. Those of the Euler-Maruyama
   * chain are kT (A − dt A²/2)⁻¹, those of Leimkuhler-Matthews kT A⁻¹, exactly. One of the 55
   * raises a false alarm with probability 4e-4.
   */
  @ParameterizedTest
  @MethodSource("gaussians")
  void covariances(String method, Precision precision) {
    RealMatrix stiffness = stiffness();
    RealMatrix inverse =
        method.equals("euler-maruyama")
            ? stiffness.subtract(stiffness.power(2).scalarMultiply(0.1))
            : stiffness;
    RealMatrix exact = MatrixUtils.inverse(inverse).scalarMultiply(0.5);
    Trial trial =
        Trial.of(
            GAUSSIAN,
            "energy.stiffness=" + rows(stiffness),
            "observables={" + products() + "}",
            "precision=" + precision.word());
    PointRecord run = trial.with(ScaledNoise.method(method, "1", "")).run();
    for (int i = 0; i < 10; i++) {
      for (int j = i; j < 10; j++) {
        assertWithin(exact.getEntry(i, j), observed(run, "c" + i + j));
      }
    }
    PointRecord louder = trial.with(ScaledNoise.method(method, "1.01", "")).run();
    assertBeyond(exact.getEntry(4, 4), observed(louder, "c44"), "noise scaled by 1.01");
    assertBeyond(exact.getEntry(4, 5), observed(louder, "c45"), "noise scaled by 1.01");
  }

  /** 1 on the diagonal more than exp(−|i − j|/2): eigenvalues from 1.2 to 4.6. */
  private static RealMatrix stiffness() {
    RealMatrix matrix = MatrixUtils.createRealMatrix(10, 10);
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        matrix.setEntry(i, j, Math.round(1e3 * StrictMath.exp(-Math.abs(i - j) / 2.0)) / 1e3);
      }
      matrix.addToEntry(i, i, 1);
    }
    return matrix;
  }

  private static String rows(RealMatrix matrix) {
    List<String> rows = new ArrayList<>();
    for (double[] row : matrix.getData()) {
      rows.add(java.util.Arrays.toString(row));
    }
    return rows.toString();
  }

  private static String products() {
    List<String> products = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      for (int j = i; j < 10; j++) {
        products.add("c%d%d: \"x[%d]*x[%d]\"".formatted(i, j, i, j));
      }
    }
    return String.join(", ", products);
  }

  /**
   * E = x⁴ at kT = 0.5: ⟨x⁴⟩ = kT/4, by the virial theorem, and ⟨x²⟩ = √kT Γ(3/4)/Γ(1/4).
   * Leimkuhler-Matthews has a bias of order dt², which at dt = 0.01 is of no account (in the double
   * well at twice this dt it is 2e-6).
   */
  @Test
  void quarticMoments() {
    Trial trial =
        Trial.of(
            """
            energy: quartic
            start: {x: "normal(0, 0.5)"}
            temperature: 0.5
            dt: 0.01
            walkers: 262144
            steps: 1500
            burn-in: 500
            sample-every: 25
            observables: {x2: x^2, x4: x^4}
            seed: 33
            """);
    PointRecord run = trial.with(ScaledNoise.method("leimkuhler-matthews", "1", "")).run();
    assertWithin(0.125, observed(run, "x4"));
    assertWithin(Math.sqrt(0.5) * 0.3379891200336424, observed(run, "x2"));
    PointRecord louder = trial.with(ScaledNoise.method("leimkuhler-matthews", "1.01", "")).run();
    assertBeyond(0.125, observed(louder, "x4"), "noise scaled by 1.01");
  }

  /** Mean square displacement of free walkers in d = 2: 2 d kT t, for this chain exactly. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void freeWalkersSpread(Precision precision) {
    Trial trial =
        Trial.of(
            """
            coordinates: [x, y]
            energy: "0"
            start: {x: 0, y: 0}
            temperature: 0.5
            dt: 0.05
            walkers: 524288
            steps: 40
            burn-in: 39
            observables: {r2: x^2 + y^2}
            seed: 34
            """,
            "precision=" + precision.word());
    double exact = 2 * 2 * 0.5 * 40 * 0.05;
    assertWithin(
        exact, observed(trial.with(ScaledNoise.method("euler-maruyama", "1", "")).run(), "r2"));
    PointRecord louder = trial.with(ScaledNoise.method("euler-maruyama", "1.01", "")).run();
    assertBeyond(exact, observed(louder, "r2"), "noise scaled by 1.01");
  }
}
