package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.statistics.Draws;
import perrin.statistics.HistogramCounts;
import perrin.statistics.reference.BoltzmannReference;
import perrin.statistics.reference.PlaneParts;

/** Histograms of two quantities know which bins are near each other. */
class PlaneCountsTest {
  private static final int BINS = 60;
  private static final double[] LINE = gaussian(1);
  private static final double[] EXACT = PlaneParts.product(LINE, LINE).cells();

  private static double[] gaussian(double kT) {
    return BoltzmannReference.of(x -> x * x / 2, kT, -3, 3).cells(-3, 3, BINS);
  }

  private static HistogramCounts drawn(double[] cells, long values, long seed) {
    return new Draws(seed).histogram(cells, values, 64, 1).inRows(BINS);
  }

  /**
   * Of 200 histograms, of fewer bins to be quick: in 5 % the lower end may be above 0; 4.5 standard
   * errors.
   */
  @Test
  void noDifferenceWhereThereIsNone() {
    int bins = 20;
    double[] line = BoltzmannReference.of(x -> x * x / 2, 1, -3, 3).cells(-3, 3, bins);
    double[] exact = PlaneParts.product(line, line).cells();
    int above = 0;
    double sum = 0;
    int trials = 200;
    for (int k = 0; k < trials; k++) {
      var counts = new Draws(k).histogram(exact, 30_000, 64, 1).inRows(bins);
      TotalVariation found = TotalVariation.estimate(counts, exact);
      above += found.low() > 0 ? 1 : 0;
      sum += found.value();
    }
    assertTrue(above <= trials * 0.05 + 4.5 * Math.sqrt(trials * 0.05 * 0.95), above + " of 200");
    assertTrue(sum / trials < 0.004, "mean " + sum / trials);
  }

  /** A wrong temperature is smooth over many bins: squares see what single bins do not. */
  @Test
  void squaresSeeASmoothDifference() {
    double[] hot = gaussian(1.03);
    double[] cells = PlaneParts.product(hot, hot).cells();
    double exact = 0;
    for (int i = 0; i < cells.length; i++) {
      exact += Math.abs(cells[i] - EXACT[i]) / 2;
    }
    HistogramCounts counts = drawn(cells, 300_000, 1);
    TotalVariation found = TotalVariation.estimate(counts, EXACT);
    assertTrue(found.low() > 0.7 * exact && found.low() <= exact, found + ", exact " + exact);
    assertTrue(found.value() > 0.85 * exact && found.high() > exact, found + ", exact " + exact);
    TotalVariation alongALine = TotalVariation.estimate(counts.inRows(1), EXACT);
    assertTrue(alongALine.value() < found.value(), alongALine + ", along a line");
  }

  /** A drift of either quantity is seen, whichever runs faster. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void halvesOfEitherQuantity(boolean ofFirst) {
    double[] moved =
        BoltzmannReference.of(x -> (x - 0.03) * (x - 0.03) / 2, 1, -3, 3).cells(-3, 3, BINS);
    double[] cells =
        (ofFirst ? PlaneParts.product(moved, LINE) : PlaneParts.product(LINE, moved)).cells();
    HistogramCounts drifting = halves(EXACT, cells);
    assertTrue(HalvesComparison.of(drifting).differ());
    assertFalse(HalvesComparison.of(halves(cells, cells)).differ());
    assertEquals(ofFirst, HalvesComparison.of(drifting.inRows(1)).differ());
  }

  private static HistogramCounts halves(double[] first, double[] second) {
    long[] a = drawn(first, 400_000, 5).flat();
    long[] b = drawn(second, 400_000, 6).flat();
    System.arraycopy(a, 0, b, 0, a.length / 2);
    return HistogramCounts.of(BINS * BINS, b).inRows(BINS);
  }
}
