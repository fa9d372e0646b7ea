package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import perrin.errors.BadValue;

/** The groups of an experiment: their keys, and copies that differ in one of them. */
class GroupsTest {
  /** Those that canonical JSON does not have: a name, and what this version lacks. */
  private static final Set<String> NOT_WRITTEN = Set.of("title", "stop-when", "replicas");

  /** A key that is read and not written would let two experiments have one hash. */
  @Test
  void everyKeyIsWritten() {
    var model =
        Sample.read(
            "where={r2: x^2 + y^2}",
            "force={x: y}",
            "data={arrays: {q: [1, 2]}}",
            "minibatch={size: 1}",
            "tables={parabola: {from: 0, to: 1, values: [0, 1, 4, 9]}}",
            "boundaries={x: reflect(-1, 1)}",
            "correlations={c: {of: x, lags: 2}}",
            "trajectories={walkers: 2}",
            "learning-coefficient={minimum: 0}",
            "track-best=true",
            "polish=3",
            "units={x: nm}");
    var sweep =
        Sample.read("steps=null", "time=1", "sweep={dt: [0.01]}", "burn-in=0", "sample-every=1");
    var noise = Sample.read("noise={source: curand, generator: philox}", "first-walker=0");
    var written = new TreeSet<String>();
    List.of(model, sweep, noise).forEach(x -> written.addAll(ExperimentKeys.json(x).keySet()));
    var keys = new HashSet<>(ExperimentKeys.ALL);
    keys.removeAll(NOT_WRITTEN);
    assertEquals(new TreeSet<>(keys), written);
  }

  @Test
  void aCopyDiffersInWhatItIsAskedFor() {
    var x = Sample.read();
    assertEquals(
        "first-walker: 64 there, 96 here; walkers: 1000 there, 5 here",
        Differences.of(x.canonicalJson(), x.withWalkers(96, 5).canonicalJson()));
    assertEquals(
        "check.boltzmann: x there, nothing here; check.tolerance: 0.05 there, 1.0 here",
        Differences.of(
            x.canonicalJson(), x.withCheck(x.check().map(Check::ofRhat)).canonicalJson()));
    assertEquals(x, x.withoutSweep());
    assertEquals(x.sha256(), Sample.read("sweep={dt: [0.1]}").withoutSweep().sha256());
  }

  @Test
  void aCopyObeysTheRules() {
    var x = Sample.read();
    assertThrows(BadValue.class, () -> x.withWalkers(7, 1));
    assertThrows(BadValue.class, () -> x.withWalkers(0, 0));
    var e = assertThrows(BadValue.class, () -> x.withOutputs(Outputs.NONE));
    assertEquals("check.boltzmann", e.field());
    assertEquals(Outputs.NONE, x.withCheck(Optional.empty()).withOutputs(Outputs.NONE).outputs());
  }

  @Test
  void halfTheStepIsTwiceTheSteps() {
    var clock = Sample.read().clock();
    assertEquals("0.005", clock.halved().dt().text());
    assertEquals(200, clock.halved().steps());
    assertEquals(20, clock.halved().burnIn());
    assertEquals(14, clock.halved().sampleEvery());
    assertEquals(clock.samples(), clock.halved().samples());
  }
}
