package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perrin.conformance.Trial;
import perrin.output.CorrelationRecord;

/**
 * Exact laws of the discrete chains. Euler–Maruyama in a harmonic well is x ← (1 − k dt) x + noise,
 * so that its autocorrelation is (1 − k dt)^n; without a force the mean square displacement is 2 kT
 * dt n a coordinate.
 *
 * <p>Each of some ten values must lie within 4.5 standard errors: a false alarm in 7e-6 of all
 * seeds a value, below 1e-4 a test. The seeds are fixed.
 */
class CorrelationLawsTest {
  private static final double ERRORS = 4.5;

  private static final String OSCILLATOR =
      """
      coordinates: [x]
      energy: k*x^2/2
      parameters: {k: 1}
      start: {x: "normal(0, 1)"}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.05
      walkers: 60000
      steps: 600
      sample-every: 5
      seed: 11
      """;

  /** Far from the origin: a large mean must not eat the correlations, in single precision too. */
  @Test
  void autocorrelationOfAnOscillator() {
    Trial trial =
        Trial.of(
            OSCILLATOR,
            "energy=k*(x - 100)^2/2",
            "start.x=normal(100, sqrt(0.5/(1 - 0.05/2)))",
            "correlations={x: {of: x, lags: 11}}");
    CorrelationRecord x = trial.run().correlations().get("x");
    assertTrue(follows(x, 1));
    assertEquals(0.5 / (1 - 0.025), x.variance(), 0.005);
    CorrelationRecord stiffer = trial.with("parameters.k=1.02").run().correlations().get("x");
    assertFalse(follows(stiffer, 1), "2 % of stiffness must be seen");
  }

  private static boolean follows(CorrelationRecord found, double k) {
    boolean all = true;
    for (int i = 1; i < found.lag().length; i++) {
      double exact = StrictMath.pow(1 - k * 0.05, found.lag()[i]);
      double error = found.correlation().standardError()[i];
      all &= Math.abs(found.correlation().value()[i] - exact) <= ERRORS * error;
    }
    return all;
  }

  @Test
  void displacementOfFreeWalkers() {
    Trial trial =
        Trial.of(
            OSCILLATOR,
            "coordinates=[x, y]",
            "energy=0*x*y",
            "start={x: 'walker*0.001', y: 3}",
            "correlations={both: {displacement: true, lags: 9}}",
            "correlations.y={displacement: true, of: y, lags: 9}");
    var correlations = trial.run().correlations();
    assertTrue(spreads(correlations.get("both"), 2));
    assertTrue(spreads(correlations.get("y"), 1));
    String louder = "method={step: \"x = x + 1.01*sqrt(2*kT*dt)*normal()\"}";
    var loud = trial.with(louder).run().correlations();
    assertFalse(spreads(loud.get("both"), 2), "1 % of noise must be seen");
    assertFalse(spreads(loud.get("y"), 1), "1 % of noise must be seen");
  }

  private static boolean spreads(CorrelationRecord found, int coordinates) {
    boolean all = true;
    for (int i = 1; i < found.lag().length; i++) {
      double exact = coordinates * 2 * 0.5 * 0.05 * found.lag()[i];
      double error = found.correlation().standardError()[i];
      all &= Math.abs(found.correlation().value()[i] - exact) <= ERRORS * error;
    }
    return all;
  }

  /**
   * With all K origins of a path, the variance of its mean square displacement at n samples is
   * (4n²K + 2K + n − n³)/(3nK²) of the square of its mean (Qian, Sheetz &amp; Elson, Biophys. J.
   * 60, 910, 1991).
   */
  @Test
  void theStandardErrorIsTheTrueOne() {
    Trial trial =
        Trial.of(OSCILLATOR, "energy=0*x", "correlations={x: {displacement: true, lags: 9}}");
    CorrelationRecord x = trial.run().correlations().get("x");
    for (int i = 1; i < x.lag().length; i++) {
      double n = i;
      double origins = 120 - n;
      double relative =
          (4 * n * n * origins + 2 * origins + n - n * n * n) / (3 * n * origins * origins);
      double exact = 0.05 * x.lag()[i] * Math.sqrt(relative / 60000);
      assertEquals(exact, x.correlation().standardError()[i], 0.15 * exact);
    }
  }
}
