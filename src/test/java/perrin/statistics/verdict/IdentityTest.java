package perrin.statistics.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import perrin.statistics.TimeWeights;

class IdentityTest {
  private static final double KT = 0.5;

  private static Identity.Of of(int cohorts, int identities) {
    return new Identity.Of(
        Identity.Law.BOLTZMANN, 0, TimeWeights.complete(32L * cohorts, 1), KT, identities);
  }

  @Test
  void anAverage() {
    double[] sums = {32, 64, 32, 64, 32, 64, 32, 64};
    Identity found = of(8, 1).mean("x*dE/dx", sums, 3, KT);
    assertEquals(0.5, found.mean(), 1e-15);
    assertEquals(Math.sqrt(0.25 / 7) / 3, found.standardError(), 1e-15);
    assertEquals(2.3646, found.margin(), 1e-4); // Student's t, 7 degrees of freedom
    assertEquals(0, found.deviation().value(), 1e-15);
    assertTrue(found.holds(0));
    assertEquals("<x*dE/dx>", found.notation());
  }

  @Test
  void aRatioThatIsTheSameInAllCohortsHasNoError() {
    double[] laplacians = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] squares = laplacians.clone();
    for (int c = 0; c < squares.length; c++) {
      squares[c] *= 0.51;
    }
    Identity found = of(8, 1).configurational(squares, laplacians);
    assertEquals(0.51, found.mean(), 1e-15);
    assertEquals(0, found.standardError(), 1e-15);
    assertEquals(0.02, found.deviation().value(), 1e-12);
    assertTrue(found.holds(0.0201));
    assertFalse(found.holds(0.0199));
    assertEquals("configurational temperature", found.notation());
  }

  @Test
  void fewCohortsKnowNoError() {
    assertTrue(Double.isNaN(of(7, 1).mean("x", new double[7], 1, KT).standardError()));
  }

  @Test
  void rareLargeValues() {
    double[] sums = new double[64];
    for (int c = 0; c < sums.length; c++) {
      sums[c] = c % 5;
    }
    assertFalse(of(64, 1).restsOnOne(sums));
    assertFalse(of(64, 1).restsOnOne(new double[64]));
    sums[7] = 100;
    assertTrue(of(64, 1).restsOnOne(sums));
    double[] laplacians = new double[64];
    assertTrue(of(64, 1).restsOnOne(sums, laplacians));
    laplacians[7] = 100 / KT;
    assertFalse(of(64, 1).restsOnOne(sums, laplacians));
  }

  /**
   * 2000 runs of 64 cohorts, three identities each, one a ratio of values that go together. All
   * three hold in 95 %, or a little more, as Bonferroni allows; 4.5 standard errors of a share of
   * 2000 are 2.2 % (false alarm 7e-6). With the noise scaled by 1.01, that is 2 % of temperature,
   * and four times as many cohorts hardly any run passes.
   */
  @Test
  @Tag("statistics")
  void coverage() {
    SplittableRandom random = new SplittableRandom(20261123);
    double held = share(random, 2000, 64, 1);
    assertTrue(held > 0.95 - 0.022 && held < 0.98, "all hold in " + held);
    double louder = share(random, 100, 1024, 1.01);
    assertTrue(louder < 0.2, "all hold in " + louder + " with the noise scaled");
  }

  /** How often all identities of a quartic-like well hold exactly. */
  private static double share(SplittableRandom random, int runs, int cohorts, double noise) {
    int held = 0;
    for (int run = 0; run < runs; run++) {
      double[] xx = new double[cohorts];
      double[] xy = new double[cohorts];
      double[] squares = new double[cohorts];
      double[] laplacians = new double[cohorts];
      for (int c = 0; c < cohorts; c++) {
        for (int w = 0; w < 32; w++) {
          // E = x²/2 + s y²/2 with a stiffness s of each walker's own
          double s = 1 + random.nextDouble();
          double x = noise * Math.sqrt(KT) * random.nextGaussian();
          double y = noise * Math.sqrt(KT / s) * random.nextGaussian();
          xx[c] += x * x;
          xy[c] += s * x * y;
          squares[c] += x * x + s * s * y * y;
          laplacians[c] += 1 + s;
        }
      }
      Identity.Of of = of(cohorts, 3);
      boolean all =
          of.mean("xx", xx, 1, KT).holds(0)
              && of.mean("xy", xy, 1, 0).holds(0)
              && of.configurational(squares, laplacians).holds(0);
      held += all ? 1 : 0;
    }
    return (double) held / runs;
  }
}
