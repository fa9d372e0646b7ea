package perrin.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.kernel.KernelCompiler;

class SamplePlanTest {
  private static final String BARE =
      """
      coordinates: [x]
      energy: x^2/2
      start: {x: 1}
      method: euler-maruyama
      temperature: 1
      dt: 0.01
      walkers: 64
      steps: 10000
      burn-in: 100
      """;

  private static SamplePlan plan(String... sets) {
    Experiment experiment = Trial.of(BARE, sets).experiment();
    return SamplePlan.of(experiment, KernelCompiler.compile(experiment).kernel());
  }

  /** Looks stay at steps that depend on the experiment alone. */
  @Test
  void nothingIsSampledWhereNothingIsMeasured() {
    SamplePlan plan = plan();
    assertEquals(0, plan.samplesUntil(10000));
    assertEquals(SamplePlan.LOOK_EVERY, plan.nextLook(0));
    assertEquals(2 * SamplePlan.LOOK_EVERY, plan.nextLook(SamplePlan.LOOK_EVERY));
    assertEquals(10000, plan.nextLook(2 * SamplePlan.LOOK_EVERY));
    assertEquals(0, plan("trajectories={walkers: 2, every: 10}").samplesUntil(10000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "observables={x: x}",
        "histograms={x: {of: x, from: -1, to: 1, bins: 4}}",
        "correlations={x: {of: x, lags: 4}}",
        "check={tolerance: 0.1}"
      })
  void whateverIsMeasuredIsSampled(String measured) {
    SamplePlan plan = plan(measured);
    assertEquals(9900, plan.samplesUntil(10000));
    assertEquals(101, plan.nextLook(100));
  }
}
