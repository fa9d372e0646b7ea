package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;
import static perrin.physics.Sigmas.observed;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.output.Digest;
import perrin.output.PointRecord;

/**
 * Time means against the exact stationary values of the discrete chain itself, not of the
 * continuum.
 *
 * <p>Each comparison is at {@value Sigmas#LIMIT} standard errors: a false alarm has probability
 * 7e-6 (two-sided normal). The seeds are fixed. The tests have teeth: the same comparison must fail
 * with the noise scaled by 1.01, and the standard errors are small enough to tell Euler–Maruyama
 * from Leimkuhler–Matthews.
 */
@Tag("statistics")
class DiscreteChainTest {
  /** Means of x² and E. */
  record Expected(double x2, double energy) {}

  /**
   * k = 1, kT = 0.5: var x = kT/(k(1 − k dt/2)) for Euler–Maruyama, kT/k for Leimkuhler–Matthews.
   */
  private static Expected harmonic(double variance) {
    return new Expected(variance, variance / 2);
  }

  /** Boltzmann's averages at kT = 0.5 (quadrature) plus the chain's bias. */
  private static Expected doubleWell(double x2Bias, double energyBias) {
    return new Expected(0.852136152 + x2Bias, 0.272863848 + energyBias);
  }

  static Stream<Arguments> chains() {
    return Stream.of(
        Arguments.of("euler-maruyama", "harmonic", 0.1, harmonic(0.5 / 0.95)),
        Arguments.of("euler-maruyama", "harmonic", 0.2, harmonic(0.5 / 0.9)),
        Arguments.of("leimkuhler-matthews", "harmonic", 0.1, harmonic(0.5)),
        Arguments.of("leimkuhler-matthews", "harmonic", 0.2, harmonic(0.5)),
        Arguments.of("euler-maruyama", "double-well", 0.01, doubleWell(-5.217136e-3, 9.319393e-3)),
        Arguments.of("euler-maruyama", "double-well", 0.02, doubleWell(-1.087186e-2, 1.956938e-2)),
        // at dt = 0.01 the bias is below a tenth of that at 0.02, and of no account
        Arguments.of("leimkuhler-matthews", "double-well", 0.01, doubleWell(0, 0)),
        Arguments.of("leimkuhler-matthews", "double-well", 0.02, doubleWell(1.88e-6, 5.19e-6)));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void timeMeans(String method, String energy, double dt, Expected expected) {
    PointRecord run = chain(method, energy, dt, "1").run();
    assertWithin(expected.x2, observed(run, "x2"));
    assertWithin(expected.energy, observed(run, "E"));
    double bias = energy.equals("harmonic") ? 0.5 / (1 - dt / 2) - 0.5 : 0.5 * dt;
    assertTrue(
        2 * Sigmas.LIMIT * observed(run, "x2").standardError() < bias,
        "the standard error cannot tell the methods apart: " + observed(run, "x2"));
  }

  /** The same law in double precision, with its own noise. */
  @Test
  void doublePrecision() {
    Trial trial = chain("euler-maruyama", "harmonic", 0.1, "1").with("precision=double");
    double variance = 0.5 / 0.95;
    assertWithin(variance, observed(trial.run(), "x2"));
    Trial scaled = chain("euler-maruyama", "harmonic", 0.1, "1.01").with("precision=double");
    assertBeyond(variance, observed(scaled.run(), "x2"), "noise scaled by 1.01");
  }

  /**
   * With a drag γ a step is one of dt/γ: var x = kT/(k(1 − k dt/(2γ))) for Euler–Maruyama, kT/k for
   * Leimkuhler–Matthews. One coordinate has k dt/γ = 0.2, the other 1.6.
   */
  @ParameterizedTest
  @CsvSource({"euler-maruyama, 0.9, 0.2", "leimkuhler-matthews, 1, 1"})
  void friction(String method, double slow, double fast) {
    Trial trial =
        chain(method, "harmonic", 0.4, "1")
            .with(
                "coordinates=[a, b]",
                "energy=a^2/2 + b^2",
                "start={a: normal(0, 0.7), b: normal(0, 0.5)}",
                "observables={x2: a^2, b2: b^2}");
    String values = "friction: {a: 2, b: 0.5}";
    PointRecord run = trial.with("method={name: " + method + ", " + values + "}").run();
    assertWithin(0.5 / slow, observed(run, "x2"));
    assertWithin(0.25 / fast, observed(run, "b2"));
    PointRecord louder = trial.with(ScaledNoise.method(method, "1.01", values)).run();
    assertBeyond(0.5 / slow, observed(louder, "x2"), "noise scaled by 1.01");
    assertBeyond(0.25 / fast, observed(louder, "b2"), "noise scaled by 1.01");
    String inverse = "friction: {a: 0.5, b: 2}";
    PointRecord other = trial.with("method={name: " + method + ", " + inverse + "}").run();
    if (method.equals("euler-maruyama")) {
      assertBeyond(0.5 / slow, observed(other, "x2"), "the inverse of friction");
    }
  }

  /** A free particle spreads by 2 kT/γ in a unit of time, whatever the steps. */
  @ParameterizedTest
  @ValueSource(strings = {"euler-maruyama", "leimkuhler-matthews"})
  void diffusion(String method) {
    Trial trial =
        chain(method, "harmonic", 0.1, "1")
            .with(
                "coordinates=[x]",
                "energy=\"0\"",
                "start={x: 0}",
                "observables={x2: x^2}",
                "steps=21",
                "burn-in=20",
                "sample-every=1",
                "method={name: " + method + ", friction: 4}");
    // each step adds a Gaussian; Leimkuhler–Matthews' 21 steps add halves of 22, the ends once
    double steps = method.equals("euler-maruyama") ? 21 : 20 + 2 * 0.25;
    double spread = 2 * 0.5 / 4 * 0.1 * steps;
    assertWithin(spread, observed(trial.run(), "x2"));
    assertBeyond(spread * 16, observed(trial.run(), "x2"), "friction instead of its inverse");
  }

  /** friction: 1 is the method without a friction, to the last bit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "euler-maruyama | x = x - dt*gradient(x) + sqrt(2*kT*dt)*normal() | {}",
        "leimkuhler-matthews | x = x - dt*gradient(x) + sqrt(kT*dt/2)*r\\n r = normal()\\n"
            + " x = x + sqrt(kT*dt/2)*r | {r: normal()}"
      })
  void frictionOneIsNone(String method, String step, String state) {
    Trial trial =
        chain(method, "double-well", 0.02, "1").with("walkers=1003", "steps=40", "burn-in=0");
    String plain = "method={step: \"" + step + "\", state: " + state + "}";
    assertEquals(
        Digest.of(trial.with(plain).run()),
        Digest.of(trial.with("method={name: " + method + "}").run()));
    assertEquals(
        Digest.of(trial.with(plain, "dt=0.005").run()),
        Digest.of(trial.with("method={name: " + method + ", friction: 4}").run()));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void teeth(String method, String energy, double dt, Expected expected) {
    PointRecord run = chain(method, energy, dt, "1.01").run();
    assertBeyond(expected.energy, observed(run, "E"), "noise scaled by 1.01");
  }

  /** Time 8 of burn-in (x² and E forget their start in about 1), then time 12 of samples. */
  private static Trial chain(String method, String energy, double dt, String scale) {
    long burnIn = Math.round(8 / dt);
    long every = Math.round(0.2 / dt);
    return Trial.of(
        """
        energy: double-well
        start: {x: "normal(0, 0.7)"}
        temperature: 0.5
        walkers: 524288
        observables: {x2: x^2, E: energy}
        seed: 20
        """,
        "energy=" + energy,
        ScaledNoise.method(method, scale, ""),
        "dt=" + dt,
        "steps=" + (burnIn + 60 * every),
        "burn-in=" + burnIn,
        "sample-every=" + every);
  }
}
