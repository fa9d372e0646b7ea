package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.conformance.Trial;
import perrin.output.PointRecord;
import perrin.statistics.verdict.NestedRhat;
import perrin.statistics.verdict.Verdict.Outcome;

/** Nested R-hat sees what the histogram cannot: walkers that stay where they started. */
class TrappedWalkersTest {
  /** The barrier is 20 kT: nobody crosses it, and the start has as many left as right. */
  private static final Trial TRAPPED =
      Trial.of(
          """
          coordinates: [x]
          energy: double-well
          start: {x: "normal(0, 1)"}
          method: leimkuhler-matthews
          temperature: 0.05
          dt: 0.01
          walkers: 65536
          steps: 1500
          burn-in: 1000
          sample-every: 20
          histograms: {x: {of: x, from: -2, to: 2, bins: 100}}
          observables: {x2: x^2}
          check: {boltzmann: x}
          seed: 3
          """);

  /** The hop time is about 10 at kT = 0.5. */
  private static final Trial FREE =
      TRAPPED.with("temperature=0.5", "steps=5000", "burn-in=4000", "check.rhat=true");

  private static List<NestedRhat> rhat(PointRecord run) {
    return run.verdict().evidence().rhat();
  }

  private static List<String> names(List<NestedRhat> quantities) {
    return quantities.stream().map(NestedRhat::quantity).toList();
  }

  @Test
  void theHistogramAloneIsFooled() {
    PointRecord run = TRAPPED.run();
    assertEquals(Outcome.CONVERGED, run.verdict().outcome(), run.verdict().line());
    assertTrue(rhat(run).isEmpty());
  }

  /** Energy and x² are the same in both wells and forget in which one they are; x does not. */
  @Test
  void sharedStartsAreRemembered() {
    PointRecord run = TRAPPED.with("check.rhat=true").run();
    assertEquals(Outcome.NOT_EQUILIBRATED, run.verdict().outcome(), run.verdict().line());
    assertEquals(List.of("x", "energy", "x2"), names(rhat(run)));
    assertEquals(List.of("x"), names(run.verdict().evidence().remembered()));
    assertTrue(run.verdict().explanation().contains("nested R-hat of x is"), "says so");
  }

  /** False alarm at most 1e-3 over the three quantities. */
  @Test
  void walkersThatCrossForget() {
    PointRecord run = FREE.run();
    assertEquals(Outcome.CONVERGED, run.verdict().outcome(), run.verdict().line());
    for (NestedRhat found : rhat(run)) {
      assertTrue(found.value() < found.limit() && found.value() > 1, found.toString());
    }
  }

  /** A start far from equilibrium, and no burn-in. */
  @Test
  void tooShortABurnInIsSeen() {
    PointRecord run = FREE.with("burn-in=0", "steps=400").run();
    assertFalse(run.verdict().evidence().remembered().isEmpty(), run.verdict().line());
  }

  @Test
  void startsAtOnePointAreNoted() {
    String[] small = {"walkers=100", "steps=20", "burn-in=0", "start.x=1"};
    PointRecord run = TRAPPED.with(small).with("check.rhat=true").run();
    assertTrue(run.verdict().explanation().contains("all cohorts start at one point"));
    PointRecord other = TRAPPED.with(small).with("check.rhat=true", "start.x=0.01*walker").run();
    assertTrue(other.verdict().evidence().notes().isEmpty());
  }

  /** There is nothing to compare with, and yet R-hat says whether the ensemble has forgotten. */
  @Test
  void needsNoReference() {
    Trial coupled =
        TRAPPED.with(
            "coordinates=[x, y, z]",
            "energy=(x^2 - 1)^2 + (x - y)^2 + (y - z)^2",
            "start={x: normal(0, 1), y: 0, z: 0}",
            "check={rhat: true}");
    PointRecord trapped = coupled.run();
    assertEquals(List.of("x", "y", "z", "energy", "x2"), names(rhat(trapped)));
    assertEquals(Outcome.NOT_EQUILIBRATED, trapped.verdict().outcome(), trapped.verdict().line());
  }
}
