package perrin.statistics.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.statistics.Draws;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;

class AgreementTest {
  /** A difference of this p-value, by so many degrees of freedom that it is Gaussian. */
  private static Finding ofP(String name, double p) {
    double t = perrin.statistics.StudentT.quantile(p, 1e6);
    return new Finding(0, 1, name, new MeanDifference(t, 1, 1e6, false));
  }

  private static Agreement ofP(double... p) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      findings.add(ofP("q" + i, p[i]));
    }
    return Agreement.of(findings);
  }

  /** SciPy 1.10.1: 2*stats.t.sf(3/sqrt(5), 25/(1/4 + 16/9)). */
  @Test
  void welchsTestIsThatOfSciPy() {
    var found = MeanDifference.of(new TimeMean(10, 1, 4), new TimeMean(13, 2, 9));
    assertEquals(3, found.value());
    assertEquals(Math.sqrt(5), found.standardError(), 1e-15);
    assertEquals(12.328767123287673, found.degreesOfFreedom(), 1e-12);
    assertEquals(0.2039022155076898, found.pValue(), 1e-12);
    assertFalse(found.paired());
  }

  @Test
  void whereNothingIsRandomAnyDifferenceCounts() {
    var same = MeanDifference.of(new TimeMean(1, 0, 9), new TimeMean(1, 0, 9));
    assertEquals(1, same.pValue());
    assertEquals(0, same.inErrors());
    var other = MeanDifference.of(new TimeMean(1, 0, 9), new TimeMean(1 + 1e-9, 0, 9));
    assertEquals(0, other.pValue());
    assertTrue(Agreement.of(List.of(new Finding(0, 1, "x", other))).line().contains("any error"));
  }

  @Test
  void errorsThatAreNotKnownSayNothing() {
    var found = MeanDifference.of(new TimeMean(1, Double.NaN), new TimeMean(2, 1, 9));
    assertFalse(found.known());
    var agreement = Agreement.of(List.of(new Finding(0, 1, "x", found)));
    assertEquals(Agreement.Outcome.TOO_FEW_WALKERS, agreement.outcome());
    assertEquals(3, agreement.outcome().exitCode());
    var infinite = MeanDifference.of(new TimeMean(1, 1, 9), new TimeMean(Double.NaN, 1, 9));
    assertFalse(infinite.known());
  }

  /** Holm (1979): 1e-3/3, 1e-3/2, 1e-3; the second would fail Bonferroni's 1e-3/3. */
  @Test
  void smallerPValuesMakeRoomForOthers() {
    assertEquals(0, ofP(0.0004, 0.5, 0.6).differing().size());
    assertEquals(1, ofP(0.0003, 0.5, 0.6).differing().size());
    assertEquals(2, ofP(0.0003, 0.00045, 0.6).differing().size());
    assertEquals(3, ofP(0.0003, 0.00045, 0.0009).differing().size());
    assertEquals(1, ofP(0.0003, 0.00055, 0.0009).differing().size());
    assertEquals(1, ofP(0.0009).differing().size());
  }

  @Test
  void theVerdictIsALine() {
    assertEquals(
        "verdict: agree  2 comparisons, q0 by 1.0 standard errors at most  false alarm 0.001",
        ofP(0.3173105, 0.5).line());
    assertEquals(
        "verdict: differ  1 of 2 comparisons, q0 by 5.0 standard errors  false alarm 0.001",
        ofP(5.733031e-7, 0.5).line());
    assertEquals("verdict: agree  identical, bit for bit", Agreement.of(List.of()).line());
    assertEquals(0, Agreement.of(List.of()).outcome().exitCode());
    assertEquals(3, ofP(1e-9).outcome().exitCode());
  }

  /**
   * Runs of 32 cohorts each that share nine tenths of their noise: their differences of mean 0 are
   * found at the rate of 1 %, while as independent runs they would be nearly never. More than 44 of
   * 2000 has a chance of 1e-6; a true difference of an eighth of a standard deviation of cohorts is
   * found in most cases by pairs, and by Welch's test in none.
   */
  @Test
  void pairsAllowForSharedNoise() {
    int alarms = 0;
    int found = 0;
    int foundByWelch = 0;
    Weights weights = Weights.ofCohorts(1024, 1);
    for (int trial = 0; trial < 2000; trial++) {
      var draws = new Draws(trial);
      double[] first = new double[32];
      double[] second = new double[32];
      double[] shifted = new double[32];
      for (int c = 0; c < 32; c++) {
        double shared = draws.gaussian();
        first[c] = 32 * (shared + 0.1 * draws.gaussian());
        second[c] = 32 * (shared + 0.1 * draws.gaussian());
        shifted[c] = second[c] + 32 * 0.125;
      }
      alarms += MeanDifference.paired(0, first, second, weights).pValue() < 0.01 ? 1 : 0;
      var pairs = MeanDifference.paired(0, first, shifted, weights);
      assertTrue(pairs.paired());
      found += pairs.pValue() < 1e-3 ? 1 : 0;
      TimeMean a = TimeMean.of(0, first, weights);
      foundByWelch +=
          MeanDifference.of(a, TimeMean.of(0, shifted, weights)).pValue() < 1e-3 ? 1 : 0;
    }
    assertTrue(alarms <= 44 && alarms > 3, alarms + " of 2000 at 1 %");
    assertTrue(found > 1500, found + " of 2000 found");
    assertEquals(0, foundByWelch);
  }
}
