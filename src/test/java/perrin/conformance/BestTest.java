package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.errors.ExperimentException;
import perrin.kernel.landscape.LocalEnergy;
import perrin.output.BestRecord;
import perrin.output.PointRecord;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.output.TrajectoryRecord;

/** The lowest energy that each walker has seen: the same on all backends, and the lowest. */
public class BestTest {
  /** In registers and in memory, with a state, a gradient that is carried over, and batches. */
  public static Stream<Trial> trials() {
    Trial tracked = Trial.of(Trial.SMALL, "track-best=true");
    Trial many =
        tracked.with(
            "coordinates={x: 18, q: 1}",
            "energy=\"sum(i in 0..17: (x[i]^2 - 1)^2) + q^2 + q*x[3]\"",
            "start={x: \"normal(0.1*i, 1)\", q: 2}",
            "histograms={}",
            "observables={}");
    String batches = "data={arrays: {y: [0.5, -0.25, 1.5, 2.25, -1.75]}}";
    return Stream.of(
        tracked,
        tracked.with("precision=double", "method=baoab"),
        tracked.with("method=baoab", "temperature=1/(n + 1)", "track-best={minimum: 0.01}"),
        many,
        many.with(
            "precision=double",
            "method={name: baoab, friction: 2}",
            "track-best={minimum: 5, within: 2.5}"),
        tracked.with(
            batches,
            "energy=\"sum(i in rows: (x - y[i])^2)\"",
            "minibatch={size: 2}",
            "method=sgd"));
  }

  public static BestRecord best(Trial trial, String backend, int width, long chunk) {
    return trial.run(backend, width, 2, chunk).best().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("trials")
  void sameBits(Trial trial) {
    BestRecord java = best(trial, "java", 0, 0);
    assertEquals(java, best(trial, "java", 0, 7));
    if (Trial.hasCompiler()) {
      for (int width : new int[] {4, 8, 16}) {
        assertEquals(java, best(trial, "cpu", width, 0), "width " + width);
      }
      assertEquals(java, best(trial, "cpu", 0, 7));
    }
  }

  /** What is kept changes nothing else. */
  @Test
  void walkersGoTheSameWay() {
    PointRecord tracked = Trial.of(Trial.SMALL, "track-best=true").run("java", 0, 1, 0);
    PointRecord plain = Trial.of(Trial.SMALL).run("java", 0, 1, 0);
    assertEquals(plain.finals(), tracked.finals());
    assertEquals(plain.observables(), tracked.observables());
  }

  /** Against the energies of all steps, which trajectories have. */
  @ParameterizedTest
  @CsvSource({"single, 2e-6", "double, 1e-12"})
  void isTheLowestOfAllSteps(String precision, double rounding) {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "track-best={minimum: 0, within: 0.1}",
            "precision=" + precision,
            "walkers=40",
            "trajectories={walkers: 40, every: 1}");
    PointRecord run = trial.run("java", 0, 1, 0);
    BestRecord best = run.best().orElseThrow();
    TrajectoryRecord paths = run.trajectory().orElseThrow();
    LocalEnergy energy = LocalEnergy.of(trial.experiment());
    for (int w = 0; w < 40; w++) {
      double lowest = Double.POSITIVE_INFINITY;
      int step = 0;
      int found = -1;
      for (int n = 1; n <= 37; n++) {
        double here = energy.energy(new double[] {at(paths, n, w)});
        step = here < lowest - rounding ? n : step;
        lowest = Math.min(lowest, here);
        found = found < 0 && here <= 0.1 ? n : found;
      }
      assertEquals(lowest, best.energy().value(w), rounding * (1 + Math.abs(lowest)));
      assertEquals(step, best.step().value(w));
      assertEquals(found, best.foundAt().orElseThrow().value(w));
      assertEquals(at(paths, step, w), best.at().get("x").value(w), 1e-12);
    }
  }

  private static double at(TrajectoryRecord paths, int frame, int walker) {
    return switch (paths.value()[frame]) {
      case float[][] singles -> singles[walker][0];
      case double[][] doubles -> doubles[walker][0];
      default -> throw new AssertionError();
    };
  }

  @Test
  void whatIsFound() {
    Trial descent =
        Trial.of(
            Trial.SMALL,
            "energy=tilted-double-well",
            "method=gradient-descent",
            "steps=4000",
            "burn-in=0",
            "sample-every=1000",
            "track-best={minimum: -0.3054285, within: 1e-4}",
            "polish=50");
    BestRecord best = best(descent, "java", 0, 0);
    assertEquals(-0.305428483743916, best.polished().energy()[0], 1e-14);
    assertEquals(-1.0355787, best.polished().at()[0][0], 5e-8);
    assertEquals(32, best.polished().walker().length);
    assertEquals(-0.3054285, best.energy().value(best.walker()), 1e-6);
    assertEquals(-1.0355787, best.at().get("x").value(best.walker()), 1e-3);
    int left = 0; // walkers that start left of the barrier end in the deeper well
    for (int w = 0; w < 1003; w++) {
      left += best.at().get("x").value(w) < 0 ? 1 : 0;
    }
    assertEquals(left, best.found());
    assertTrue(left > 300 && left < 700, left + " walkers");
    assertEquals(0, best(descent.with("track-best={minimum: -1}"), "java", 0, 0).found());
  }

  @Test
  void isStored(@TempDir Path folder) {
    Path file = folder.resolve("run.h5");
    List<Trial> all = trials().toList();
    for (Trial trial :
        List.of(
            all.get(0),
            all.get(3),
            all.get(0).with("sweep={temperature: [0.2, 0.5]}", "polish=5"))) {
      RunRecord run = trial.with("walkers=64").record("java", 0, 1, 0);
      RunFile.write(file, run);
      RunRecord read = RunFile.read(file);
      for (int p = 0; p < run.points().size(); p++) {
        assertEquals(run.points().get(p).best(), read.points().get(p).best());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "track-best=maybe | track-best: maybe, must be false or true",
        "track-best={within: 0} | track-best.within: 0.0, must be greater than 0",
        "polish=3 | polish: 3, begins at the best places: add track-best: true",
        "track-best={polish: 3} | track-best.polish: unknown key",
        "track-best={minimum: low} | track-best.minimum"
      })
  void mistakes(String set, String message) {
    var e =
        assertThrows(
            ExperimentException.class, () -> Trial.of(Trial.SMALL, set).run("java", 0, 1, 0));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
