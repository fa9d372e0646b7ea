package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.output.Digest;
import perrin.output.PointRecord;
import perrin.output.TrajectoryRecord;
import perrin.statistics.WalkerArray;

/** The paths that are kept are those of the ensemble's walkers, to the last bit. */
public class PathsTest {
  /** Frames after 0, 9, 18, 27 and 36 of 37 steps. */
  public static Trial trial(String precision) {
    return Trial.of(
        Trial.SMALL,
        "precision=" + precision,
        "coordinates=[x, y]",
        "energy=(x^2 - 1)^2 + x*y + y^2",
        "start={x: 'normal(0, 1)', y: 0.001*walker}",
        "method=leimkuhler-matthews",
        "trajectories={walkers: 40, every: 9}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void aFrameIsTheFinalStateOfAShorterRun(String precision) {
    assumeTrue(Trial.hasCompiler());
    Trial trial = trial(precision);
    TrajectoryRecord paths = trial.run("java", 0, 1, 0).trajectory().orElseThrow();
    assertArrayEquals(new long[] {0, 9, 18, 27, 36}, paths.step());
    assertArrayEquals(new double[] {0, 0.09, 0.18, 0.27, 0.36}, paths.time(), 1e-15);
    for (int frame = 1; frame < 5; frame++) {
      String[] shorter = {"trajectories={}", "steps=" + 9 * frame, "burn-in=0"};
      Map<String, WalkerArray> finals = trial.with(shorter).run("cpu", 8, 2, 0).finals();
      for (int w = 0; w < 40; w++) {
        assertEquals(finals.get("x").text(w), value(paths, frame, w, 0));
        assertEquals(finals.get("y").text(w), value(paths, frame, w, 1));
      }
    }
    assertSame(paths, trial.run("cpu", 16, 2, 7));
    assertSame(paths, trial.run("cpu", 4, 1, 0));
  }

  @Test
  void theRestIsAsWithout() {
    Trial trial = trial("single");
    assertEquals(
        Digest.of(trial.with("trajectories={}").run("java", 0, 1, 0)),
        Digest.of(trial.run("java", 0, 1, 0)));
  }

  /** Points on straight lines; the step is that of the walker's last one. */
  @Test
  void interpolation() {
    Trial trial = trial("double");
    TrajectoryRecord plain = trial.run("java", 0, 1, 0).trajectory().orElseThrow();
    TrajectoryRecord fine =
        trial.with("trajectories.interpolate=4").run("java", 0, 1, 0).trajectory().orElseThrow();
    assertArrayEquals(
        new long[] {0, 2, 4, 6, 9, 11, 13, 15, 18, 20, 22, 24, 27, 29, 31, 33, 36}, fine.step());
    double[][][] a = (double[][][]) plain.value();
    double[][][] b = (double[][][]) fine.value();
    for (int frame = 0; frame < 5; frame++) {
      assertArrayEquals(a[frame], b[4 * frame]);
      assertEquals(plain.time()[frame], fine.time()[4 * frame]);
    }
    assertEquals(0.75 * a[1][3][1] + 0.25 * a[2][3][1], b[5][3][1], 1e-15);
    assertEquals(0.09 + 0.25 * 0.09, fine.time()[5], 1e-15);
  }

  @Test
  void periodicCoordinatesAreCalledSo() {
    Trial trial =
        trial("single").with("boundaries.y='periodic(0, 3)'", "energy=(x^2 - 1)^2 + cos(2*pi*y/3)");
    TrajectoryRecord paths = trial.run("java", 0, 1, 0).trajectory().orElseThrow();
    assertEquals(List.of("none", "periodic"), paths.boundaries());
  }

  /** To the last bit. */
  public static void assertSame(TrajectoryRecord expected, PointRecord run) {
    TrajectoryRecord found = run.trajectory().orElseThrow();
    assertTrue(Arrays.deepEquals(expected.value(), found.value()));
    assertArrayEquals(expected.step(), found.step());
    assertArrayEquals(expected.time(), found.time());
  }

  private static String value(TrajectoryRecord paths, int frame, int walker, int coordinate) {
    return switch (paths.value()) {
      case float[][][] singles -> Float.toString(singles[frame][walker][coordinate]);
      case double[][][] doubles -> Double.toString(doubles[frame][walker][coordinate]);
      default -> throw new IllegalStateException();
    };
  }
}
