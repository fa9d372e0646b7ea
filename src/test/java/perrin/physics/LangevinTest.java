package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;
import static perrin.physics.Sigmas.last;
import static perrin.physics.Sigmas.observed;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.kernel.Opcode;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.PointRecord;

/**
 * Methods with velocities against the exact values of the discrete chain, at {@value Sigmas#LIMIT}
 * standard errors (false alarm 7e-6 each), with fixed seeds.
 *
 * <p>In a harmonic well with ω² = k/m and q = ω² dt²/4 (Leimkuhler &amp; Matthews, Molecular
 * Dynamics, 2015, section 7.4): var x · k/kT is 1 for BAOAB and ABOBA and 1/(1 − q) for OBABO; var
 * v · m/kT is 1 − q, 1/(1 − q) and 1. Here q = 1/8, so that each scheme fails with another's
 * values.
 */
@Tag("statistics")
class LangevinTest {
  private static final double KT = 0.5;
  private static final double MASS = 2;
  private static final double Q = 1 / (4 * MASS); // k = 1, dt = 1

  private static final String HARMONIC =
      """
      energy: harmonic
      start: {x: "normal(0, 0.7)"}
      temperature: 0.5
      dt: 1
      walkers: 524288
      steps: 60
      burn-in: 30
      sample-every: 3
      observables: {x2: x^2}
      seed: 21
      """;

  static Stream<Arguments> schemes() {
    return Stream.of(
            Arguments.of("baoab", 1.0, 1 - Q),
            Arguments.of("aboba", 1.0, 1 / (1 - Q)),
            Arguments.of("obabo", 1 / (1 - Q), 1.0))
        .flatMap(scheme ->
            Stream.of(Precision.values())
                .map(p -> Arguments.of(scheme.get()[0], scheme.get()[1], scheme.get()[2], p)));
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void stationaryVariances(String method, double x2, double v2, Precision precision) {
    Trial trial = Trial.of(HARMONIC, "precision=" + precision.word());
    PointRecord run = trial.with(ScaledNoise.method(method, "1", "friction: 1, mass: 2")).run();
    assertWithin(x2 * KT, observed(run, "x2"));
    assertWithin(v2 * KT / MASS, last(run, "v", v -> v * v));

    PointRecord louder =
        trial.with(ScaledNoise.method(method, "1.01", "friction: 1, mass: 2")).run();
    assertBeyond(x2 * KT, observed(louder, "x2"), "noise scaled by 1.01");
    assertBeyond(v2 * KT / MASS, last(louder, "v", v -> v * v), "noise scaled by 1.01");
  }

  static List<String> methods() {
    return List.of("baoab", "aboba", "obabo");
  }

  /**
   * A free particle, whose velocity is an Ornstein-Uhlenbeck process exactly. With c = exp(−γ dt)
   * the velocities that drift have covariance kT/m · c^|i − j|, so that the mean square
   * displacement is a double sum. One coordinate has friction 3 and mass 2, the other 1/3 and 1/2.
   */
  @ParameterizedTest
  @MethodSource("methods")
  void aFreeParticleSpreads(String method) {
    Trial trial =
        Trial.of(
            HARMONIC,
            "coordinates=[a, b]",
            "energy=\"0\"",
            "start={a: 0, b: 0}",
            "dt=0.2",
            "steps=20",
            "burn-in=19",
            "sample-every=1",
            "observables={a2: a^2, b2: b^2}");
    String values = "friction: {a: 3, b: 1/3}, mass: {a: 2, b: 0.5}";
    PointRecord run = trial.with("method={name: " + method + ", " + values + "}").run();
    assertWithin(spread(method, 3, 2), observed(run, "a2"));
    assertWithin(spread(method, 1 / 3.0, 0.5), observed(run, "b2"));
    assertBeyond(spread(method, 1 / 3.0, 2), observed(run, "a2"), "the inverse of friction");
    assertBeyond(spread(method, 3, 0.5), observed(run, "a2"), "the inverse of mass");

    PointRecord louder = trial.with(ScaledNoise.method(method, "1.01", values)).run();
    assertBeyond(spread(method, 3, 2), observed(louder, "a2"), "noise scaled by 1.01");
  }

  /** Mean square displacement after 20 steps of 0.2. */
  private static double spread(String method, double friction, double mass) {
    double dt = 0.2;
    int steps = 20;
    double sum = 0;
    // BAOAB and ABOBA drift by (v_n + v_{n+1})/2 · dt, OBABO by one velocity a step
    int velocities = method.equals("obabo") ? steps : steps + 1;
    for (int i = 0; i < velocities; i++) {
      for (int j = 0; j < velocities; j++) {
        double covariance = Math.exp(-friction * dt * Math.abs(i - j));
        sum += weight(i, velocities, steps) * weight(j, velocities, steps) * covariance;
      }
    }
    return KT / mass * dt * dt * sum;
  }

  private static double weight(int i, int velocities, int steps) {
    return velocities > steps && (i == 0 || i == velocities - 1) ? 0.5 : 1;
  }

  /** Where the temperature changes, velocities start with that of the first step: 2. */
  @Test
  void velocitiesStartWithTheFirstTemperature() {
    Trial trial =
        Trial.of(
            HARMONIC,
            "method=baoab",
            "temperature=2/(1 + n)",
            "dt=1e-6/(1 + n)",
            "steps=1",
            "burn-in=0",
            "sample-every=1");
    assertWithin(2, last(trial.run(), "v", v -> v * v));
  }

  /**
   * What carries a gradient over to the next step computes one a step; ABOBA needs no more anyway.
   */
  @ParameterizedTest
  @MethodSource("methods")
  void oneGradientAStep(String method) {
    Trial trial = Trial.of(HARMONIC, "coordinates=[x]", "energy=exp(-x^2)", "method=" + method);
    long calls =
        KernelCompiler.compile(trial.experiment()).kernel().step().ops().stream()
            .filter(op -> op.opcode() == Opcode.CALL && op.function().name().equals("exp"))
            .count();
    assertEquals(1, calls);
  }
}
