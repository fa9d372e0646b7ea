package perrin.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.experiment.Sweep;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Verdict;

/** What is written comes back. */
class RunFileTest {
  @TempDir Path folder;

  private Path written(RunRecord run) {
    Path file = folder.resolve("run.h5");
    RunFile.write(file, run);
    return file;
  }

  private static Object attribute(Node node, String name) {
    return node.getAttribute(name).getData();
  }

  @Test
  void root() {
    var run = Runs.single();
    try (var root = new HdfFile(written(run))) {
      assertEquals(1, attribute(root, "schema"));
      assertEquals(1, attribute(root, "complete"));
      assertEquals("0.1.0", attribute(root, "perrin_version"));
      assertEquals(run.header().title(), attribute(root, "title"));
      assertEquals(-7L, attribute(root, "seed"));
      assertEquals(70L, attribute(root, "walkers"));
      assertEquals(30L, attribute(root, "steps"));
      assertEquals("java", attribute(root, "backend"));
      assertEquals("2 threads", attribute(root, "device"));
      assertEquals("portable", attribute(root, "math"));
      assertEquals("single", attribute(root, "precision"));
      assertEquals(1.5, attribute(root, "wall_seconds"));
      assertEquals(2e9, attribute(root, "walker_steps_per_second"));
      assertEquals(1400.0, attribute(root, "walker_steps_per_second_total"));
      assertEquals(Runs.SHA256, attribute(root, "experiment_sha256"));
      assertEquals("not applicable", attribute(root, "verdict"));
      assertEquals(run.experiment(), root.getDatasetByPath("experiment").getData());
    }
  }

  @Test
  void histograms() {
    try (var root = new HdfFile(written(Runs.single()))) {
      var x = root.getByPath("histograms/x");
      long[] counts = (long[]) root.getDatasetByPath("histograms/x/counts").getData();
      assertArrayEquals(Runs.counts().counts(), counts);
      long underflow = (long) attribute(x, "underflow");
      long overflow = (long) attribute(x, "overflow");
      assertEquals(3L, attribute(x, "samples"));
      assertEquals(Runs.WALKERS * Runs.SAMPLES, Arrays.stream(counts).sum() + underflow + overflow);
      long[][] groups = (long[][]) root.getDatasetByPath("histograms/x/groups").getData();
      assertEquals(64, groups.length);
      for (int bin = 0; bin < Runs.BINS; bin++) {
        int b = bin;
        assertEquals(counts[bin], Arrays.stream(groups).mapToLong(g -> g[b]).sum());
      }
      double[] edges = (double[]) root.getDatasetByPath("histograms/x/edges").getData();
      assertArrayEquals(new double[] {-1, -0.6, -0.2, 0.2, 0.6, 1}, edges, 1e-15);
      double[] density = (double[]) root.getDatasetByPath("histograms/x/density").getData();
      assertEquals(counts[2] / (210 * 0.4), density[2], 1e-15);
      double[] exact = (double[]) root.getDatasetByPath("histograms/x/boltzmann").getData();
      double outside =
          (double) attribute(x, "boltzmann_underflow")
              + (double) attribute(x, "boltzmann_overflow");
      assertEquals(1, Arrays.stream(exact).sum() * 0.4 + outside, 1e-14);
      assertNull(root.getByPath("histograms").isGroup() ? child(root, "E", "boltzmann") : null);
    }
  }

  /** The first quantity's bins are rows. */
  @Test
  void histogramsOfTwoQuantities() {
    try (var root = new HdfFile(written(Runs.single()))) {
      long[][] counts = (long[][]) root.getDatasetByPath("histograms/plane/counts").getData();
      assertArrayEquals(new long[][] {{2, 3, 4}, {5, 6, 7}}, counts);
      var plane = root.getByPath("histograms/plane");
      assertEquals((long) Runs.WALKERS * Runs.SAMPLES - 36 + 1, attribute(plane, "underflow"));
      assertEquals(8L, attribute(plane, "overflow"));
      assertArrayEquals(
          new double[] {0, 0.5, 1},
          (double[]) root.getDatasetByPath("histograms/plane/edges_0").getData());
      assertArrayEquals(
          new double[] {-1, 0, 1, 2},
          (double[]) root.getDatasetByPath("histograms/plane/edges_1").getData());
      double[][] density = (double[][]) root.getDatasetByPath("histograms/plane/density").getData();
      assertEquals(6 / (210 * 0.5), density[1][1], 1e-15);
      long[][][] groups = (long[][][]) root.getDatasetByPath("histograms/plane/groups").getData();
      assertEquals(64, groups.length);
      assertArrayEquals(counts, groups[3]);
    }
  }

  private static Node child(HdfFile root, String histogram, String dataset) {
    return ((io.jhdf.api.Group) root.getByPath("histograms/" + histogram)).getChild(dataset);
  }

  @Test
  void observablesAndSums() {
    try (var root = new HdfFile(written(Runs.single()))) {
      assertArrayEquals(
          new long[] {10, 20, 30}, (long[]) root.getDatasetByPath("observables/step").getData());
      assertArrayEquals(
          new double[] {0.1, 0.2, 0.3},
          (double[]) root.getDatasetByPath("observables/time").getData());
      double[] mean = (double[]) root.getDatasetByPath("observables/x2/mean").getData();
      assertArrayEquals(new double[] {0.1, Double.NaN, 0.3}, mean);
      var x2 = root.getByPath("observables/x2");
      assertEquals(3.25 / 210, (double) attribute(x2, "time_mean"), 1e-15);
      assertTrue((double) attribute(x2, "standard_error") > 0);
      assertArrayEquals(
          new double[] {1, 2, 0.25},
          (double[]) root.getDatasetByPath("sums/observables/x2").getData());
      long[][][] halves = (long[][][]) root.getDatasetByPath("sums/histograms/x").getData();
      assertArrayEquals(Runs.counts().half(0), halves[0]);
      assertArrayEquals(Runs.counts().half(1), halves[1]);
    }
  }

  @Test
  void correlations() {
    try (var root = new HdfFile(written(Runs.single()))) {
      assertArrayEquals(
          new long[] {0, 10}, (long[]) root.getDatasetByPath("correlations/c/lag").getData());
      assertArrayEquals(
          new double[] {1, 0.5},
          (double[]) root.getDatasetByPath("correlations/c/value").getData());
      assertArrayEquals(
          new double[] {0, 0.25},
          (double[]) root.getDatasetByPath("correlations/c/standard_error").getData());
      var c = root.getByPath("correlations/c");
      assertEquals("autocorrelation", attribute(c, "kind"));
      assertEquals(0.75, attribute(c, "variance"));
      assertEquals(2L, attribute(c, "windows"));
    }
  }

  @Test
  void trajectories() {
    try (var root = new HdfFile(written(Runs.single()))) {
      var value =
          (float[][][]) root.getDatasetByPath("particles/trajectory/position/value").getData();
      assertArrayEquals((float[][][]) Runs.trajectory().value(), value);
      assertArrayEquals(
          new long[] {0, 10, 20},
          (long[]) root.getDatasetByPath("particles/trajectory/position/step").getData());
      assertArrayEquals(new int[] {1, 1}, (int[]) attribute(root.getByPath("h5md"), "version"));
      var box = root.getByPath("particles/trajectory/box");
      assertEquals(2, attribute(box, "dimension"));
      assertArrayEquals(new String[] {"none", "periodic"}, (String[]) attribute(box, "boundary"));
    }
  }

  @Test
  void finalStateCheckAndBenchmark() {
    try (var root = new HdfFile(written(Runs.judged()))) {
      float[] x = (float[]) root.getDatasetByPath("final/x").getData();
      assertEquals(70, x.length);
      assertEquals(6.9f, x[69]);
      var check = root.getByPath("check");
      var verdict = Runs.judged().only().verdict();
      assertEquals(verdict.outcome().words(), attribute(check, "verdict"));
      assertEquals("x", attribute(check, "histogram"));
      assertEquals(verdict.evidence().distance().value(), attribute(check, "total_variation"));
      assertEquals(verdict.evidence().distance().low(), attribute(check, "total_variation_low"));
      assertEquals(verdict.evidence().distance().high(), attribute(check, "total_variation_high"));
      assertEquals(0.01, attribute(check, "tolerance"));
      assertEquals(verdict.explanation(), root.getDatasetByPath("check/explanation").getData());
      assertEquals(0.2, root.getDatasetByPath("benchmark/compile").getData());
      assertEquals(1.25, root.getDatasetByPath("benchmark/steps").getData());
    }
  }

  /** Component 10 comes after component 2, and the long axis last. */
  @Test
  void vectorsAreRows() {
    try (var root = new HdfFile(written(Runs.vectors()))) {
      float[][] x = (float[][]) root.getDatasetByPath("final/x").getData();
      assertEquals(12, x.length);
      for (int i = 0; i < 12; i++) {
        assertEquals(Runs.WALKERS, x[i].length);
        assertEquals(i + 0.5f, x[i][69]);
      }
      assertEquals(70, ((float[]) root.getDatasetByPath("final/y").getData()).length);
    }
  }

  @Test
  void vectorsOfDoubles() {
    var finals = new LinkedHashMap<String, WalkerArray>();
    for (int i = 0; i < 2; i++) {
      double[] component = new double[Runs.WALKERS];
      component[7] = 1.0 / 3 + i;
      finals.put("v[" + i + "]", new WalkerArray.Doubles(component));
    }
    var run = Runs.with("", "double", finals, Verdict.judge(Evidence.none("-"), Double.NaN));
    Path file = written(run);
    assertEquals(Digest.of(run), Digest.of(file));
    try (var root = new HdfFile(file)) {
      assertEquals(4.0 / 3, ((double[][]) root.getDatasetByPath("final/v").getData())[1][7]);
    }
  }

  @Test
  void componentsMustBeInOrder() {
    var finals = new LinkedHashMap<String, WalkerArray>();
    finals.put("x[1]", new WalkerArray.Singles(new float[Runs.WALKERS]));
    var verdict = Verdict.judge(Evidence.none("-"), Double.NaN);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Runs.with("", "single", finals, verdict));
    assertEquals("'x[1]' comes after 0 others", e.getMessage());
  }

  @Test
  void doublePrecision() {
    double[] x = new double[Runs.WALKERS];
    Arrays.setAll(x, i -> 1.0 / (i + 1));
    var run =
        Runs.with(
            "d",
            "double",
            Map.of("x", new WalkerArray.Doubles(x)),
            Verdict.judge(Evidence.none("-"), Double.NaN));
    try (var root = new HdfFile(written(run))) {
      assertArrayEquals(x, (double[]) root.getDatasetByPath("final/x").getData());
    }
  }

  /** A run without a sweep, observables and a check. */
  private static RunRecord plain(
      RunHeader header,
      Map<String, HistogramRecord> histograms,
      SampleTimes times,
      Map<String, WalkerArray> finals) {
    var point =
        new PointRecord(
            histograms,
            times,
            Map.of(),
            new Sections(Map.of()),
            Optional.empty(),
            finals,
            Verdict.judge(Evidence.none("no check"), Double.NaN));
    return new RunRecord(header, "{}", Sweep.NONE, "", Map.of(), List.of(point));
  }

  /** No histogram, observable, sample, final state or phase: still a file that can be read. */
  @Test
  void theEmptiestRun() {
    var run =
        plain(
            Runs.header("", "single"),
            Map.of(),
            new SampleTimes(new long[0], new double[0]),
            Map.of());
    Path file = written(run);
    assertEquals("verdict: not applicable  (no check)", RunFile.summary(file).verdict().line());
    assertEquals(Digest.of(run), Digest.of(file));
  }

  @Test
  void oneWalkerOneBin() {
    var flat = new long[HistogramCounts.flatLength(1)];
    var histogram =
        new HistogramRecord(HistogramCounts.of(1, flat), 0, 1, 0, new double[] {0, 1, 0});
    var header = Runs.header("one", "single");
    var one =
        new RunHeader(
            "0.1.0",
            "one",
            header.experimentSha256(),
            new RunHeader.Walk(1, 0, 1, 1),
            new RunHeader.Platform("java", "", "portable", "single"),
            new RunHeader.Timing(0, 0, 0));
    var run =
        plain(
            one,
            Map.of("x", histogram),
            new SampleTimes(new long[] {1}, new double[] {0.1}),
            Map.of("x", new WalkerArray.Singles(new float[] {2})));
    Path file = written(run);
    assertEquals(Digest.of(run), Digest.of(file));
  }

  @Test
  void summaries() {
    var run = Runs.judged();
    var summary = RunFile.summary(written(run));
    assertEquals(Runs.SHA256, summary.experimentSha256());
    assertEquals("", summary.title());
    assertEquals("0.1.0", summary.perrinVersion());
    assertEquals(run.verdict(), summary.verdict());
    assertEquals(run.verdict().line(), summary.verdict().line());
    assertEquals(3, summary.verdict().worst().exitCode());
  }

  @Test
  void recordsRefuseBadValues() {
    var header = Runs.header("", "single");
    var none = new SampleTimes(new long[0], new double[0]);
    var two = Map.<String, WalkerArray>of("x", new WalkerArray.Singles(new float[2]));
    assertThrows(IllegalArgumentException.class, () -> plain(header, Map.of(), none, two));
    var slash =
        Map.<String, WalkerArray>of("a/b", new WalkerArray.Singles(new float[Runs.WALKERS]));
    assertThrows(IllegalArgumentException.class, () -> plain(header, Map.of(), none, slash));
    assertThrows(IllegalArgumentException.class, () -> Runs.header("x".repeat(20_000), "single"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HistogramRecord(Runs.counts(), 1, 1, 1, new double[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HistogramRecord(Runs.counts(), 0, 1, 1, new double[3]));
    var six = List.of(new HistogramRecord.Axis(0, 1, 6));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HistogramRecord(Runs.counts(), six, 1, new double[0]));
    assertThrows(IllegalArgumentException.class, () -> new SampleTimes(new long[1], new double[2]));
  }
}
