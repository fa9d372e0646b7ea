package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.output.Digest;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/**
 * Methods side by side, a sweep over them: each from the starts, and with the bits, that it has
 * alone.
 */
public class RaceTest {
  private static final List<String> METHODS =
      List.of(
          "gradient-descent",
          "{name: sgd-momentum, mu: 0.8}",
          "{name: adam}",
          "{name: baoab, friction: 2}",
          "{name: mine, step: 'x = x - rate*gradient(x) + sqrt(2*kT*rate)*normal()', parameters: {rate: 0.003}}");

  /** By method; empty for that of the file. */
  private static final List<String> STEPS = List.of("0.002", "", "0.05", "0.02", "");

  private static final Trial ALONE =
      Trial.of(
          Trial.SMALL,
          "energy=himmelblau",
          "coordinates=null",
          "start={x: 'normal(0, 1)', y: 'uniform(-1, 1)'}",
          "dt=0.001",
          "walkers=99",
          "histograms={x: {of: x, from: -5, to: 5, bins: 9}}",
          "track-best={minimum: 0, within: 0.5}",
          "trajectories={walkers: 3, every: 9}");

  public static final Trial RACE =
      ALONE.with("method=null", "sweep={temperature: [0.5, 2], method: [" + entries() + "]}");

  @TempDir Path folder;

  private static String entries() {
    StringBuilder all = new StringBuilder();
    for (int m = 0; m < METHODS.size(); m++) {
      String entry = METHODS.get(m);
      String dt = STEPS.get(m);
      if (!dt.isEmpty()) {
        entry =
            entry.startsWith("{")
                ? entry.replace("}", ", dt: " + dt + "}")
                : "{name: " + entry + ", dt: " + dt + "}";
      }
      all.append(m == 0 ? "" : ", ").append(entry);
    }
    return all.toString();
  }

  private static RunRecord race(String backend, int width, int threads) {
    return SweepTest.sweep(RACE, backend, width, threads);
  }

  /**
   * 99 walkers are 3.1 cohorts, so the second temperature's begin 128 later, whatever the method.
   */
  @Test
  void aPointIsTheRunWithItsMethod() {
    var race = race("java", 0, 2);
    assertEquals(10, race.points().size());
    for (int p = 0; p < 10; p++) {
      int m = p % 5;
      var alone =
          ALONE
              .with("temperature=" + (p < 5 ? "0.5" : "2"), "method=" + METHODS.get(m))
              .with("dt=" + (STEPS.get(m).isEmpty() ? "0.001" : STEPS.get(m)))
              .with("first-walker=" + (2016 + (p < 5 ? 0 : 128)));
      var record = alone.record("java", 0, 1, 0);
      var point = race.points().get(p);
      assertEquals(record.experiment(), RACE.experiment().point(p).canonicalJson());
      assertEquals(Digest.of(record.only()), Digest.of(point), "point " + p);
      assertEquals(record.only().trajectory(), point.trajectory(), "paths of point " + p);
      assertEquals(record.only().best(), point.best(), "best places of point " + p);
      assertEquals(record.only().finals().keySet(), point.finals().keySet());
    }
  }

  /** The first frame of all methods is the same, and no two share another. */
  @Test
  void fromTheSameStarts() {
    var race = race("java", 0, 1);
    var first = frame(race, 0, 0);
    for (int p = 1; p < 5; p++) {
      assertTrue(Arrays.deepEquals(first, frame(race, p, 0)), "starts of point " + p);
      assertTrue(!Arrays.deepEquals(frame(race, 0, 4), frame(race, p, 4)), "ends of point " + p);
    }
    assertTrue(!Arrays.deepEquals(first, frame(race, 5, 0)), "starts at another temperature");
  }

  private static float[][] frame(RunRecord race, int point, int frame) {
    return (float[][]) race.points().get(point).trajectory().orElseThrow().value()[frame];
  }

  @Test
  void theSameBitsOnTheCpuAndInTheFile() {
    assumeTrue(Trial.hasCompiler(), "skipped: no C++ compiler");
    var expected = race("java", 0, 1);
    var race = race("cpu", 0, 2);
    assertEquals(Digest.of(expected), Digest.of(race));
    Path file = folder.resolve("race.h5");
    RunFile.write(file, race);
    assertEquals(Digest.of(expected), Digest.of(file));
    var read = RunFile.read(file);
    assertEquals(race.sweep(), read.sweep());
    assertEquals(race.verdict(), RunFile.summary(file).verdict());
    for (int p = 0; p < 10; p++) {
      var point = race.points().get(p);
      assertEquals(point.trajectory(), read.points().get(p).trajectory(), "paths of point " + p);
      assertEquals(point.finals(), read.points().get(p).finals(), "states of point " + p);
      assertEquals(point.best(), read.points().get(p).best(), "best places of point " + p);
    }
    assertNotEquals(
        Digest.of(expected).finals(),
        Digest.of(SweepTest.sweep(RACE.with("seed=5"), "java", 0, 1)).finals());
  }

  /** What a method does not have is NaN: momentum's v, Adam's m and s, BAOAB's v. */
  @Test
  void theFileHoldsWhatEachMethodHas() {
    Path file = folder.resolve("race.h5");
    RunFile.write(file, race("java", 0, 1));
    try (var root = new HdfFile(file)) {
      assertArrayEquals(
          new long[] {0, 1, 2, 3, 4}, (long[]) root.getDatasetByPath("sweep/method").getData());
      assertArrayEquals(
          new String[] {
            "gradient-descent (dt 0.002)",
            "sgd-momentum (mu 0.8)",
            "adam (dt 0.05)",
            "baoab (friction 2, dt 0.02)",
            "mine"
          },
          (String[]) root.getByPath("sweep/method").getAttribute("names").getData());
      assertEquals(
          Set.of("x", "y", "m_x", "m_y", "s_x", "s_y", "v_x", "v_y"),
          root.getDatasetByPath("final/x").getParent().getChildren().keySet());
      var v = (float[][][]) root.getDatasetByPath("final/v_x").getData();
      for (int m = 0; m < 5; m++) {
        assertEquals(m != 1 && m != 3, Float.isNaN(v[1][m][98]), "v of method " + m);
      }
      assertArrayEquals(
          new int[] {2, 5, 5, 3, 2},
          root.getDatasetByPath("particles/trajectory/position/value").getDimensions());
    }
  }
}
