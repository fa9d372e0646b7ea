package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.output.SgdRecord;
import perrin.statistics.Interval;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;

/** What is measured of the noise of mini-batches, against what follows from the rows. */
@Tag("statistics")
class BatchNoiseTest {
  private static final int ROWS = 30;

  /** Gradients of single rows differ by constants: E = ½ Σ (x − a_i)² + (y − b_i)². */
  private static Trial trial(double[] a, double[] b, String... more) {
    return Trial.of(
            """
            coordinates: [x, y]
            energy: "sum(i in rows: (x - a[i])^2 + (y - b[i])^2)/2"
            start: {x: "normal(0, 1)", y: "normal(0, 1)"}
            method: sgd
            dt: 0.002
            walkers: 4096
            steps: 200
            burn-in: 100
            sample-every: 10
            minibatch: {size: 4}
            seed: 8
            """,
            "data={arrays: {a: " + Arrays.toString(a) + ", b: " + Arrays.toString(b) + "}}")
        .with(more);
  }

  private static double[] values(int seed, double scale) {
    Random random = new Random(seed);
    double[] values = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double normal = random.nextGaussian();
      values[i] = scale * (normal + 0.6 * normal * normal);
    }
    return values;
  }

  /** ⟨Π (v − ⟨v⟩)⟩ over the rows. */
  private static double moment(double[]... columns) {
    double[] means =
        Arrays.stream(columns).mapToDouble(c -> Arrays.stream(c).sum() / ROWS).toArray();
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      double product = 1;
      for (int k = 0; k < columns.length; k++) {
        product *= columns[k][i] - means[k];
      }
      sum += product / ROWS;
    }
    return sum;
  }

  private static BatchNoise noise(Trial trial) {
    return trial.run().sgd().noise().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"true, sgd, 1", "false, sgd, 1", "true, sgd-momentum, 10", "true, sgld, 1"})
  void momentsFollowFromTheRows(boolean replacement, String method, double memory) {
    double[] a = values(1, 1);
    double[] b = values(2, 0.5);
    BatchNoise noise =
        noise(
            trial(
                a,
                b,
                "minibatch={size: 4, replacement: " + replacement + "}",
                "method=" + method,
                "temperature=0.7"));
    double f = replacement ? 0.25 : (ROWS - 4) / (4 * (ROWS - 1.0));
    double scale = (double) ROWS * ROWS * f;
    assertEquals(scale * moment(a, a), noise.covariance().mean()[0][0], 1e-9 * scale);
    assertEquals(scale * moment(a, b), noise.covariance().mean()[1][0], 1e-9 * scale);
    assertEquals(scale * moment(b, b), noise.covariance().mean()[1][1], 1e-9 * scale);
    double own = method.equals("sgld") ? 0.7 : 0;
    double rate = 0.002 * memory;
    assertEquals(rate, noise.rate(), 1e-12);
    assertEquals(own + rate / 2 * scale * moment(a, a), noise.temperature().mean()[0][0], 1e-9);
    assertEquals(rate / 2 * scale * moment(a, b), noise.temperature().mean()[0][1], 1e-9);
    assertEquals(noise.temperature().scalar(), noise.scalar().value(), 1e-12);
    double[] principal = noise.temperature().principal();
    double spread = (principal[0] - principal[1]) / (principal[0] + principal[1]);
    assertEquals(spread, noise.anisotropy().value(), 1e-9);
    assertEquals(0, noise.inhomogeneity(), 1e-6);
    if (replacement) { // cumulants of a mean of independent rows
      double skewness = -moment(a, a, a) / Math.pow(moment(a, a), 1.5) / 2;
      double kurtosis = (moment(a, a, a, a) / Math.pow(moment(a, a), 2) - 3) / 4;
      assertIn(skewness, noise.shapes().getFirst().skewness());
      assertIn(kurtosis, noise.shapes().getFirst().kurtosis());
    }
    assertTrue(noise.shapes().getFirst().distance().low() > 0.005, "rows are skewed");
  }

  /** Within 1.6 of the half width of a 95 % interval, some 3.3 standard errors: 1e-3. */
  private static void assertIn(double expected, Interval found) {
    double half = 1.6 * (found.high() - found.low()) / 2;
    assertEquals(expected, found.value(), half);
    assertTrue(half < 0.4 * Math.abs(expected), half + " is too wide to tell");
  }

  /** The mean of many rows is a Gaussian, as far as 512 · 16 batches can tell. */
  @Test
  void largeBatchesAreGaussian() {
    double[] many = new Random(5).doubles(1000, -1, 1).toArray();
    BatchNoise noise = noise(trial(many, many, "minibatch={size: 300}", "walkers=512", "dt=1e-4"));
    Interval distance = noise.farthest().distance();
    assertTrue(distance.value() < 0.025, distance.toString()); // 2 exp(-2 n D^2): 7e-5
  }

  /** Equipartition gives the temperature of the noise, and what a finite rate adds. */
  @Test
  void equipartition() {
    double[] a = values(1, 1);
    BatchNoise noise =
        noise(trial(a, a, "energy=\"sum(i in rows: (x - a[i])^2 + (y - a[i])^2)/2\""));
    double rate = 0.002 * ROWS;
    double expected = noise.temperature().mean()[0][0] / (1 - rate / 2);
    double error = noise.equipartition().error()[0][0];
    assertEquals(expected, noise.equipartition().mean()[0][0], 4.5 * error); // 7e-6
    assertTrue(4.5 * error < 0.2 * expected);
    assertEquals(BatchNoise.Single.NO, noise.single(), "x and y take the same rows");
  }

  private static Trial line(String... more) {
    double[] a = new double[ROWS];
    Arrays.setAll(a, i -> i < ROWS / 2 ? -1 + 0.1 * i : 1 - 0.1 * (i - ROWS / 2)); // not skewed
    return trial(a, a, "coordinates=[x]", "energy=\"sum(i in rows: (x - a[i])^2)/2\"")
        .with("start={x: \"normal(0, 0.1)\"}", "walkers=40000", "steps=6000", "burn-in=3000")
        .with("sample-every=100", "dt=0.0005", "minibatch={size: 10}")
        .with("histograms={x: {of: x, from: -0.6, to: 0.6, bins: 60}}", "check={langevin: true}")
        .with(more);
  }

  /** With a small rate and many rows a batch SGD is Langevin dynamics, as Mandt et al. say. */
  @Test
  void slowDescentIsLangevin() {
    Likeness found = line().run().sgd().likeness().orElseThrow();
    assertTrue(found.scalar().high() < 0.01, found.toString());
  }

  /** A large rate is not; nor are two directions that are shaken differently. */
  @Test
  void fastDescentIsNot() {
    Likeness fast =
        line("dt=0.02", "steps=1500", "burn-in=500").run().sgd().likeness().orElseThrow();
    assertTrue(fast.scalar().low() > 0.05, fast.toString());
    double[] a = values(1, 1);
    double[] b = values(2, 0.3);
    Trial plane =
        trial(a, b, "dt=0.001", "walkers=20000", "steps=2000", "burn-in=1000", "sample-every=50")
            .with("histograms={xy: {of: [x, y], from: [-1, -1], to: [2, 2], bins: [40, 40]}}")
            .with("check={langevin: true}");
    Likeness found = plane.run().sgd().likeness().orElseThrow();
    assertTrue(found.scalar().low() > 0.1, found.toString());
    assertTrue(found.tensor().high() < 0.05, found.toString());
  }

  /** Coordinates by an index of the rows: a mean for each group, of its own rows. */
  @Test
  void groups() {
    double[] a = values(1, 1);
    double[] group = new double[ROWS];
    Arrays.setAll(group, i -> i % 3);
    String data = "data={arrays: {a: " + Arrays.toString(a) + ", g: " + ints(group) + "}}";
    BatchNoise noise =
        noise(
            trial(a, a, data, "coordinates={m: 3}", "start={m: 0}")
                .with("energy=\"sum(i in rows: (m[g[i]] - a[i])^2)/2\"", "walkers=512"));
    double[][] covariance = noise.covariance().mean();
    assertTrue(covariance[0][0] > 0 && covariance[0][1] != 0);
    double[] own = new double[ROWS]; // with m at its place, a row's gradient is of its group alone
    Arrays.setAll(own, i -> group[i] == 0 ? a[i] : 0);
    assertEquals(225 * moment(own, own), covariance[0][0], 0.5 * covariance[0][0]);
  }

  private static String ints(double[] values) {
    return Arrays.toString(Arrays.stream(values).mapToInt(v -> (int) v).toArray());
  }

  /** A companion that is unstable where momentum is not costs no run. */
  @Test
  void unstableCompanions() {
    var run =
        line("method={name: sgd-momentum, mu: 0.9}", "dt=0.008", "walkers=3000", "steps=600")
            .with("burn-in=300", "sample-every=50")
            .run();
    assertTrue(run.sgd().noise().isPresent() && run.sgd().likeness().isEmpty());
    assertTrue(
        run.verdict().evidence().notes().stream().anyMatch(n -> n.contains("is unstable here")),
        run.verdict().evidence().notes().toString());
  }

  /** Coordinates with rates of their own: the walk is Langevin dynamics with these mobilities. */
  @Test
  void ratesOfTheirOwn() {
    double[] a = values(1, 1);
    String step = "x = x - dt*f*gradient(x)";
    Trial trial =
        trial(a, values(2, 1), "walkers=20000", "steps=4000", "burn-in=3000", "sample-every=100")
            .with("energy=\"sum(i in rows: (x - a[i])^2 + (x - y - b[i])^2)/2\"", "dt=0.002")
            .with(
                "method={step: \""
                    + step
                    + "\", parameters: {f: {x: 1, y: 0.2}}, descent: {point: x, rate: dt*f}}")
            .with("histograms={xy: {of: [x, y], from: [-1, -1.5], to: [2, 2], bins: [40, 40]}}")
            .with("minibatch={size: 20}", "check={langevin: true}");
    Likeness found = trial.run().sgd().likeness().orElseThrow();
    assertTrue(found.tensor().high() < 0.06, found.toString());
  }

  /** It is in the run file, and read again. */
  @Test
  void isStored(@TempDir Path folder) {
    RunRecord run = line("walkers=4000", "steps=200", "burn-in=100", "sample-every=20").record();
    Path file = folder.resolve("run.h5");
    RunFile.write(file, run);
    SgdRecord read = RunFile.read(file).only().sgd();
    assertEquals(run.only().sgd(), read);
    assertTrue(read.likeness().isPresent() && read.identity().known());
    assertEquals(Optional.empty(), Trial.of(Trial.SMALL).run().sgd().noise());
  }

  /** Its time, which may be most of a run's, counts. */
  @Test
  void takesPartOfTheTime() {
    RunRecord run = line("check=null").record();
    double sum = run.benchmark().values().stream().mapToDouble(s -> s).sum();
    assertTrue(run.benchmark().containsKey("noise"));
    assertTrue(run.header().timing().wallSeconds() >= sum, run.benchmark().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "minibatch=null | check.langevin: true, compares a walk by mini-batches",
        "histograms={} | check.langevin: true, compares histograms, and there is none",
        "method=adam | check.langevin: true, but method adam states no descent"
      })
  void mistakes(String set, String message) {
    try {
      line(set).experiment();
    } catch (ExperimentException e) {
      assertTrue(e.getMessage().contains(message), e.getMessage());
      return;
    }
    throw new AssertionError("accepted: " + set);
  }
}
