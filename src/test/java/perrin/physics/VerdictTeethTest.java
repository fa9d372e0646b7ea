package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.verdict.Verdict.Outcome.CONVERGED;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_EQUILIBRATED;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.output.PointRecord;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.verdict.Verdict;

/**
 * What is planted wrong in a run must earn it a negative verdict, and the same run without the
 * mistake a good one. Seeds are fixed; a good run is called converged with a probability above
 * 0.99, a bad one not equilibrated likewise (docs/verdict.md has the study).
 */
@Tag("statistics")
class VerdictTeethTest {
  /** Harmonic well, where Leimkuhler–Matthews is exact at any dt; time 10 to forget the start. */
  private static final Trial HARMONIC =
      Trial.of(
          """
          coordinates: [x]
          energy: x^2/2
          start: {x: "normal(0, 0.7)"}
          method: leimkuhler-matthews
          temperature: 0.5
          dt: 0.1
          walkers: 524288
          steps: 500
          burn-in: 100
          sample-every: 10
          histograms: {x: {of: x, from: -3, to: 3, bins: 100}}
          observables: {x2: x^2}
          check: {boltzmann: x, tolerance: 0.0015}
          seed: 11
          """);

  private static final Trial DOUBLE_WELL =
      Trial.of(
          """
          energy: double-well
          start: {x: "normal(-1, 0.3)"}
          method: leimkuhler-matthews
          temperature: 0.5
          dt: 0.02
          walkers: 65536
          steps: 3000
          burn-in: 2000
          sample-every: 50
          histograms: {x: {of: x, from: -2.5, to: 2.5, bins: 100}}
          check: {boltzmann: x, tolerance: 0.01}
          seed: 12
          """);

  private static Verdict verdict(Trial trial, String... sets) {
    return trial.with(sets).run().verdict();
  }

  @Test
  void withoutAMistake() {
    Verdict verdict = verdict(HARMONIC);
    assertEquals(CONVERGED, verdict.outcome(), verdict.line());
    verdict = verdict(DOUBLE_WELL);
    assertEquals(CONVERGED, verdict.outcome(), verdict.line());
  }

  /** Noise × 1.01 is 2 % of temperature (a total variation of .0048); × √1.01 is 1 % (.0024). */
  @ParameterizedTest
  @CsvSource({"1.01, .0048", "1.00498756, .0024", "0.99498744, .0024"})
  void noiseThatIsTooStrongOrTooWeak(String factor, double distance) {
    Verdict verdict = verdict(HARMONIC, ScaledNoise.method("leimkuhler-matthews", factor, ""));
    assertEquals(NOT_EQUILIBRATED, verdict.outcome(), verdict.line());
    assertEquals(distance, verdict.evidence().distance().value(), .0005);
  }

  /** At kT = 0.05 nobody crosses the barrier of 20 kT. */
  @Test
  void walkersTrappedInOneWell() {
    Verdict verdict = verdict(DOUBLE_WELL, "temperature=0.05", "steps=2500");
    assertEquals(NOT_EQUILIBRATED, verdict.outcome(), verdict.line());
    assertEquals(.5, verdict.evidence().distance().value(), .01);
    assertFalse(verdict.evidence().halves().differ(), "nothing moves");
  }

  /** Half of the walkers have crossed for the first time when the run is over. */
  @Test
  void burnInTooShort() {
    Verdict verdict = verdict(DOUBLE_WELL, "burn-in=50", "steps=350");
    assertEquals(NOT_EQUILIBRATED, verdict.outcome(), verdict.line());
    assertTrue(verdict.evidence().halves().differ());
    assertTrue(verdict.explanation().contains("drifting"), verdict.explanation());
  }

  /** BAOAB whose noise has 1/friction where friction belongs: its temperature is wrong. */
  @Test
  void frictionUsedInversely() {
    assertEquals(CONVERGED, baoab("friction").outcome());
    Verdict verdict = baoab("1/friction");
    assertEquals(NOT_EQUILIBRATED, verdict.outcome(), verdict.line());
  }

  private static Verdict baoab(String friction) {
    String step =
        """
        v = v - dt/2*gradient(x)
        x = x + dt/2*v
        v = exp(-friction*dt)*v + sqrt(kT*(1 - exp(-2*(%s)*dt)))*normal()
        x = x + dt/2*v
        v = v - dt/2*gradient(x)
        """
            .formatted(friction);
    String method =
        "method={step: \"%s\", state: {v: \"sqrt(kT)*normal()\"}, parameters: {friction: 1.2}}";
    return verdict(
        HARMONIC,
        method.formatted(step.strip().replace("\n", " \\n ")),
        "check.tolerance=0.003",
        "walkers=131072",
        "steps=700",
        "burn-in=200");
  }

  /** Every walker's own noise is perfect, and so is the histogram: neighbours give it away. */
  @Test
  void noiseThatNeighboursShare() {
    assertEquals(CONVERGED, planted(0).verdict().outcome(), planted(0).verdict().line());
    Verdict verdict = planted(0.05).verdict();
    assertTrue(verdict.evidence().distance().high() < 0.02, verdict.line());
    assertEquals(NOT_EQUILIBRATED, verdict.outcome(), verdict.line());
    assertTrue(verdict.explanation().contains("not independent"), verdict.explanation());
  }

  private static PointRecord planted(double mix) {
    var experiment =
        HARMONIC
            .with("walkers=32768", "steps=150", "burn-in=100", "check.tolerance=0.02")
            .experiment();
    var options = new Runner.Options(new PlantedNoise(mix), 2, 0, true);
    return Runner.run(experiment, options, Progress.SILENT, notice -> {}).only();
  }
}
