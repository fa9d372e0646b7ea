package perrin.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.output.PointRecord;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;
import perrin.statistics.TimeCorrelation;
import perrin.statistics.distances.Comparison;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.verdict.Identity;

/**
 * Whether 95 % intervals are right in 95 % of 400 runs of the engine, from 32 walkers up: of means,
 * of correlations, of mean square displacements and of identities, against the exact values of the
 * discrete chain. Euler–Maruyama in a harmonic well is an autoregressive process: variance 1/(1 −
 * dt/2), correlation (1 − dt)^n.
 *
 * <p>The share of 400 runs has a standard error of 1.1 %. Shares of single quantities are held to
 * 95 ± 4 % (3.7 standard errors: a false alarm of 2e-4), the mean of a table's to 95 ± 1.5 %. Seeds
 * are fixed: a run's noise comes from its walkers' numbers. The figures are those of
 * docs/verdict.md.
 */
@Tag("statistics")
class CoverageTest {
  private static final int RUNS = 400;
  private static final double DT = 0.2;
  private static final int EVERY = 2;
  private static final int LAGS = 4;

  private static final Trial CHAIN =
      Trial.of(
          """
          coordinates: [x]
          energy: x^2/2
          start: {x: "normal(0, 1/sqrt(1 - 0.1))"}
          method: euler-maruyama
          temperature: 1
          dt: 0.2
          walkers: 32
          steps: 64
          burn-in: 4
          sample-every: 2
          observables: {x: x, x2: x^2}
          correlations:
            auto: {of: x, lags: 4}
            displacement: {of: [x], lags: 4, displacement: true}
          seed: 9
          """);

  private static final Trial EXACT =
      Trial.of(
          """
          coordinates: [x, y, z]
          energy: x^2/2 + y^2 + (x - y)^2/2 + z^2/2 + (z - x)^2/2
          start: {x: "normal()", y: "normal()", z: "normal()"}
          method: leimkuhler-matthews
          temperature: 1
          dt: 0.1
          walkers: 32
          steps: 120
          burn-in: 80
          sample-every: 4
          check: {tolerance: 0.01}
          seed: 10
          """);

  private static List<PointRecord> runs(Trial trial, int walkers) {
    int padded = (walkers + 31) / 32 * 32;
    return IntStream.range(0, RUNS)
        .parallel()
        .mapToObj(i ->
            trial
                .with("walkers=" + walkers, "first-walker=" + (long) i * padded)
                .run("java", 0, 1, 0))
        .toList();
  }

  /** How many of the runs have the truth in an interval of theirs. */
  private static final class Table {
    private final List<Double> shares = new ArrayList<>();

    void add(int walkers, String name, double truth, List<Interval> intervals) {
      long held = intervals.stream().filter(i -> i.low() <= truth && truth <= i.high()).count();
      double share = (double) held / intervals.size();
      System.out.printf(Locale.ROOT, "| %d | %s | %.3f |%n", walkers, name, share);
      assertEquals(0.95, share, 0.04, name);
      shares.add(share);
    }

    void assertRight() {
      assertEquals(0.95, shares.stream().mapToDouble(s -> s).average().orElseThrow(), 0.015);
    }
  }

  private static Interval student(double value, double error, double degrees) {
    double half = StudentT.quantile(0.05, degrees) * error;
    return new Interval(value, value - half, value + half);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 64, 96, 256, 2048})
  void meansAndCorrelations(int walkers) {
    List<PointRecord> runs = runs(CHAIN, walkers);
    Table table = new Table();
    double variance = 1 / (1 - DT / 2);
    table.add(walkers, "x", 0, observed(runs, "x"));
    table.add(walkers, "x^2", variance, observed(runs, "x2"));
    for (int lag = 1; lag <= LAGS; lag += 3) {
      double correlation = Math.pow(1 - DT, EVERY * lag);
      table.add(
          walkers,
          "correlation at lag " + lag,
          correlation,
          correlated(runs, "auto", lag, walkers));
      table.add(
          walkers,
          "displacement at lag " + lag,
          2 * variance * (1 - correlation),
          correlated(runs, "displacement", lag, walkers));
    }
    table.assertRight();
  }

  private static List<Interval> observed(List<PointRecord> runs, String name) {
    return runs.stream().map(run -> Sigmas.observed(run, name).interval()).toList();
  }

  private static List<Interval> correlated(
      List<PointRecord> runs, String name, int lag, int walkers) {
    double degrees = walkers < 2048 ? walkers - 1.0 : walkers / 32 - 1.0;
    return runs.stream()
        .map(run -> {
          TimeCorrelation found = run.correlations().get(name).correlation();
          return student(found.value()[lag], found.standardError()[lag], degrees);
        })
        .toList();
  }

  /** The margin of an identity is for all of a run's together: 95 % of runs have all of them. */
  @ParameterizedTest
  @ValueSource(ints = {32, 33, 128, 2048})
  void identities(int walkers) {
    List<PointRecord> runs = runs(EXACT, walkers);
    long held =
        runs.stream()
            .filter(run -> run.verdict().evidence().identities().stream().allMatch(i -> i.holds(0)))
            .count();
    double share = (double) held / RUNS;
    System.out.printf(Locale.ROOT, "| %d | all identities | %.3f |%n", walkers, share);
    assertEquals(10, runs.getFirst().verdict().evidence().identities().size());
    assertTrue(share >= 0.92, share + " of runs"); // Bonferroni's limit is cautious
    List<Interval> first =
        runs.stream()
            .map(run -> run.verdict().evidence().identities().getFirst())
            .map(i -> single(i, walkers))
            .toList();
    new Table().add(walkers, "configurational temperature", 1, first);
  }

  /**
   * Distances at 2048 walkers, which are the fewest that have an interval: 8 groups. Leimkuhler–
   * Matthews is exact in a harmonic well. No interval is a single point, however lucky a run.
   */
  @Test
  void distances() {
    Trial trial =
        CHAIN.with(
            "method=leimkuhler-matthews",
            "start={x: normal()}",
            "correlations={}",
            "histograms={x: {of: x, from: -3, to: 3, bins: 40}}",
            "check={boltzmann: x, tolerance: 0.05}");
    List<Comparison> found =
        runs(trial, 2048).stream()
            .map(run -> run.verdict().evidence().comparison().orElseThrow())
            .toList();
    List<TotalVariation> tv = found.stream().map(Comparison::distance).toList();
    assertTrue(tv.stream().allMatch(distance -> distance.high() > 0));
    Table table = new Table();
    table.add(
        2048, "TV", 0, tv.stream().map(d -> new Interval(d.value(), d.low(), d.high())).toList());
    table.add(2048, "Kolmogorov", 0, found.stream().map(Comparison::kolmogorov).toList());
    table.add(2048, "KL", 0, found.stream().map(Comparison::kullbackLeibler).toList());
  }

  /** The interval that one identity alone would have. */
  private static Interval single(Identity identity, int walkers) {
    double degrees = walkers < 2048 ? walkers - 1.0 : walkers / 32 - 1.0;
    return student(identity.mean(), identity.standardError(), degrees);
  }
}
