package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.PointRecord;
import perrin.statistics.WalkerArray;

/**
 * Uniforms of a million walkers: evenly spread, and independent of each other, of those of the step
 * before, of the neighbours' and of the Gaussians.
 *
 * <p>Each comparison is at {@value Sigmas#LIMIT} standard errors, a false alarm in 7e-6 of all
 * seeds (χ² with 1000 cells is nearly Gaussian); the seed is fixed. Uniforms scaled by 1.01 are
 * rejected.
 */
@Tag("statistics")
class UniformsTest {
  private static final int WALKERS = 1_000_000;
  private static final int CELLS = 1000;

  @BeforeAll
  static void needsCompiler() {
    assumeTrue(Trial.hasCompiler());
  }

  private static PointRecord run(Precision precision, String factor) {
    String step = "before = a \\n a = %s*uniform() \\n b = uniform() \\n g = normal()";
    return Trial.of(
            "coordinates: [x]\nenergy: \"0\"\nstart: {x: 0}\ndt: 1\nsteps: 7\nseed: 5\n",
            "walkers=" + WALKERS,
            "precision=" + precision.word(),
            "method={state: {before: 0, a: 0, b: 0, g: 0}, step: \""
                + step.formatted(factor)
                + "\"}")
        .run();
  }

  @ParameterizedTest
  @EnumSource
  void areSpreadEvenlyAndIndependent(Precision precision) {
    PointRecord run = run(precision, "1");
    WalkerArray a = run.finals().get("a");
    WalkerArray b = run.finals().get("b");
    for (WalkerArray each : new WalkerArray[] {a, b}) {
      assertBelow(spread(each), "spread");
      assertBelow(mean(each, each, 0, (u, v) -> Math.sqrt(12) * (u - 0.5)), "mean");
    }
    DoubleBinaryOperator product = (u, v) -> 12 * (u - 0.5) * (v - 0.5);
    assertBelow(mean(a, b, 0, product), "two of a step");
    assertBelow(mean(a, run.finals().get("before"), 0, product), "two steps");
    assertBelow(mean(a, a, 1, product), "two neighbours");
    WalkerArray g = run.finals().get("g");
    assertBelow(mean(a, g, 0, (u, z) -> Math.sqrt(12) * (u - 0.5) * z), "a Gaussian");
    DoubleBinaryOperator squares = (u, z) -> Math.sqrt(6) * (u - 0.5) * (z * z - 1);
    assertBelow(mean(a, g, 0, squares), "a Gaussian's square");
  }

  @Test
  void scaledOnesAreSeen() {
    WalkerArray a = run(Precision.SINGLE, "1.01").finals().get("a");
    assertTrue(spread(a) > Sigmas.LIMIT, "spread of scaled uniforms went unnoticed");
    double shift = mean(a, a, 0, (u, v) -> Math.sqrt(12) * (u - 0.5));
    assertTrue(shift > Sigmas.LIMIT, "mean of scaled uniforms went unnoticed");
  }

  private static void assertBelow(double sigmas, String what) {
    assertTrue(Math.abs(sigmas) < Sigmas.LIMIT, what + ": " + sigmas + " standard errors");
  }

  /** The mean of something of mean 0 and variance 1, in standard errors. */
  private static double mean(WalkerArray a, WalkerArray b, int shift, DoubleBinaryOperator f) {
    double sum = 0;
    for (int w = shift; w < WALKERS; w++) {
      sum += f.applyAsDouble(a.value(w), b.value(w - shift));
    }
    return sum / Math.sqrt(WALKERS - shift);
  }

  /** χ² of the cells' counts less its mean, in its standard deviations. */
  private static double spread(WalkerArray values) {
    long[] counts = new long[CELLS];
    for (int w = 0; w < WALKERS; w++) {
      double u = values.value(w);
      assertTrue(u > 0, "not above 0");
      counts[Math.min(CELLS - 1, (int) (u * CELLS))]++;
    }
    double expected = (double) WALKERS / CELLS;
    double chiSquare = 0;
    for (long count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    return (chiSquare - (CELLS - 1)) / Math.sqrt(2.0 * (CELLS - 1));
  }
}
