package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.run.landscape.LandscapeSearch;
import perrin.run.look.SearchRanges;
import perrin.statistics.TimeMean;
import perrin.statistics.landscape.CoolingSchedule;

/**
 * Cooling in the tilted double well, all walkers starting in its higher minimum: how many are in
 * the global basin at the end, against the solution of the Fokker-Planck equation (spectral, in
 * continuous time), and against Hajek's theorem.
 *
 * <p>Within {@link Sigmas#LIMIT} standard errors: a false alarm has probability 7e-6 a figure.
 */
@Tag("statistics")
class AnnealingTest {
  private static final double SADDLE = 0.0754291585697;

  private static final Trial COOLED =
      Trial.of(
          """
          energy: tilted-double-well
          start: {x: "normal(0.96015, 0.05)"}
          method: euler-maruyama
          temperature: 0.3/log(e + t)
          dt: 0.02
          walkers: 131072
          steps: 50000
          sample-every: 50000
          seed: 11
          """);

  private static final String LINEAR = "temperature=1 - 0.95*t/20";
  private static final String SLOW = "temperature=0.8/log(e + t)";

  private static TimeMean found(String... sets) {
    return Sigmas.last(COOLED.with(sets).run(), "x", x -> x < SADDLE ? 1 : 0);
  }

  private static String[] steps(String dt, long steps, String... more) {
    List<String> sets =
        new java.util.ArrayList<>(List.of("dt=" + dt, "steps=" + steps, "sample-every=" + steps));
    sets.addAll(List.of(more));
    return sets.toArray(String[]::new);
  }

  /** Linear cooling from 1 to 0.05 in a time of 20. */
  @Test
  void linearCooling() {
    assertWithin(.76251, found(steps("0.005", 4000, LINEAR, "walkers=65536")));
  }

  /** The chain itself, whose step is not that of continuous time: .1200. */
  @Test
  void theChainCooledTooFast() {
    assertWithin(.1223, found());
  }

  /** The chain differs from itself at half the step, and from continuous time. */
  @Test
  @Tag("slow")
  void theChainAtHalfTheStep() {
    assertWithin(.12102, found(steps("0.01", 100_000)));
  }

  /** c = 0.8 is above d*. */
  @Test
  void coolingThatFindsTheMinimum() {
    assertWithin(.98672, found(SLOW, "walkers=16384"));
  }

  /**
   * Power: one per cent more noise is two per cent more temperature. A walker leaves over .717, so
   * the figure .1223 becomes .1327, 11 standard errors of 131,072 walkers further: it goes
   * unnoticed with a probability below 1e-10. The figures of slow and of linear cooling are near
   * the best that any noise can do, and move by one standard error: they hold schedule and time.
   */
  @Test
  void tooMuchNoiseIsSeen() {
    String noisy = ScaledNoise.method("euler-maruyama", "1.01", "friction: 1");
    assertBeyond(.1223, found(noisy), "noise scaled by 1.01");
  }

  /**
   * Bend at d*: of the walkers that had not come at t = 100, the share that has not at t = 1000.
   */
  @ParameterizedTest
  @CsvSource({
    "euler-maruyama, 0.02, 0.2, 0.98, 1.02",
    "euler-maruyama, 0.02, 0.3, 0.97, 1.02",
    "euler-maruyama, 0.02, 0.9, 0.05, 0.30",
    "baoab, 0.1, 0.2, 0.98, 1.02",
    "baoab, 0.1, 0.3, 0.97, 1.02",
    "baoab, 0.1, 0.9, 0.05, 0.30",
  })
  void aboveTheCriticalDepthWalkersKeepComing(
      String method, double dt, String c, double least, double most) {
    double[] missing = new double[2];
    for (int i = 0; i < 2; i++) {
      long steps = Math.round((i == 0 ? 100 : 1000) / dt);
      String[] sets =
          steps(
              String.valueOf(dt),
              steps,
              "method=" + method,
              "temperature=" + c + "/log(e + t)",
              "walkers=16384");
      missing[i] = 1 - found(sets).mean();
    }
    double left = missing[1] / missing[0];
    assertTrue(left >= least && left <= most, c + ": " + left);
  }

  /** d* of the example, whose sweep crosses it. */
  @Test
  void theExampleCrossesItsCriticalDepth() {
    Experiment example = ExperimentFile.load(Path.of("examples/annealing-hajek.yaml"), List.of());
    var map = LandscapeSearch.of(example, SearchRanges.Given.NOTHING).map();
    assertEquals(.71713552, map.criticalDepth(), 5e-9);
    double c = Double.parseDouble(CoolingSchedule.of(map).orElseThrow().c());
    assertTrue(c >= map.criticalDepth() && c < map.criticalDepth() + 1e-7);
    List<Double> swept =
        IntStream.of(0, 7)
            .mapToObj(k -> (Double) example.sweep().values(k).get("c").plain())
            .toList();
    assertTrue(swept.getFirst() < c && swept.getLast() > c, swept.toString());
  }
}
