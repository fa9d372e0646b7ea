package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.Ensemble;
import perrin.backend.Program;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.Digest;
import perrin.output.PointRecord;
import perrin.run.BackendChoice;
import perrin.statistics.WalkerArray;
import perrin.statistics.verdict.NestedRhat;

/** With {@code check.rhat} the walkers of a cohort start at one point, on every backend. */
public class SharedStartsTest {
  private static final Trial ALONE = Trial.of(Trial.SMALL, "method=baoab", "walkers=1003");

  /** Of walkers with velocities. */
  public static final Trial SHARED = ALONE.with("check={rhat: true}");

  /** Beyond 16 coordinates a walker lies in memory; a call draws for all of them. */
  public static final Trial VECTOR =
      SHARED.with(
          "coordinates={q: 17}",
          "energy=\"sum(i in 0..16: q[i]^4)\"",
          "start={q: \"normal(0.01*i, 1) + 0.0001*walker\"}",
          "histograms={}",
          "observables={a: \"q[3]\"}",
          "walkers=70");

  @ParameterizedTest
  @EnumSource(Precision.class)
  void positionsAreThoseOfTheCohortsFirstWalkerAndVelocitiesTheirOwn(Precision precision) {
    String word = "precision=" + precision.word();
    List<WalkerArray> alone = started(ALONE.with(word));
    List<WalkerArray> shared = started(SHARED.with(word));
    for (int w = 0; w < shared.getFirst().walkers(); w++) {
      assertEquals(alone.getFirst().text(w / 32 * 32), shared.getFirst().text(w), "x of " + w);
      assertEquals(alone.get(1).text(w), shared.get(1).text(w), "v of " + w);
    }
  }

  /** The energy has nothing to do with where walkers start; all but the start is each one's own. */
  @Test
  void walkersOfACohortPart() {
    String[] values = values(SHARED.with("walkers=32").run("java", 0, 1, 0).finals().get("x"));
    Set<String> different = new TreeSet<>(List.of(values));
    assertEquals(values.length, different.size(), "final positions that differ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 33, 1003})
  void backendsAgree(int walkers) {
    assumeTrue(Trial.hasCompiler());
    for (Precision precision : Precision.values()) {
      Trial trial = SHARED.with("walkers=" + walkers, "precision=" + precision.word());
      int widest = precision == Precision.SINGLE ? 16 : 8;
      assertAgree(trial, widest);
    }
  }

  @Test
  void vectorsAgree() {
    assumeTrue(Trial.hasCompiler());
    assertAgree(VECTOR, 8);
  }

  /** Paths are walked by themselves, from the same starts. */
  @Test
  void pathsBeginThere() {
    Trial kept = SHARED.with("trajectories={walkers: 40}");
    var start = (float[][]) kept.run("java", 0, 1, 0).trajectory().orElseThrow().value()[0];
    assertEquals(start[0][0], start[31][0]);
    assertNotEquals(start[31][0], start[32][0]);
  }

  private static void assertAgree(Trial trial, int widest) {
    PointRecord expected = trial.run("java", 0, 1, 0);
    for (int width = widest; width >= 1; width /= 2) {
      PointRecord found = trial.run("cpu", width, 2, 7);
      assertEquals(Digest.of(expected), Digest.of(found), "width " + width);
      assertEquals(rhat(expected), rhat(found), "width " + width);
    }
  }

  /** Nested R-hat of each quantity, to the last bit. */
  public static List<NestedRhat> rhat(PointRecord run) {
    List<NestedRhat> rhat = run.verdict().evidence().rhat();
    assertFalse(rhat.isEmpty());
    return rhat;
  }

  private static List<WalkerArray> started(Trial trial) {
    Experiment experiment = trial.experiment();
    KernelCompiler.Compiled compiled = KernelCompiler.compile(experiment);
    try (Ensemble ensemble =
        new BackendChoice("java", 0)
            .open(Program.of(experiment, compiled.kernel()), 1, notice -> {})
            .ensemble()) {
      ensemble.start(experiment.seed(), compiled.schedule().ofRun());
      return List.of(ensemble.variable(0), ensemble.variable(1));
    }
  }

  private static String[] values(WalkerArray array) {
    String[] values = new String[array.walkers()];
    for (int w = 0; w < values.length; w++) {
      values[w] = array.text(w);
    }
    return values;
  }
}
