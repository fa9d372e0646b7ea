package perrin.statistics.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.statistics.Interval;
import perrin.statistics.distances.Comparison;
import perrin.statistics.distances.HalvesComparison;
import perrin.statistics.distances.Outside;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.verdict.Verdict.Outcome;

class SweepVerdictTest {

  private static Verdict verdict(Outcome outcome, double high) {
    var distance = new TotalVariation(high / 2, high / 4, high, 64);
    var comparison =
        new Comparison(
            "x",
            1000,
            1000,
            distance,
            Interval.UNKNOWN,
            Interval.UNKNOWN,
            HalvesComparison.NONE,
            Outside.UNKNOWN);
    return outcome == Outcome.NOT_APPLICABLE
        ? Verdict.judge(Evidence.none("kT = 0"), Double.NaN)
        : new Verdict(outcome, Evidence.of(comparison), 0.01);
  }

  private static SweepVerdict sweep(List<Verdict> verdicts) {
    var points = new ArrayList<String>();
    for (int p = 0; p < verdicts.size(); p++) {
      points.add("a = " + p);
    }
    return new SweepVerdict(points, verdicts);
  }

  /** From best to worst; wherever they stand, the last of those that are there counts. */
  @Test
  void theWorstCounts() {
    var order =
        List.of(
            Outcome.CONVERGED,
            Outcome.CONSISTENT,
            Outcome.STATIONARY,
            Outcome.NOT_APPLICABLE,
            Outcome.TOO_FEW_SAMPLES,
            Outcome.BIASED,
            Outcome.NOT_EQUILIBRATED);
    assertEquals(List.of(Outcome.values()).size(), order.size());
    for (int n = 1; n <= order.size(); n++) {
      var verdicts =
          new ArrayList<>(order.subList(0, n).stream().map(o -> verdict(o, 0.1)).toList());
      assertEquals(order.get(n - 1), sweep(verdicts).worst().outcome());
      Collections.reverse(verdicts);
      assertEquals(0, sweep(verdicts).worstPoint());
    }
  }

  @Test
  void theFarthestOfEquals() {
    var sweep =
        sweep(
            Arrays.stream(new double[] {0.001, 0.009, 0.002})
                .mapToObj(high -> verdict(Outcome.CONVERGED, high))
                .toList());
    assertEquals(1, sweep.worstPoint());
    assertEquals(
        "verdict: converged  TV 0.0045 [0.0023, 0.0090]  tolerance 0.01  worst of 3 points: a = 1",
        sweep.line());
    assertTrue(sweep.explanation().startsWith("Of 3 points: 3 converged. "), sweep.explanation());
    var unknown = verdict(Outcome.TOO_FEW_SAMPLES, Double.NaN);
    assertEquals(1, sweep(List.of(verdict(Outcome.TOO_FEW_SAMPLES, 0.5), unknown)).worstPoint());
  }

  @Test
  void howManyHaveWhichVerdict() {
    var mixed =
        sweep(
            List.of(
                verdict(Outcome.CONVERGED, 0.001),
                verdict(Outcome.BIASED, 0.1),
                verdict(Outcome.CONVERGED, 0.002)));
    assertTrue(
        mixed.explanation().startsWith("Of 3 points: 2 converged, 1 biased. "),
        mixed.explanation());
    assertTrue(mixed.explanation().contains("The worst is a = 1. "), mixed.explanation());
  }

  @Test
  void onePointIsNoSweepToSpeakOf() {
    var one = sweep(List.of(verdict(Outcome.CONVERGED, 0.001)));
    assertFalse(one.line().contains("points"), one.line());
    assertEquals(one.worst().explanation(), one.explanation());
  }

  @Test
  void refusesPointsWithoutVerdicts() {
    assertThrows(IllegalArgumentException.class, () -> sweep(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new SweepVerdict(List.of("a = 1"), List.of()));
  }
}
