package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.verdict.Verdict.Outcome.BIASED;
import static perrin.statistics.verdict.Verdict.Outcome.CONSISTENT;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_EQUILIBRATED;
import static perrin.statistics.verdict.Verdict.Outcome.TOO_FEW_SAMPLES;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.output.PointRecord;
import perrin.statistics.verdict.Verdict;

/** Verdicts that were good where they should not be, and reasons that were wrong. */
@Tag("statistics")
class WrongReasonsTest {
  private static final Trial WELL =
      Trial.of(
          """
          coordinates: [x]
          energy: x^2/2 + cos(2*x)
          start: {x: "normal()"}
          method: euler-maruyama
          temperature: 1
          dt: 0.3
          walkers: 65536
          steps: 300
          burn-in: 100
          sample-every: 5
          histograms: {x: {of: x, from: -5, to: 5, bins: 100}}
          check: {boltzmann: x, tolerance: 0.01, bias: true}
          seed: 21
          """);

  private static final Trial PLANE =
      Trial.of(
          """
          coordinates: [x, y]
          energy: x^2/2 + y^2/2
          start: {x: "normal()", y: "normal()"}
          method: leimkuhler-matthews
          temperature: 1
          dt: 0.1
          walkers: 4096
          steps: 300
          burn-in: 100
          sample-every: 10
          histograms: {x: {of: x, from: -5, to: 5, bins: 40}}
          check: {boltzmann: x, tolerance: 0.05}
          seed: 22
          """);

  private static void assertOutcome(Verdict.Outcome expected, PointRecord run, String words) {
    Verdict verdict = run.verdict();
    assertEquals(expected, verdict.outcome(), verdict.explanation());
    assertTrue(verdict.explanation().contains(words), verdict.explanation());
  }

  /** Where dt is large, dt/2 alone leaves a share that is of higher order in dt; dt/4 tells. */
  @Test
  void largeSteps() {
    PointRecord run = WELL.run();
    assertOutcome(BIASED, run, "The time step is why");
    assertEquals(.1807, run.verdict().evidence().distance().value(), .002);
    assertEquals(
        .0971, run.verdict().evidence().companion().orElseThrow().distance().value(), .002);
  }

  /** At 5 |x| and dt 0.5 not even that: nothing is said that is not known. */
  @Test
  void undecided() {
    PointRecord run = WELL.with("energy=5*abs(x)", "dt=0.5").run();
    assertOutcome(NOT_EQUILIBRATED, run, "may share the blame");
  }

  @Test
  void wallsAreTheSteps() {
    PointRecord run =
        WELL.with(
                "energy=2*x",
                "boundaries={x: \"reflect(0, 1)\"}",
                "start={x: \"uniform(0, 1)\"}",
                "histograms.x={of: x, from: 0, to: 1, bins: 50}",
                "dt=0.02")
            .run();
    assertOutcome(BIASED, run, "The time step is why");
  }

  @Test
  void noiseThatIsTooStrong() {
    PointRecord run =
        WELL.with(
                "energy=x^2/2",
                "dt=0.02",
                "steps=900",
                "burn-in=600",
                "check.tolerance=0.003",
                ScaledNoise.method("euler-maruyama", "1.02", ""))
            .run();
    assertOutcome(NOT_EQUILIBRATED, run, "the step program's noise or force");
  }

  @Test
  void aJumpOfTheEnergy() {
    PointRecord run =
        WELL.with("energy=x^2/2 + if(x > 0, 1, 0)", "dt=0.02", "steps=600", "burn-in=400").run();
    assertOutcome(NOT_EQUILIBRATED, run, "the energy jumps");
  }

  /** What is not compared must be confined as well; what has no energy at all may be free. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x^2/2 - 1e-6*y^2",
        "x^2/2 - y",
        "x^2/2 - log(1 + y^2)/4",
        "x^2/2 + sin(y)",
        "x^2/2 - y^4"
      })
  void notConfinedInAnotherCoordinate(String energy) {
    var thrown =
        assertThrows(ExperimentException.class, () -> PLANE.with("energy=" + energy).run());
    assertTrue(thrown.getMessage().contains("energy: of y: the energy"), thrown.getMessage());
  }

  /** The same in parts of which no density is integrated. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x^2/2 - 1e-4*(y + z + w)^2",
        "x^2/2 - (y*z*w)^2/1e6",
        "x^2/2 - y*z + w^2 + w*y",
        "x^2/2 + y*z*w"
      })
  void notConfinedInSeveralOthers(String energy) {
    Trial trial =
        PLANE.with(
            "coordinates=[x, y, z, w]",
            "energy=" + energy,
            "start={x: normal(), y: 0, z: 0, w: 0}",
            "dt=1e-3");
    var thrown = assertThrows(ExperimentException.class, trial::run);
    assertTrue(
        thrown.getMessage().contains("energy: falls without end, towards y = "),
        thrown.getMessage());
  }

  @Test
  void confinedInSeveralOthers() {
    PointRecord run =
        PLANE
            .with(
                "coordinates=[x, y, z, w]",
                "energy=x^2/2 + (y^2 + z^2 + w^2)/2 + (y*z*w)^2",
                "start={x: normal(), y: 0, z: 0, w: 0}",
                "dt=0.01",
                "steps=1500",
                "burn-in=1000")
            .run();
    assertEquals(Verdict.Outcome.CONVERGED, run.verdict().outcome(), run.verdict().line());
  }

  @Test
  void aFreeCoordinateIsNoTrouble() {
    PointRecord run = PLANE.with("energy=x^2/2").run();
    assertOutcome(Verdict.Outcome.CONVERGED, run, "the energy does not depend on y");
  }

  /** All in one bin is as little as all outside. */
  @ParameterizedTest
  @CsvSource({"-1000, 1000, 3", "-20, 20, 1", "-300, 2000, 2"})
  void aHistogramOfOneBin(double from, double to, int bins) {
    PointRecord run =
        PLANE
            .with("histograms.x={of: x, from: " + from + ", to: " + to + ", bins: " + bins + "}")
            .run();
    assertOutcome(TOO_FEW_SAMPLES, run, "in one of its bins");
  }

  @ParameterizedTest
  @CsvSource({"10, 20", "-30, -20", "4.5, 5"})
  void aHistogramThatSeesNothing(double from, double to) {
    PointRecord run =
        PLANE.with("histograms.x={of: x, from: " + from + ", to: " + to + ", bins: 50}").run();
    assertOutcome(TOO_FEW_SAMPLES, run, "bins that agree say nothing");
  }

  /** A density that is not to be had is no reason to say nothing. */
  @Test
  void tooRoughForADensity() {
    PointRecord run =
        PLANE.with("energy=x^2/2 + 5e5*(y - x^2)^2", "dt=1e-8", "start={x: 0.1, y: 0.01}").run();
    assertTrue(!run.verdict().evidence().identities().isEmpty(), run.verdict().line());
    assertEquals(3, run.verdict().exitCode());
  }

  /** Few samples cannot tell a temperature that is a few per cent off, and do not pretend to. */
  @ParameterizedTest
  @CsvSource({"512, 0.01, TOO_FEW_SAMPLES", "512, 0.2, CONSISTENT", "131072, 0.01, CONSISTENT"})
  void whatIdentitiesResolve(int walkers, double tolerance, Verdict.Outcome expected) {
    PointRecord run =
        PLANE
            .with(
                "coordinates=[x, y, z]",
                "energy=x^2/2 + y^2/2 + z^2/2 + (x*y*z)^2/10",
                "start={x: normal(), y: normal(), z: normal()}",
                "dt=0.02",
                "steps=200",
                "walkers=" + walkers,
                "check={tolerance: " + tolerance + "}")
            .run();
    assertOutcome(expected, run, "");
    double resolution = run.verdict().evidence().resolution();
    assertEquals(expected == CONSISTENT, resolution <= tolerance, run.verdict().line());
    assertTrue(run.verdict().line().contains("hold  resolved 0.0"), run.verdict().line());
  }
}
