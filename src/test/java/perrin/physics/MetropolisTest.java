package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;
import static perrin.physics.Sigmas.observed;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.PointRecord;
import perrin.statistics.verdict.Verdict;

/**
 * Random-walk Metropolis (J. Chem. Phys. 21, 1087 (1953)), written as a step program: its
 * stationary density is Boltzmann's, whatever the width of its moves.
 *
 * <p>Comparisons are at {@value Sigmas#LIMIT} standard errors, a false alarm in 7e-6 of all seeds;
 * the seed is fixed. With uniforms that are 1 % too large, the same comparisons fail.
 */
@Tag("statistics")
class MetropolisTest {
  /** E = x²/2 at kT = 1. */
  private static final String WELL =
      """
      coordinates: [x]
      energy: x^2/2
      start: {x: "normal(0, 1)"}
      temperature: 1
      dt: 1
      walkers: 200000
      steps: 400
      burn-in: 100
      sample-every: 3
      histograms: {x: {of: x, from: -4, to: 4, bins: 80}}
      observables: {x2: x^2, x4: x^4}
      check: {boltzmann: x, tolerance: 0.01}
      seed: 11
      """;

  private static final String TWO_WELLS =
      """
      coordinates: [x, y]
      energy: (x^2 - 1)^2 + y^2
      start: {x: "normal(0, 1)", y: "normal(0, 1)"}
      temperature: 0.5
      dt: 1
      walkers: 100000
      steps: 400
      burn-in: 200
      sample-every: 5
      observables: {x2: x^2, y2: y^2}
      seed: 12
      """;

  @BeforeAll
  static void needsCompiler() {
    org.junit.jupiter.api.Assumptions.assumeTrue(Trial.hasCompiler());
  }

  private static String step(String factor) {
    return "method={parameters: {width: 2}, state: {old: 0, before: 0}, step: \"old = x"
        + " \\n before = energy(x) \\n x = x + width*normal()"
        + " \\n x = if("
        + factor
        + "*uniform() < exp((before - energy(x))/kT), x, old)\"}";
  }

  @ParameterizedTest
  @EnumSource
  void aHarmonicWellHasItsGaussian(Precision precision) {
    Trial trial = Trial.of(WELL).with(step("1"), "precision=" + precision.word());
    PointRecord run = trial.run();
    assertEquals(Verdict.Outcome.CONVERGED, run.verdict().outcome());
    assertWithin(1, observed(run, "x2"));
    assertWithin(3, observed(run, "x4"));
    assertTrue(observed(run, "x2").standardError() < 1e-3, "too little is known of x2");
  }

  @Test
  void uniformsThatAreTooLargeAreSeen() {
    PointRecord run = Trial.of(WELL).with(step("1.01")).run();
    assertBeyond(1, observed(run, "x2"), "uniforms scaled by 1.01");
    assertBeyond(3, observed(run, "x4"), "uniforms scaled by 1.01");
  }

  /**
   * Coordinates are moved in turn, each with the first of a call's uniforms, or the second.
   * Boltzmann's averages: y² = 1/4; x² by quadrature as in {@link DiscreteChainTest}.
   */
  @Test
  void coordinatesInTurnWithOneUniformEach() {
    String moves =
        "old = x \\n before = energy(x) \\n x = x + here*1.5*normal()"
            + " \\n u = uniform() \\n x = if(dot(here, u) < exp((before - energy(x))/kT), x, old)"
            + " \\n here = 1 - here";
    String method =
        "method={state: {old: 0, before: 0, u: 0, here: \"first\"},"
            + " parameters: {first: {x: 1, y: 0}}, step: \"repeat 2 { "
            + moves
            + " }\"}";
    PointRecord run = Trial.of(TWO_WELLS).with(method).run();
    assertWithin(0.852136152, observed(run, "x2"));
    assertWithin(0.25, observed(run, "y2"));
  }
}
