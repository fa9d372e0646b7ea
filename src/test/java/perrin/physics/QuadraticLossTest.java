package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;
import static perrin.physics.Sigmas.observed;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.output.PointRecord;

/**
 * Methods for mini-batches at rest on E = Σ a/2 (x − y_i)²/N. A batch's gradient is a (x − its mean
 * of y): the noise does not depend on x, and has variance c = a² f var(y), f = 1/S, or (N − S)/(S(N
 * − 1)) without replacement. The chains are linear, so their variances at rest are known exactly,
 * whatever the shape of the noise.
 *
 * <p>Comparisons are at {@value Sigmas#LIMIT} standard errors, a false alarm in 7e-6 of all seeds;
 * the seed is fixed. The same comparison tells each law from its limit for small rates, and from
 * rows that lie 1.01 times as far apart.
 */
@Tag("statistics")
class QuadraticLossTest {
  private static final double[] Y = {-3, -1, -1, 0, 0, 0.5, 1, 3.5};

  /** Of the rows: their mean is 0. */
  private static final double VARIANCE = Arrays.stream(Y).map(y -> y * y).sum() / Y.length;

  /** 20 samples of 65536 walkers. */
  private static PointRecord run(
      double scale, double rate, double a, String method, String batch, String... more) {
    double[] y = Arrays.stream(Y).map(each -> scale * each).toArray();
    return Trial.of(
            """
            coordinates: [x]
            energy: "sum(i in rows: a/2*(x - y[i])^2)/rows"
            start: {x: 0}
            precision: double
            walkers: 65536
            steps: 600
            burn-in: 200
            sample-every: 20
            observables: {x: x, xx: x^2}
            seed: 7
            """,
            "data={arrays: {y: " + Arrays.toString(y) + "}}",
            "parameters={a: " + a + "}",
            "dt=" + rate,
            "method=" + method,
            "minibatch=" + batch)
        .with(more)
        .run();
  }

  /** c of fresh batches of 2. */
  private static double noise(double a, boolean replacement) {
    int size = 2;
    double f = replacement ? 1.0 / size : (Y.length - size) / (size * (Y.length - 1.0));
    return a * a * f * VARIANCE;
  }

  private static String batch(boolean replacement) {
    return "{size: 2, replacement: " + replacement + "}";
  }

  /** var x = λc/(a(1 − μ)(2 − λa/(1 + μ))); for small rates λc/(2a(1 − μ)). */
  @ParameterizedTest
  @CsvSource({
    "0.3, 1, 0.5, true, 0.333333",
    "0.1, 1, 0.9, true, 0.513514",
    "1.2, 1, 0.8, false, 4.5",
    "0.4, 2, 0.3, false, 0.206349"
  })
  void heavyBall(double rate, double a, double mu, boolean replacement, double ofNoise) {
    double c = noise(a, replacement);
    double exact = rate * c / (a * (1 - mu) * (2 - rate * a / (1 + mu)));
    assertEquals(ofNoise, exact / c, 1e-6);
    String method = "{name: sgd-momentum, mu: " + mu + "}";
    PointRecord run = run(1, rate, a, method, batch(replacement));
    assertWithin(0, observed(run, "x"));
    assertWithin(exact, observed(run, "xx"));
    assertBeyond(rate * c / (2 * a * (1 - mu)), observed(run, "xx"), "the limit of small rates");
    double other = exact / c * noise(a, !replacement);
    assertBeyond(other, observed(run, "xx"), "the other way of drawing");
    PointRecord louder = run(1.01, rate, a, method, batch(replacement));
    assertBeyond(exact, observed(louder, "xx"), "rows 1.01 times as far apart");
  }

  /**
   * Nesterov's x is an ARMA(2, 1): without v, with q = 1 − λa,
   *
   * <pre>x'' = (1 + μ)q x' − μq x − (1 + μ)λξ' + μλξ
   * var x = λc((1 + 2μ + 2μ²) − μ(1 + 2μ)q)/(a(1 − μq)(1 + q + 2μq))</pre>
   *
   * <p>which is compared with the same covariance by iteration of (x, v), too.
   */
  @ParameterizedTest
  @CsvSource({"0.3, 1, 0.5, true", "0.1, 1, 0.9, true", "0.4, 1, 0.8, false", "0.4, 2, 0.3, false"})
  void nesterov(double rate, double a, double mu, boolean replacement) {
    double c = noise(a, replacement);
    double q = 1 - rate * a;
    double above = 1 + 2 * mu + 2 * mu * mu - mu * (1 + 2 * mu) * q;
    double exact = rate * c * above / (a * (1 - mu * q) * (1 + q + 2 * mu * q));
    assertEquals(LinearChain.nesterov(rate, a, mu).variance(c), exact, 1e-9 * exact);
    String method = "{name: sgd-nesterov, mu: " + mu + "}";
    PointRecord run = run(1, rate, a, method, batch(replacement));
    assertWithin(0, observed(run, "x"));
    assertWithin(exact, observed(run, "xx"));
    double ball = LinearChain.heavyBall(rate, a, mu).variance(c);
    assertBeyond(ball, observed(run, "xx"), "the heavy ball's law");
    PointRecord louder = run(1.01, rate, a, method, batch(replacement));
    assertBeyond(exact, observed(louder, "xx"), "rows 1.01 times as far apart");
  }

  /** var x = (2kT + λc)/(a(2 − λa)): batches add λc/2 to the temperature. */
  @ParameterizedTest
  @CsvSource({"0.3, 1, 0.2, true", "0.05, 2, 0.1, true", "0.8, 1, 0.5, false"})
  void sgld(double rate, double a, double kT, boolean replacement) {
    double c = noise(a, replacement);
    double exact = (2 * kT + rate * c) / (a * (2 - rate * a));
    String set = "temperature=" + kT;
    PointRecord run = run(1, rate, a, "sgld", batch(replacement), set);
    assertWithin(0, observed(run, "x"));
    assertWithin(exact, observed(run, "xx"));
    double silent = 2 * kT / (a * (2 - rate * a));
    assertBeyond(silent, observed(run, "xx"), "batches without noise");
    assertBeyond((kT + rate * c / 2) / a, observed(run, "xx"), "the limit of small rates");
    PointRecord louder =
        run(1.01, rate, a, "sgld", batch(replacement), "temperature=" + 1.0201 * kT);
    assertBeyond(exact, observed(louder, "xx"), "all noise scaled by 1.01");
  }

  /**
   * By epochs of M = N/S batches, whose noise sums to 0, a flat direction varies less than with
   * fresh batches, and a steep one as much (Kühn &amp; Rosenow, arXiv:2306.05300): the covariance
   * of an epoch's noises is −c/(M − 1), that of two epochs' 0, so with a chain z' = Az + bξ
   *
   * <pre>cov(z_m) = A^m cov(z_0) A^mᵀ + c/(M − 1) (M Σ A^k b bᵀ A^kᵀ − (Σ A^k b)(Σ A^k b)ᵀ)</pre>
   *
   * <p>over k = 0 … m − 1. Samples are at one place m of the epoch, its end or its middle.
   *
   * @param more than this is the variance by epochs over that of fresh batches
   * @param less and less than this
   */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.2, 0, 0, 0.00, 0.05",
    "0.1, 0.2, 0, 2, 0.05, 0.95",
    "0.1, 0.05, 0.9, 0, 0.00, 0.10",
    "0.1, 9, 0, 0, 0.80, 1.05",
    "0.5, 1, 0.5, 2, 0.50, 1.10"
  })
  void epochs(double rate, double a, double mu, int place, double more, double less) {
    double c = noise(a, false);
    int batches = Y.length / 2;
    LinearChain chain = LinearChain.heavyBall(rate, a, mu);
    double exact = chain.varianceOfEpochs(c, batches, place);
    double fresh = chain.variance(c);
    assertEquals((more + less) / 2, exact / fresh, (less - more) / 2);
    String method = "{name: sgd-momentum, mu: " + mu + "}";
    String[] steps = {"steps=" + (600 + place), "burn-in=" + (200 + place)};
    PointRecord run = run(1, rate, a, method, "{size: 2, order: epoch}", steps);
    assertWithin(0, observed(run, "x"));
    assertWithin(exact, observed(run, "xx"));
    assertBeyond(fresh, observed(run, "xx"), "fresh batches' law");
    PointRecord louder = run(1.01, rate, a, method, "{size: 2, order: epoch}", steps);
    assertBeyond(exact, observed(louder, "xx"), "rows 1.01 times as far apart");
  }
}
