package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import perrin.experiment.ExperimentFile;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;
import perrin.statistics.verdict.Verdict;

/**
 * What the comments of the examples on SGD say is so. Seeds are fixed. Shares and variances are
 * held to bounds that lie 4.5 standard errors or more from what the comments say: a false alarm in
 * 7e-6 of all choices of a seed for each. Verdicts are wrong in less than 1e-6: tolerances are
 * twice their intervals.
 */
@Tag("statistics")
class SgdExamplesTest {
  private static final int ROWS = 342;

  /** By least squares. */
  private static final double[] MINIMUM = {0.90374095, 0.05573591};

  private static RunRecord run(String example, String... sets) {
    var experiment = ExperimentFile.load(Path.of("examples", example + ".yaml"), List.of(sets));
    int threads = Runtime.getRuntime().availableProcessors();
    var options = new Runner.Options(new BackendChoice("auto", 0), threads, 0, true);
    return Runner.run(experiment, options, Progress.SILENT, notice -> {});
  }

  private static Verdict.Outcome outcome(RunRecord run) {
    return run.verdict().worst().outcome();
  }

  /** The predictors of each penguin, centred and scaled, and its mass. */
  private static double[][] penguins() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("examples/data/penguins.csv"));
    assertEquals("species,bill_length,bill_depth,flipper_length,body_mass", lines.getFirst());
    return lines.stream()
        .skip(1)
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .map(row ->
            new double[] {
              (row[3] - 200.915) / 14.0411,
              (row[2] - 17.1512) / 1.97190,
              (row[4] - 4201.75) / 800.781
            })
        .toArray(double[][]::new);
  }

  /** Counts of the species and means, as published with the data. */
  @Test
  void thePenguinsAreThose() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("examples/data/penguins.csv"));
    double[] sums = new double[5];
    int[] species = new int[3];
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      species[Integer.parseInt(cells[0])]++;
      for (int i = 0; i < cells.length; i++) {
        sums[i] += Double.parseDouble(cells[i]) / ROWS;
      }
    }
    assertEquals(List.of(151, 68, 123), Arrays.stream(species).boxed().toList());
    double[] published = {43.92193, 17.15117, 200.9152, 4201.754};
    for (int i = 0; i < published.length; i++) {
      assertEquals(published[i], sums[i + 1], 1e-6 * published[i]);
    }
  }

  /**
   * The covariance that fresh batches settle into, the fixed point of Σ ← Σ − ε(AΣ + ΣA) + ε²[AΣA +
   * f(E[u uᵀΣu uᵀ] − AΣA) + fC], along (1, sign)/√2.
   */
  private static double variance(double rate, double factor, int sign) throws IOException {
    double[][] rows = penguins();
    double[] now = new double[3]; // Σ: 00, 01, 11
    for (int n = 0; n < 20_000; n++) {
      double[] next = new double[3];
      double[][] mean = new double[2][3]; // A, and the mean of batches' outer products
      for (double[] row : rows) {
        double error = MINIMUM[0] * row[0] + MINIMUM[1] * row[1] - row[2];
        double spread =
            row[0] * row[0] * now[0] + 2 * row[0] * row[1] * now[1] + row[1] * row[1] * now[2];
        for (int k = 0; k < 3; k++) {
          double product = row[k / 2] * row[(k + 1) / 2];
          mean[0][k] += product / ROWS;
          mean[1][k] += product * (spread + error * error) / ROWS;
        }
      }
      double[] a = mean[0];
      double[] left = times(a, now); // AΣ, by rows
      double[] twice = {
        left[0] * a[0] + left[1] * a[1],
        left[0] * a[1] + left[1] * a[2],
        left[2] * a[1] + left[3] * a[2]
      };
      double[] both = {2 * left[0], left[1] + left[2], 2 * left[3]};
      for (int k = 0; k < 3; k++) {
        double noise = factor * (mean[1][k] - twice[k]);
        next[k] = now[k] - rate * both[k] + rate * rate * (twice[k] + noise);
      }
      if (Math.abs(next[0] - now[0]) < 1e-14 && n > 100) {
        break;
      }
      now = next;
    }
    return (now[0] + now[2]) / 2 + sign * now[1];
  }

  private static double[] times(double[] a, double[] b) {
    return new double[] {
      a[0] * b[0] + a[1] * b[1],
      a[0] * b[1] + a[1] * b[2],
      a[1] * b[0] + a[2] * b[1],
      a[1] * b[1] + a[2] * b[2]
    };
  }

  @Test
  void sgdIsLangevin() throws IOException {
    RunRecord run = run("sgd-is-langevin");
    assertEquals(Verdict.Outcome.STATIONARY, outcome(run));
    PointRecord point = run.only();
    Sigmas.assertWithin(variance(0.02, 1 / 16.0, -1), Sigmas.observed(point, "narrow"));
    Sigmas.assertWithin(variance(0.02, 1 / 16.0, 1), Sigmas.observed(point, "flat"));
    Likeness found = point.sgd().likeness().orElseThrow();
    assertTrue(found.scalar().low() > 0.2, found.toString());
    assertTrue(found.tensor().high() < 0.02, found.toString());
    BatchNoise noise = point.sgd().noise().orElseThrow();
    double[] kT = noise.temperature().principal();
    assertEquals(4, kT[0] / kT[1], 0.2);
    assertEquals(1.32e-4, noise.scalar().value(), 0.01e-4);
    assertEquals(BatchNoise.Single.NO, noise.single());
  }

  /** Noise of batches that is scaled by 1.01, and a start from far away. */
  @Test
  void whatIsWrongIsSeen() throws IOException {
    String step = "x = x - dt*full_gradient(x) - 1.01*dt*(gradient(x) - full_gradient(x))";
    PointRecord louder =
        run(
                "sgd-is-langevin",
                "steps=1000",
                "burn-in=300",
                "check=null",
                "method={step: \"" + step + "\", descent: {point: x, rate: dt}}")
            .only();
    double exact = variance(0.02, 1 / 16.0, -1);
    Sigmas.assertBeyond(exact, Sigmas.observed(louder, "narrow"), "noise scaled by 1.01");
    RunRecord early =
        run(
            "sgd-is-langevin",
            "check={tolerance: 0.02}",
            "burn-in=0",
            "start={flipper: 0, depth: 0}");
    assertEquals(Verdict.Outcome.NOT_EQUILIBRATED, outcome(early));
  }

  private static double variance(RunRecord run, String observable) {
    return Arrays.stream(run.only().observables().get(observable).variance())
        .average()
        .orElseThrow();
  }

  /** Of 2048 walkers and 570 steps variances are known to 0.9 %: of flat, fresh ones. */
  @Test
  void epochs() throws IOException {
    String[] small = {"check=null", "walkers=2048", "steps=874", "burn-in=304"};
    RunRecord epoch = run("sgd-epoch", small);
    String[] more = Arrays.copyOf(small, small.length + 1);
    more[small.length] = "minibatch.order=fresh";
    RunRecord fresh = run("sgd-epoch", more);
    double factor = (ROWS - 18) / (18 * (ROWS - 1.0));
    double narrow = variance(0.1, factor, -1);
    double flat = variance(0.1, factor, 1);
    assertEquals(1, variance(fresh, "narrow") / narrow, 0.03);
    assertEquals(1, variance(fresh, "flat") / flat, 0.04);
    assertEquals(0.60, variance(epoch, "narrow") / narrow, 0.02);
    assertEquals(0.236, variance(epoch, "flat") / flat, 0.01);
    assertEquals(-0.11, after18Steps(epoch), 0.02);
    assertEquals(0.467, after18Steps(fresh), 0.04);
    BatchNoise noise = epoch.only().sgd().noise().orElseThrow();
    assertTrue(noise.equipartition().scalar() < 0.5 * noise.scalar().value(), "remembers");
    BatchNoise forgets = fresh.only().sgd().noise().orElseThrow();
    assertEquals(1.1, forgets.equipartition().scalar() / forgets.scalar().value(), 0.1);
    assertEquals(Verdict.Outcome.NOT_APPLICABLE, outcome(epoch));
    double[] within = epoch.only().observables().get("flat").variance();
    assertEquals(1.8e-4, within[8], 0.25e-4); // of 2048 walkers at once: 3.1 %
    assertEquals(0.307e-4, within[18], 0.043e-4);
  }

  private static double after18Steps(RunRecord run) {
    return run.only().correlations().get("flat").correlation().value()[6];
  }

  /** Shares of 2048 walkers: standard errors of 0.0057, 0.011 and 0.0043. */
  @Test
  void otherSchedulesLetFewerOut() {
    double[] shares = {0.93, 0.40, 0.96};
    String restarts = "dt=rate*(1 + cos(pi*(n/1000 - floor(n/1000))))/2";
    String[] schedules = {"dt=rate*0.5^floor(n/500)", "dt=rate/(1 + n/200)", restarts};
    for (int s = 0; s < shares.length; s++) {
      RunRecord run = run("learning-rate-cooling", "walkers=2048", "sweep={}", schedules[s]);
      assertEquals(shares[s], mean(run, "escaped"), s == 1 ? 0.06 : 0.031, schedules[s]);
    }
  }

  /** Shares of 2048 walkers: standard errors of 0.003 and 0.006. */
  @Test
  void coolingEscapes() {
    RunRecord cooled = run("learning-rate-cooling", "walkers=2048", "sweep={}");
    RunRecord constant = run("learning-rate-cooling", "walkers=2048", "sweep={}", "dt=rate");
    RunRecord small =
        run("learning-rate-cooling", "walkers=2048", "sweep={}", "dt=rate", "parameters.rate=10");
    assertEquals(0.984, mean(cooled, "escaped"), 0.013);
    assertEquals(0.935, mean(constant, "escaped"), 0.025);
    assertEquals(0, mean(small, "escaped"));
    assertTrue(mean(cooled, "loss") < 0.634, "cold");
    assertTrue(mean(constant, "loss") > 0.655, "hot");
  }

  private static double mean(RunRecord run, String observable) {
    return Sigmas.observed(run.only(), observable).mean();
  }

  @Test
  void aNetworkAtRest() {
    RunRecord run = run("neural-network", "walkers=2048", "check={tolerance: 0.04}");
    assertEquals(Verdict.Outcome.STATIONARY, outcome(run));
    assertEquals(0.298, mean(run, "error"), 0.001);
    BatchNoise noise = run.only().sgd().noise().orElseThrow();
    assertEquals(0.2, noise.rate(), 1e-9);
    double[] kT = noise.temperature().principal();
    assertTrue(kT[0] / kT[kT.length - 1] > 1000, Arrays.toString(kT));
    assertTrue(noise.farthest().kurtosis().low() > 5, noise.farthest().toString());
    RunRecord anywhere =
        run(
            "neural-network",
            "walkers=1024",
            "steps=3000",
            "check={tolerance: 0.04, rhat: true}",
            "start={w: \"normal(0, 1)\", b: \"normal(0, 1)\", a: \"normal(0, 1)\", c: 0}");
    assertEquals(Verdict.Outcome.NOT_EQUILIBRATED, outcome(anywhere));
  }

  @Test
  void sgldIsAtRest() {
    RunRecord run = run("sgld-logistic", "walkers=8192", "check={tolerance: 0.02}");
    assertEquals(Verdict.Outcome.STATIONARY, outcome(run));
    BatchNoise noise = run.only().sgd().noise().orElseThrow();
    assertEquals(1.0194, noise.scalar().value(), 1e-3);
    assertEquals(BatchNoise.Single.YES, noise.single());
  }
}
