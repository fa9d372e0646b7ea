package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.verdict.Verdict.Outcome.CONSISTENT;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_APPLICABLE;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_EQUILIBRATED;
import static perrin.statistics.verdict.Verdict.Outcome.TOO_FEW_SAMPLES;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.statistics.verdict.Identity;
import perrin.statistics.verdict.Verdict;

/**
 * Verdicts by identities, where there is no density to compare with: consistent where the run is
 * right, negative where a mistake is planted. A right run has one that fails with a probability of
 * 5 % or less at tolerance 0, and far below 1e-3 at these tolerances; seeds are fixed.
 */
@Tag("statistics")
class IdentitiesTest {
  /** Ten coupled coordinates; Leimkuhler–Matthews is exact for them at any dt. */
  private static final Trial GAUSSIAN =
      Trial.of(
          """
          coordinates: {x: 10}
          energy: "sum(i in 0..9: (i + 1)*x[i]^2)/4 + sum(i in 0..9: x[i])^2/8"
          start: {x: "normal(0, 0.7)"}
          method: leimkuhler-matthews
          temperature: 0.5
          dt: 0.1
          walkers: 16384
          steps: 1200
          burn-in: 200
          sample-every: 20
          check: {tolerance: 0.01}
          seed: 31
          """);

  /** Twenty wells in a ring, in memory. */
  private static final Trial CHAIN =
      GAUSSIAN.with(
          "coordinates={x: 20}",
          "energy=phi4-chain",
          "start={x: normal(1, 0.3)}",
          "method=baoab",
          "dt=0.05",
          "steps=800",
          "walkers=8192");

  private static Verdict verdict(Trial trial, String... sets) {
    return trial.with(sets).run().verdict();
  }

  private static List<String> names(Verdict verdict) {
    return verdict.evidence().identities().stream().map(Identity::name).toList();
  }

  private static void assertOutcome(Verdict.Outcome expected, Verdict verdict) {
    assertEquals(
        expected, verdict.outcome(), verdict.line() + "\n" + verdict.evidence().identities());
  }

  @Test
  void tenCoupledCoordinates() {
    Verdict verdict = verdict(GAUSSIAN);
    assertOutcome(CONSISTENT, verdict);
    assertEquals(11, verdict.evidence().identities().size());
    assertEquals("configurational temperature", names(verdict).getFirst());
    assertTrue(names(verdict).contains("x[3]*dE/dx[3]"), names(verdict).toString());
  }

  @Test
  void aChainInMemory() {
    Verdict verdict = verdict(CHAIN);
    assertOutcome(CONSISTENT, verdict);
    assertEquals(
        List.of("configurational temperature", "x*dE/dx, mean of 20 coordinates"), names(verdict));
  }

  /** 2 % of temperature. */
  @Test
  void noiseScaled() {
    assertOutcome(
        NOT_EQUILIBRATED, verdict(GAUSSIAN, ScaledNoise.method("leimkuhler-matthews", "1.01", "")));
    assertOutcome(
        NOT_EQUILIBRATED,
        verdict(CHAIN, ScaledNoise.method("baoab", "1.01", "friction: 1, mass: 1")));
  }

  /** All pairs of three coordinates; a boundary leaves what still holds. */
  @ParameterizedTest
  @CsvSource({
    "'{}', 10, CONSISTENT",
    "'{z: periodic(0, 2*pi)}', 9, CONSISTENT",
    "'{z: reflect(0, 3)}', 8, CONSISTENT",
  })
  void boundaries(String boundaries, int identities, Verdict.Outcome outcome) {
    Verdict verdict =
        verdict(
            GAUSSIAN,
            "coordinates=[x, y, z]",
            "energy=x^2/2 + y^2/2 + y^4/4 + 0.5*cos(z + x*y)"
                + (boundaries.equals("{}") ? "+ z^2/2" : ""),
            "start={x: normal(0, 0.7), y: normal(0, 0.7), z: 2}",
            "boundaries=" + boundaries);
    assertOutcome(outcome, verdict);
    assertEquals(identities, verdict.evidence().identities().size(), names(verdict).toString());
  }

  /** Behind a kink the Laplacian is more than a number; x ∂E/∂x is what it always is. */
  @Test
  void kinks() {
    Verdict verdict =
        verdict(
            GAUSSIAN,
            "coordinates=[x, y, z]",
            "energy=abs(x) + abs(x - y) + (z - x)^2/2",
            "start={x: normal(0, 0.7), y: normal(0, 0.7), z: 2}",
            "dt=0.002",
            "steps=8000",
            "burn-in=3000",
            "sample-every=100",
            "check.tolerance=0.03");
    assertOutcome(CONSISTENT, verdict);
    assertEquals(9, verdict.evidence().identities().size(), names(verdict).toString());
  }

  /** During burn-in the square of a gradient is beyond single precision; the energy is not. */
  @Test
  void aSlopeThatOverflows() {
    Verdict verdict =
        verdict(
            GAUSSIAN,
            "coordinates=[x, y]",
            "energy=x^2/2 + y^2/2 + x*y/10",
            "start={x: 1.4e19, y: normal(0, 1)}",
            "dt=0.5");
    assertOutcome(CONSISTENT, verdict);
  }

  /** BAOAB whose noise has 1/friction where friction belongs. */
  @Test
  void frictionUsedInversely() {
    String step =
        "v = v - dt/2*gradient(x) \\n x = x + dt/2*v"
            + " \\n v = exp(-friction*dt)*v + sqrt(kT*(1 - exp(-2/friction*dt)))*normal()"
            + " \\n x = x + dt/2*v \\n v = v - dt/2*gradient(x)";
    String method =
        "method={step: \"%s\", state: {v: sqrt(kT)*normal()}, parameters: {friction: 1.2}}";
    assertOutcome(NOT_EQUILIBRATED, verdict(GAUSSIAN, method.formatted(step)));
    String right = method.formatted(step.replace("2/friction", "2*friction"));
    assertOutcome(CONSISTENT, verdict(GAUSSIAN, right));
  }

  /** Thirteen atoms below the melting point: rare large forces, and one basin is enough. */
  @Test
  void lennardJones() {
    Trial cluster =
        Trial.onEnergy("lennard-jones")
            .with(
                "method={name: baoab, friction: 1}",
                "temperature=0.2",
                "dt=0.005",
                "first-walker=0",
                "walkers=1024",
                "steps=6000",
                "burn-in=4000",
                "sample-every=50",
                "histograms={}",
                "check={tolerance: 0.02}");
    assertOutcome(CONSISTENT, verdict(cluster));
    Verdict loud = verdict(cluster, ScaledNoise.method("baoab", "1.03", "friction: 1, mass: 1"));
    assertOutcome(NOT_EQUILIBRATED, loud);
  }

  /** With fewer than eight cohorts there is no error; with few samples it is too large. */
  @ParameterizedTest
  @ValueSource(strings = {"walkers=224", "steps=220"})
  void tooFew(String set) {
    assertOutcome(TOO_FEW_SAMPLES, verdict(GAUSSIAN, set, "walkers=224"));
  }

  @Test
  void nothingToLookAt() {
    assertOutcome(NOT_APPLICABLE, verdict(GAUSSIAN, "temperature=0", "steps=220"));
    assertOutcome(NOT_APPLICABLE, verdict(GAUSSIAN, "temperature=0.5 + 0.1/(1 + n)", "steps=220"));
    assertOutcome(NOT_APPLICABLE, verdict(GAUSSIAN, "force={x: 1}", "steps=220"));
  }
}
