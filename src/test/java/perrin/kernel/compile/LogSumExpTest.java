package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.output.PointRecord;
import perrin.statistics.verdict.Verdict;

/** {@code logsumexp} with exponents that exp itself cannot bear, and as the energy of a mixture. */
class LogSumExpTest {
  /** log(e^(c x) + e^(−c x))/c is |x| but for log(2)/c, written out and as a loop of two rounds. */
  @ParameterizedTest
  @ValueSource(strings = {"1e4", "1e7", "-1e4"})
  void hugeExponents(String size) {
    for (String at : List.of("1", "-1")) {
      for (String precision : List.of("single", "double")) {
        PointRecord run =
            run("logsumexp(i in 0..1: (1 - 2*i)*x*" + size + ")/abs(" + size + ")", at, precision);
        assertEquals(0.99, Math.abs(run.finals().get("x").value(0)), 1e-6, size + " from " + at);
        assertEquals(0.99, run.observables().get("E").mean()[0], 1e-6, size + " from " + at);
      }
    }
  }

  /** All terms of a loop far below 0: their largest is not 0. */
  @Test
  void tinyTerms() {
    PointRecord run = run("logsumexp(i in 0..99: x - 2e4)", "1", "single");
    assertEquals(0.99 - 2e4 + Math.log(100), run.observables().get("E").mean()[0], 1e-3);
  }

  private static PointRecord run(String energy, String at, String precision) {
    return Trial.of(
            Trial.SMALL,
            "energy=\"" + energy + "\"",
            "start={x: " + at + "}",
            "method=gradient-descent",
            "dt=0.01",
            "steps=1",
            "burn-in=0",
            "sample-every=1",
            "histograms={}",
            "observables={E: energy}",
            "precision=" + precision)
        .run();
  }

  /**
   * Three Gaussians of a mixture far from each other, against Boltzmann's density by quadrature.
   */
  @Test
  void aMixture() {
    Verdict verdict =
        Trial.of(
                Trial.SMALL,
                "parameters={w: [0.2, 0.5, 0.3], m: [-2, 0, 1.5], s: [0.5, 0.7, 0.4]}",
                "energy=\"-logsumexp(k in 0..2: log(w[k]/s[k]) - (x - m[k])^2/(2*s[k]^2))\"",
                "start={x: normal(0, 1)}",
                "method=leimkuhler-matthews",
                "temperature=1",
                "dt=0.02",
                "walkers=20000",
                "steps=1500",
                "burn-in=700",
                "sample-every=20",
                "histograms={x: {of: x, from: -4, to: 4, bins: 80}}",
                "observables={}",
                "check={boltzmann: x, tolerance: 0.02}")
            .run()
            .verdict();
    assertEquals(Verdict.Outcome.CONVERGED, verdict.outcome(), verdict.toString());
  }

  @Test
  void noTerms() {
    Exception e =
        assertThrows(
            ExperimentException.class, () -> run("x^2 + logsumexp(i in 1..0: x)", "1", "single"));
    assertTrue(e.getMessage().contains("logsumexp of no terms is not a number"), e.getMessage());
  }
}
