package perrin.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep's axes stand in front of every array. */
class SweepFileTest {
  @TempDir Path folder;
  private Path file;
  private RunRecord sweep;

  @BeforeEach
  void write() {
    sweep = Runs.grid();
    file = folder.resolve("sweep.h5");
    RunFile.write(file, sweep);
  }

  @Test
  void shapes() {
    try (var root = new HdfFile(file)) {
      assertArrayEquals(
          new double[] {0, 0.1}, (double[]) root.getDatasetByPath("sweep/tilt").getData());
      assertArrayEquals(
          new double[] {3, 2, 1},
          (double[]) root.getDatasetByPath("sweep/method.friction").getData());
      assertEquals("[2, 3, 70]", shape(root, "final/x"));
      assertEquals("[2, 3, 3]", shape(root, "observables/time"));
      assertEquals("[2, 3, 3]", shape(root, "observables/x2/mean"));
      var tv = (double[][]) root.getByPath("check").getAttribute("total_variation").getData();
      assertEquals(sweep.points().get(4).verdict().evidence().distance().value(), tv[1][1]);
      var words = (String[][]) root.getByPath("check").getAttribute("verdict").getData();
      assertEquals("not equilibrated", root.getAttribute("verdict").getData());
      assertEquals("not equilibrated", words[1][1]);
      assertEquals("too few samples", words[0][0]);
      var mean = (double[][]) root.getByPath("observables/x2").getAttribute("time_mean").getData();
      assertEquals(2, mean.length);
    }
  }

  private static String shape(HdfFile root, String path) {
    return Arrays.toString(root.getDatasetByPath(path).getDimensions());
  }

  /** The axes stand in front of paths, too, which makes them no H5MD. */
  @Test
  void pathsOfAllPoints() {
    var points = Collections.nCopies(6, Runs.single().only());
    RunFile.write(
        file, new RunRecord(sweep.header(), "{}", sweep.sweep(), "x", sweep.benchmark(), points));
    try (var root = new HdfFile(file)) {
      assertEquals("[2, 3, 3, 2, 2]", shape(root, "particles/trajectory/position/value"));
      assertEquals("[2, 3, 3]", shape(root, "particles/trajectory/position/time"));
      assertFalse(root.getChildren().containsKey("h5md"));
      var paths =
          TrajectoryLayout.read(root, new int[] {1, 2}, new PointReader(5, 6)).orElseThrow();
      assertEquals(Runs.single().only().trajectory().orElseThrow(), paths);
    }
    assertThrows(IllegalStateException.class, sweep::only);
  }

  @Test
  void digestsAgree() {
    assertEquals(Digest.of(sweep), Digest.of(file));
  }

  /** Everything that a verdict rests on comes back, point by point. */
  @Test
  void verdictsComeBack() {
    var summary = RunFile.summary(file);
    assertEquals(sweep.verdict(), summary.verdict());
    assertEquals(4, sweep.verdict().worstPoint());
    assertTrue(
        sweep.verdict().line().endsWith("worst of 6 points: tilt = 0.1, method.friction = 2"));
    assertEquals(3, summary.verdict().worst().exitCode());
  }

  @Test
  void histogramsComeBack() {
    for (var point : List.of(0, 4)) {
      var expected = sweep.points().get(point).histograms().get("x");
      var found =
          RunReader.read(file, root -> HistogramLayout.read(root, "x", new PointReader(point, 6)));
      assertArrayEquals(expected.counts().flat(), found.counts().flat());
      assertArrayEquals(expected.boltzmann(), found.boltzmann(), 1e-15);
      assertEquals(expected.axes(), found.axes());
    }
  }
}
