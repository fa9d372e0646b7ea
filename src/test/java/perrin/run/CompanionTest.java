package perrin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.output.Digest;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.statistics.TimeMean;
import perrin.statistics.verdict.StepBias;
import perrin.statistics.verdict.Verdict.Outcome;

/** What {@code check.bias} finds out about the time step. */
class CompanionTest {
  private static final Trial DOUBLE_WELL =
      Trial.of(
          """
          coordinates: [x]
          energy: double-well
          start: {x: "normal(0, 1)"}
          method: euler-maruyama
          temperature: 0.5
          dt: 0.02
          walkers: 65536
          steps: 2000
          burn-in: 500
          sample-every: 20
          histograms:
            x: {of: x, from: -2.5, to: 2.5, bins: 100}
            rest: {of: x^2, from: 0, to: 4, bins: 10}
          observables: {x2: x^2, E: energy}
          check: {boltzmann: x, bias: true}
          seed: 7
          """);

  private static StepBias companion(PointRecord run) {
    return run.verdict().evidence().companion().orElseThrow();
  }

  /** Exact total variation .0255 and .01238. */
  @Test
  void eulerMaruyamaIsBiased() {
    RunRecord record = DOUBLE_WELL.record();
    PointRecord run = record.only();
    assertEquals(Outcome.BIASED, run.verdict().outcome(), run.verdict().explanation());
    assertEquals(0.01, companion(run).dt(), 1e-15);
    assertEquals(0.01238, companion(run).distance().value(), 0.001);
    assertTrue(Math.abs(companion(run).remaining().value()) < 0.1);
    assertTrue(record.benchmark().containsKey("companion"));
  }

  /** A well that is not filled stays so at half the step; with a step too large beside. */
  @ParameterizedTest
  @ValueSource(strings = {"0.001", "0.02"})
  void patienceIsNotTakenForTheStep(String dt) {
    long scale = Math.round(0.02 / Double.parseDouble(dt));
    PointRecord run =
        DOUBLE_WELL
            .with("dt=" + dt, "steps=" + 200 * scale, "burn-in=" + 100 * scale, "walkers=16384")
            .with("start.x=normal(-1, 0.3)")
            .run();
    assertEquals(Outcome.NOT_EQUILIBRATED, run.verdict().outcome(), run.verdict().line());
    assertTrue(companion(run).remaining().low() > StepBias.MOST_REMAINING);
  }

  /**
   * The exact ⟨x²⟩ is .852136152, the chain's at dt = .01 less by 5.217e-3. What is left after
   * extrapolation is of order dt², 1e-4. False alarm 7e-6.
   */
  @Test
  void extrapolatedValuesAreRight() {
    StepBias found = companion(DOUBLE_WELL.with("dt=0.01").run());
    StepBias.Extrapolation x2 = found.observables().getFirst();
    double exact = 0.852136152;
    assertTrue(Math.abs(sigmas(x2.whole(), exact)) > 10, x2.toString());
    assertTrue(Math.abs(sigmas(x2.half(), exact)) > 4.5, x2.toString());
    assertTrue(Math.abs(sigmas(x2.extrapolated(), exact)) < 4.5, x2.toString());
  }

  private static double sigmas(TimeMean found, double exact) {
    return (found.mean() - exact) / found.standardError();
  }

  /** Leimkuhler-Matthews is of order 2, and converged at this step anyway. */
  @Test
  void aGoodMethodStaysConverged() {
    PointRecord run = DOUBLE_WELL.with("method=leimkuhler-matthews").run();
    assertEquals(Outcome.CONVERGED, run.verdict().outcome(), run.verdict().line());
    assertEquals(2, companion(run).order());
    TimeMean x2 = companion(run).observables().getFirst().extrapolated();
    assertTrue(Math.abs(sigmas(x2, 0.852136152)) < 4.5, x2.toString());
  }

  /** Exact: .01238 at dt = .01; the run itself is just beyond this tolerance. */
  @Test
  void aSmallBiasIsSeenToo() {
    PointRecord run = DOUBLE_WELL.with("dt=0.01", "check.tolerance=0.008").run();
    assertEquals(Outcome.BIASED, run.verdict().outcome(), run.verdict().explanation());
  }

  /** Order 2: OBABO's positions are off by dt². */
  @Test
  void aMethodOfOrderTwoIsBiasedAtALargeStep() {
    PointRecord run =
        DOUBLE_WELL
            .with("method=obabo", "dt=0.1", "check.tolerance=0.003", "sample-every=10")
            .run();
    assertEquals(Outcome.BIASED, run.verdict().outcome(), run.verdict().explanation());
    assertEquals(2, companion(run).order());
  }

  /** Three coupled coordinates have identities only; those shrink. */
  @Test
  void identitiesAreBiased() {
    Trial coupled =
        DOUBLE_WELL.with(
            "coordinates=[x, y, z]",
            "energy=(x^2 - 1)^2 + (x - y)^2 + (y - z)^2 + x*y*z/4 + z^2/2",
            "start={x: normal(0, 1), y: normal(0, 1), z: normal(0, 1)}",
            "histograms={}",
            "dt=0.01",
            "check={bias: true}");
    PointRecord run = coupled.run();
    assertEquals(Outcome.BIASED, run.verdict().outcome(), run.verdict().explanation());
    assertTrue(companion(run).remaining().high() < 0.1, companion(run).toString());
    PointRecord warm =
        coupled.with("method={step: '" + WARM + "'}", "dt=0.002", "steps=5000").run();
    assertEquals(Outcome.NOT_EQUILIBRATED, warm.verdict().outcome(), warm.verdict().explanation());
    assertTrue(warm.verdict().explanation().contains("step program's noise or force"));
  }

  /** Noise of 1.02 times the temperature, at any step. */
  private static final String WARM = "x = x - dt*gradient(x) + 1.01*sqrt(2*kT*dt)*normal()";

  @Test
  void theRunItselfIsAsWithout() {
    Trial small = DOUBLE_WELL.with("walkers=100", "steps=50", "burn-in=10", "sample-every=3");
    assertEquals(
        Digest.of(small.with("check.bias=false").run("java", 0, 1, 0)),
        Digest.of(small.run("java", 0, 1, 0)));
  }

  /** A formula of n means another time at half the step: left out, and said. */
  @Test
  void whatChangesFromStepToStepHasNoCompanion() {
    String[] small = {"walkers=100", "steps=50", "burn-in=10", "force={x: 0.1*cos(n)}"};
    PointRecord run = DOUBLE_WELL.with(small).run("java", 0, 1, 0);
    assertFalse(run.verdict().evidence().companion().isPresent());
    assertTrue(run.verdict().evidence().notes().getFirst().startsWith("check.bias was left out"));
  }

  @Test
  void progressGoesOn() {
    List<String> told = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void companion(String name) {
            told.add("companion " + name);
          }

          @Override
          public void steps(double done, double total) {
            told.add(done + " of " + total);
          }
        };
    Trial small = DOUBLE_WELL.with("walkers=100", "steps=50", "burn-in=10", "dt=0.01");
    var options = new Runner.Options(new BackendChoice("java", 0), 1, 50, false);
    Runner.run(small.experiment(), options, progress, notice -> {});
    assertEquals(
        List.of(
            "0.0 of 5000.0",
            "5000.0 of 5000.0",
            "companion dt/2",
            "0.0 of 10000.0",
            "5000.0 of 10000.0",
            "10000.0 of 10000.0"),
        told);
  }
}
