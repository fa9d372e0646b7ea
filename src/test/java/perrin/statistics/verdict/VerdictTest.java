package perrin.statistics.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perrin.statistics.verdict.Verdict.Outcome.BIASED;
import static perrin.statistics.verdict.Verdict.Outcome.CONVERGED;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_APPLICABLE;
import static perrin.statistics.verdict.Verdict.Outcome.NOT_EQUILIBRATED;
import static perrin.statistics.verdict.Verdict.Outcome.TOO_FEW_SAMPLES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.distances.Comparison;
import perrin.statistics.distances.HalvesComparison;
import perrin.statistics.distances.Outside;
import perrin.statistics.distances.TotalVariation;

class VerdictTest {
  private static final int BINS = 200;
  private static final double[] EXACT = Draws.doubleWell(0.5, BINS);

  private static Verdict judge(double[] p, long values, int groups, double tolerance) {
    return judge(new Draws(42).histogram(p, values, groups, 1), tolerance);
  }

  private static Verdict judge(HistogramCounts counts, double tolerance) {
    return Verdict.judge(Evidence.of(Comparison.of("x", counts, EXACT)), tolerance);
  }

  @Test
  void enoughSamplesOfTheRightDistributionConverge() {
    assertEquals(CONVERGED, judge(EXACT, 10_000_000, 64, 0.01).outcome());
    assertEquals(CONVERGED, judge(EXACT, 10_000_000, 64, 0.002).outcome());
    assertEquals(CONVERGED, judge(EXACT, 10_000_000, 8, 0.002).outcome());
  }

  /** Euler–Maruyama at dt = .01 is off by .0124, a narrow miss at τ = .01. */
  @ParameterizedTest
  @ValueSource(longs = {1_000_000, 10_000_000, 1_000_000_000})
  void eulerMaruyamasBiasIsSeen(long values) {
    double[] p = Draws.at(0.0124, EXACT, Draws.doubleWell(0.51, BINS));
    assertEquals(NOT_EQUILIBRATED, judge(p, values, 64, 0.01).outcome());
    assertEquals(CONVERGED, judge(p, values, 64, 0.015).outcome());
  }

  /** Teeth: a reference with kT off by 2 %, which is a total variation of 0.0049. */
  @Test
  void aWrongReferenceDoesNotConverge() {
    double[] p = Draws.doubleWell(0.51, BINS);
    assertEquals(0.0049, Draws.distance(p, EXACT), 5e-5);
    for (double tolerance : new double[] {0.004, 0.002, 0.001}) {
      assertEquals(NOT_EQUILIBRATED, judge(p, 10_000_000, 64, tolerance).outcome());
    }
    assertEquals(TOO_FEW_SAMPLES, judge(p, 10_000_000, 64, 0.005).outcome()); // too close to tell
  }

  @Test
  void fewSamplesAreTooFew() {
    assertEquals(TOO_FEW_SAMPLES, judge(EXACT, 10_000, 64, 0.01).outcome());
    assertEquals(TOO_FEW_SAMPLES, judge(EXACT, 10_000_000, 7, 0.01).outcome());
    assertEquals(TOO_FEW_SAMPLES, judge(new HistogramCounts(BINS), 0.01).outcome());
  }

  /** The first row of the table that applies: drift within the tolerance has converged. */
  @Test
  void drift() {
    double[] left = Draws.cells(x -> Draws.doubleWell(x) + 0.02 * x, 0.5, BINS);
    double[] right = Draws.cells(x -> Draws.doubleWell(x) - 0.02 * x, 0.5, BINS);
    var draws = new Draws(8);
    long[] flat = new long[HistogramCounts.flatLength(BINS)];
    for (int half = 0; half < 2; half++) {
      for (int g = 0; g < 64; g++) {
        long[] cells = draws.multinomial(50_000, half == 0 ? left : right);
        int start = HistogramCounts.index(BINS, half, g, 0);
        System.arraycopy(cells, 0, flat, start, cells.length);
      }
    }
    var counts = HistogramCounts.of(BINS, flat);
    assertTrue(HalvesComparison.of(counts).differ());
    assertEquals(CONVERGED, judge(counts, 0.01).outcome());
    var strict = judge(counts, 0.001);
    assertTrue(strict.evidence().distance().low() < 0.001, strict.line());
    assertEquals(NOT_EQUILIBRATED, strict.outcome());
    assertTrue(strict.explanation().contains("drifting"));
  }

  private static Verdict verdict(Verdict.Outcome outcome, TotalVariation tv, double tolerance) {
    return new Verdict(outcome, evidence(tv, new HalvesComparison(1)), tolerance);
  }

  private static Evidence evidence(TotalVariation tv, HalvesComparison halves) {
    return Evidence.of(
        new Comparison(
            "x", 1e6, 2e5, tv, Interval.UNKNOWN, Interval.UNKNOWN, halves, new Outside(0, 0)));
  }

  @Test
  void lines() {
    var tv = new TotalVariation(0.0021, 0.0012, 0.003, 64);
    assertEquals(
        "verdict: converged  TV 0.0021 [0.0012, 0.0030]  tolerance 0.01",
        verdict(CONVERGED, tv, 0.01).line());
    assertEquals(
        "verdict: not equilibrated  TV 0.0021 [0.0012, 0.0030]  tolerance 0.1",
        verdict(NOT_EQUILIBRATED, tv, 0.1).line());
    assertEquals(
        "verdict: biased  TV 0.002100 [0.001200, 0.003000]  tolerance 0.0001",
        verdict(BIASED, tv, 1e-4).line());
    var few = new TotalVariation(0.02, Double.NaN, Double.NaN, 3);
    assertEquals(
        "verdict: too few samples  TV 0.0200 [0.0000, 1.0000]  tolerance 0.05",
        verdict(TOO_FEW_SAMPLES, few, 0.05).line());
    assertEquals(
        "verdict: too few samples  TV unknown [0.0000, 1.0000]  tolerance 1",
        verdict(TOO_FEW_SAMPLES, TotalVariation.UNKNOWN, 1).line());
    assertEquals(
        "verdict: not applicable  (kT = 0)",
        Verdict.judge(Evidence.none("kT = 0"), Double.NaN).line());
  }

  @ParameterizedTest
  @EnumSource
  void everyOutcomeExplainsItselfAndHasAnExit(Verdict.Outcome outcome) {
    var verdict = verdict(outcome, TotalVariation.UNKNOWN, 0.01);
    assertTrue(verdict.explanation().length() > 40);
    assertTrue(verdict.line().startsWith("verdict: " + outcome.words() + "  "));
    boolean negative =
        switch (outcome) {
          case BIASED, NOT_EQUILIBRATED, TOO_FEW_SAMPLES -> true;
          case CONVERGED, CONSISTENT, STATIONARY, NOT_APPLICABLE -> false;
        };
    assertEquals(negative ? 3 : 0, verdict.exitCode());
    assertEquals(outcome, Verdict.Outcome.of(outcome.words()));
  }

  /** A run of a single sample has no second half. */
  @Test
  void onlyComparedHalvesAgree() {
    var tv = new TotalVariation(0.3, 0.2, 0.4, 64);
    assertTrue(
        verdict(NOT_EQUILIBRATED, tv, 0.01).explanation().contains("halves of the run agree"));
    var single = new Verdict(NOT_EQUILIBRATED, evidence(tv, HalvesComparison.NONE), 0.01);
    assertFalse(single.explanation().contains("agree"), single.explanation());
    assertTrue(single.explanation().contains("too few samples to compare the halves"));
  }

  @Test
  void refusesWhatIsNoVerdict() {
    assertThrows(IllegalArgumentException.class, () -> Verdict.Outcome.of("fine"));
    assertThrows(
        IllegalArgumentException.class, () -> verdict(CONVERGED, TotalVariation.UNKNOWN, 0));
    assertEquals(NOT_APPLICABLE, Verdict.judge(Evidence.none("no check"), Double.NaN).outcome());
  }
}
