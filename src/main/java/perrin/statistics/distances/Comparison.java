package perrin.statistics.distances;

import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;

/**
 * How far a histogram is from the Boltzmann distribution.
 *
 * @param histogram its name
 * @param values how many values were counted; NaN if unknown
 * @param effective how many independent values tell as much; NaN if unknown
 * @param distance total variation
 * @param kolmogorov largest difference of the cumulative distributions; unknown in two dimensions
 * @param kullbackLeibler Σ p ln(p/q), in nats
 * @param halves whether the two halves of the run differ
 * @param outside what lies beyond the histogram's range
 */
public record Comparison(
    String histogram,
    double values,
    double effective,
    TotalVariation distance,
    Interval kolmogorov,
    Interval kullbackLeibler,
    HalvesComparison halves,
    Outside outside) {

  /** Compares a histogram of one quantity with its reference, with intervals of 95 %. */
  public static Comparison of(String name, HistogramCounts counts, double[] reference) {
    return of(name, counts, reference, 1, 1);
  }

  /**
   * Compares a histogram with its reference.
   *
   * @param name of the histogram
   * @param counts the histogram
   * @param reference Boltzmann probabilities of [underflow, bins …, overflow]
   * @param quantities that the histogram counts; more than one has no Kolmogorov distance
   * @param comparisons number of histograms that are judged together, 1 or the points of a sweep;
   *     intervals and the test of the halves are stricter by as much (Bonferroni)
   */
  public static Comparison of(
      String name, HistogramCounts counts, double[] reference, int quantities, int comparisons) {
    double outside = Interval.OUTSIDE / comparisons;
    return new Comparison(
        name,
        counts.total(),
        EffectiveSampleSize.ofHistogram(counts),
        TotalVariation.estimate(counts, reference, outside),
        quantities == 1
            ? KolmogorovDistance.estimate(counts, reference, outside)
            : Interval.UNKNOWN,
        KullbackLeibler.estimate(counts, reference, outside),
        HalvesComparison.of(counts).among(comparisons),
        Outside.of(counts, reference));
  }
}
