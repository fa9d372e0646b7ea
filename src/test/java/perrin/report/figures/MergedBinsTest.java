package perrin.report.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import perrin.output.HistogramRecord;
import perrin.statistics.HistogramCounts;

/** Bins that are taken together in a picture hold what they held apart. */
class MergedBinsTest {
  private static final double N = 400_000;

  /** Uniform on [0, 1): every bin and group has its share, and its noise. */
  private static HistogramRecord uniform(List<HistogramRecord.Axis> axes, long seed) {
    int bins = axes.stream().mapToInt(HistogramRecord.Axis::bins).reduce(1, (a, b) -> a * b);
    long[] flat = new long[HistogramCounts.flatLength(bins)];
    var random = new Random(seed);
    for (int i = 0; i < N; i++) {
      int group = random.nextInt(HistogramCounts.GROUPS);
      flat[HistogramCounts.index(bins, i % 2, group, 1 + random.nextInt(bins))]++;
    }
    double[] reference = new double[bins + 2];
    Arrays.fill(reference, 1, bins + 1, 1.0 / bins);
    return new HistogramRecord(HistogramCounts.of(bins, flat), axes, 1, reference);
  }

  @Test
  void nothingIsLostWhereTheLastBinIsNotFull() {
    for (int bins : new int[] {1, 500, 501, 1001, 4999}) {
      MergedBins merged =
          MergedBins.of(uniform(List.of(new HistogramRecord.Axis(0, 1, bins)), bins));
      double[] edges = merged.edges()[0];
      assertTrue(merged.density().length <= 500);
      double share = 0;
      double expected = 0;
      for (int i = 0; i < merged.density().length; i++) {
        share += merged.density()[i] * (edges[i + 1] - edges[i]);
        expected += merged.boltzmann()[i] * (edges[i + 1] - edges[i]);
      }
      assertEquals(1, share, 1e-12, bins + " bins");
      assertEquals(1, expected, 1e-12, bins + " bins");
      assertTrue(edges[edges.length - 1] >= 1 - 1e-12);
    }
  }

  /**
   * Sums over 500 bins of squared deviations in units of their errors. Their mean is 1, or less
   * where the errors are from above; its standard error is about √(2/500) = 0.06. False alarm rate
   * below 1e-6; errors that were 1.2 times too small would give 1.44.
   */
  @Test
  void errorsAreThoseOfTheNoise() {
    for (int seed = 0; seed < 3; seed++) {
      HistogramRecord record = uniform(List.of(new HistogramRecord.Axis(0, 1, 500)), seed);
      double[] residuals = MergedBins.of(record).residuals(N);
      double mean = Arrays.stream(residuals).map(r -> r * r).average().orElseThrow();
      assertTrue(mean > 0.7 && mean < 1.3, "mean square " + mean);
    }
  }

  @Test
  void twoQuantitiesKeepTheirPlaces() {
    var axes = List.of(new HistogramRecord.Axis(0, 2, 301), new HistogramRecord.Axis(0, 1, 7));
    MergedBins merged = MergedBins.of(uniform(axes, 3));
    assertEquals(101, merged.edges()[0].length - 1, "three together");
    assertEquals(7, merged.edges()[1].length - 1);
    double size =
        (merged.edges()[0][1] - merged.edges()[0][0])
            * (merged.edges()[1][1] - merged.edges()[1][0]);
    double all = Arrays.stream(merged.density()).map(d -> d * size).sum();
    assertEquals(1, all, 1e-12);
    assertTrue(
        IntStream.range(0, 7).allMatch(j -> merged.density()[100 * 7 + j] < 0.3),
        "the last column has one bin of three");
  }
}
