package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.backend.BackendException;
import perrin.backend.NotFiniteException;
import perrin.errors.ExperimentException;
import perrin.output.Digest;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.verdict.Verdict;

/** A point of a sweep is the run that it would be alone, bit for bit. */
public class SweepTest {
  private static final String AXES =
      "sweep={b: [1, 2.5], method.friction: [0.5], dt: [0.01, 0.02, 0.03]}";

  public static final Trial SWEPT =
      Trial.of(
          Trial.SMALL,
          "energy=double-well",
          "method=baoab",
          AXES,
          "correlations={x: {of: x, lags: 2}}");

  @TempDir Path folder;

  public static RunRecord sweep(Trial trial, String backend, int width, int threads) {
    var options = new Runner.Options(Places.of(backend, width), threads, 0, true);
    return Runner.run(trial.experiment(), options, Progress.SILENT, notice -> {});
  }

  /** 1003 walkers are 31.3 cohorts, so a point begins 1024 walkers after the one before. */
  private static RunRecord alone(int point, String backend) {
    return Trial.of(
            Trial.SMALL,
            "energy=double-well",
            "correlations={x: {of: x, lags: 2}}",
            "parameters.b=" + (point < 3 ? "1" : "2.5"),
            "method={name: baoab, friction: 0.5}",
            "dt=0.0" + (point % 3 + 1),
            "first-walker=" + (2016 + point * 1024))
        .record(backend, 0, 2, 0);
  }

  @Test
  void aPointIsTheRunWithItsFirstWalker() {
    var sweep = sweep(SWEPT, "java", 0, 2);
    assertEquals(6, sweep.points().size());
    for (int p = 0; p < 6; p++) {
      var record = alone(p, "java");
      var alone = record.only();
      var point = sweep.points().get(p);
      assertEquals(Digest.of(alone), Digest.of(point), "point " + p);
      assertEquals(record.experiment(), SWEPT.experiment().point(p).canonicalJson());
      assertEquals(
          List.of(box(alone.correlations().get("x").correlation().value())),
          List.of(box(point.correlations().get("x").correlation().value())));
    }
  }

  private static List<Double> box(double[] values) {
    var boxed = new ArrayList<Double>();
    for (double value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  /** The cohorts of a point share their starts as they do alone; R-hat's limits are wider. */
  @Test
  void sharedStarts() {
    var trial = Trial.of(Trial.SMALL, "energy=double-well", "check={boltzmann: x, rhat: true}");
    var point = sweep(trial.with("sweep={dt: [0.01, 0.02]}"), "java", 0, 2).points().get(1);
    var alone = trial.with("dt=0.02", "first-walker=3040").run("java", 0, 2, 0);
    assertEquals(Digest.of(alone), Digest.of(point));
    var shared = point.verdict().evidence().rhat();
    var expected = alone.verdict().evidence().rhat();
    assertTrue(shared.size() > 1, "quantities: " + shared.size());
    for (int q = 0; q < shared.size(); q++) {
      assertEquals(expected.get(q).value(), shared.get(q).value());
      assertTrue(shared.get(q).limit() >= expected.get(q).limit());
    }
  }

  @Test
  void theSameBitsOnTheCpuAndInTheFile() {
    assumeTrue(Trial.hasCompiler(), "skipped: no C++ compiler");
    var expected = sweep(SWEPT, "java", 0, 1);
    Path file = folder.resolve("sweep.h5");
    for (int width : new int[] {4, 8, 16}) {
      var sweep = sweep(SWEPT, "cpu", width, 2);
      assertEquals(Digest.of(expected), Digest.of(sweep));
      RunFile.write(file, sweep);
      assertEquals(Digest.of(expected), Digest.of(file));
    }
    var seed = sweep(SWEPT.with("seed=5"), "cpu", 0, 2);
    assertNotEquals(Digest.of(expected).finals(), Digest.of(seed).finals());
  }

  @Test
  void vectorsAndDoublePrecision() {
    var trial =
        Trial.of(
                Trial.SMALL, "energy=phi4-chain", "coordinates={x: 5}", "start={x: normal(0, 0.1)}")
            .with("precision=double", "histograms={}", "observables={E: energy}")
            .with("sweep={temperature: [0.1, 0.2], dt: [0.01]}");
    var sweep = sweep(trial, "java", 0, 1);
    Path file = folder.resolve("sweep.h5");
    RunFile.write(file, sweep);
    assertEquals(Digest.of(sweep), Digest.of(file));
    var alone = trial.with("sweep={}", "temperature=0.2", "first-walker=3040").run("java", 0, 1, 0);
    assertEquals(Digest.of(alone), Digest.of(sweep.points().get(1)));
  }

  @Test
  void whatGoesWrongSaysWhere() {
    var late = SWEPT.with("energy=b*x^2 + log(0.5 - b)", "parameters={b: 0}", "start={x: 0}");
    var swept = late.with("sweep={b: [0.1, 0.2, 1]}", "check=null", "histograms={}");
    var e = assertThrows(NotFiniteException.class, () -> sweep(swept, "java", 0, 1));
    assertTrue(
        e.getMessage()
            .startsWith("at b = 1: energy is not finite: walker 4064 (this point's 0), step 0"),
        e.getMessage());
    var unbounded = SWEPT.with("energy=b*x^2", "parameters={b: 1}", "check={boltzmann: x}");
    var none = unbounded.with("sweep={b: [1, -1]}", "method=euler-maruyama", "steps=1e12");
    var refused =
        assertThrows(
            ExperimentException.class, () -> sweep(none.with("sample-every=1e10"), "java", 0, 1));
    assertTrue(refused.getMessage().endsWith(" (at b = -1)"), refused.getMessage());
  }

  @Test
  void moreThanMemoryHolds() {
    var large = SWEPT.with("walkers=5e6", "sweep={b: \"linspace(1, 2, 1024)\"}");
    var e = assertThrows(BackendException.class, () -> sweep(large, "java", 0, 1));
    assertTrue(
        e.getMessage()
            .startsWith("the final states of 5,000,000 walkers at each of 1024 points take "),
        e.getMessage());
    var bins = SWEPT.with("histograms.x.bins=5000", "sweep={b: \"linspace(1, 2, 1024)\"}");
    var f = assertThrows(BackendException.class, () -> sweep(bins, "java", 0, 1));
    assertTrue(f.getMessage().contains("cells at each of 1024 points "), f.getMessage());
  }

  /**
   * Sixty times the same run, each in equilibrium from the start. Of 95 % intervals some miss 0, in
   * 95 % of such sweeps; of those that are stricter by 60 none does, but in 5 %.
   */
  @Test
  void intervalsHoldTogether() {
    var same = "0.5" + ", 0.5".repeat(59);
    var trial =
        Trial.of(Trial.SMALL, "energy=harmonic", "start={x: 'normal(0, 0.7071067811865475)'}")
            .with("method=leimkuhler-matthews", "walkers=16384", "first-walker=0")
            .with("histograms={x: {of: x, from: -2, to: 2, bins: 40}}")
            .with("check={boltzmann: x, tolerance: 0.05}", "sweep={temperature: [" + same + "]}");
    int missed = 0;
    for (var point : sweep(trial, "auto", 0, 2).points()) {
      var histogram = point.histograms().get("x");
      var found = point.verdict().evidence().distance();
      assertEquals(
          TotalVariation.estimate(histogram.counts(), histogram.boltzmann(), 0.05 / 60), found);
      assertEquals(0, found.low());
      assertEquals(Verdict.Outcome.CONVERGED, point.verdict().outcome());
      var alone = TotalVariation.estimate(histogram.counts(), histogram.boltzmann());
      missed += alone.low() > 0 ? 1 : 0;
    }
    assertTrue(missed > 0, "95 % intervals that miss: " + missed);
  }

  /** One point of eight that is not right makes the sweep's verdict, and no other point's. */
  @Test
  void oneBadPointIsFound() {
    var trial =
        Trial.of(Trial.SMALL, "energy=double-well", "start={x: 'normal(1, 0.1)'}")
            .with("method=leimkuhler-matthews", "walkers=16384", "first-walker=0")
            .with("dt=0.02", "steps=1500", "burn-in=1000", "sample-every=50")
            .with("histograms={x: {of: x, from: -2.5, to: 2.5, bins: 40}}", "observables={}")
            .with("check={boltzmann: x, tolerance: 0.05}")
            .with("sweep={temperature: [2, 1.5, 1.2, 1, 0.8, 0.7, 0.1, 0.6]}");
    var verdict = sweep(trial, "auto", 0, 2).verdict();
    assertEquals(6, verdict.worstPoint());
    assertEquals(Verdict.Outcome.NOT_EQUILIBRATED, verdict.worst().outcome());
    for (int p : List.of(0, 1, 2, 3, 4, 5, 7)) {
      assertEquals(Verdict.Outcome.CONVERGED, verdict.verdicts().get(p).outcome(), "point " + p);
    }
    assertTrue(verdict.line().endsWith("worst of 8 points: temperature = 0.1"), verdict.line());
  }

  /** The companion runs at dt/2 are the points' own. */
  @Test
  void withCompanions() {
    var trial =
        Trial.of(Trial.SMALL, "energy=double-well", "method=euler-maruyama", "walkers=16384")
            .with("steps=600", "burn-in=300", "sample-every=30", "first-walker=0")
            .with("histograms={x: {of: x, from: -2.5, to: 2.5, bins: 40}}", "observables={}")
            .with("check={boltzmann: x, tolerance: 0.01, bias: true}")
            .with("start={x: 'uniform(-1.2, 1.2)'}", "sweep={dt: [0.03, 0.04]}");
    for (var point : sweep(trial, "auto", 0, 2).points()) {
      assertEquals(Verdict.Outcome.BIASED, point.verdict().outcome(), point.verdict().line());
    }
  }
}
