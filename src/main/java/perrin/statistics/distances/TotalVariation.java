package perrin.statistics.distances;

import java.util.Arrays;
import java.util.stream.IntStream;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;

/**
 * Total variation ½ Σ |p_i − q_i| between the distribution p that a histogram was drawn from and a
 * reference q over the same cells, with the noise's own contribution removed and a 95 % interval.
 *
 * <ul>
 *   <li>The value and the lower end are cross-validated, {@link SignPatterns}: their mean never
 *       lies above the truth, and at p = q it is 0 but for the choice of the best window.
 *   <li>The upper end asks how much difference the noise may hide. With σ_i the standard error of
 *       cell i, the measured R = ½ Σ |p̂_i − q_i| has the mean ½ Σ σ_i h(d_i/σ_i), {@link
 *       FoldedNormal}; h being convex, no d has a larger Σ |d_i| at that mean than the one that is
 *       the same multiple of σ_i everywhere. So TV ≤ S·h⁻¹(R/S), S = ½ Σ σ_i, whatever the shape of
 *       the difference; R is taken at its own upper end.
 * </ul>
 *
 * <p>Standard errors come from the jackknife over the non-empty groups, so samples may be
 * correlated in time as they like. Figures of its coverage are in docs/verdict.md.
 *
 * @param value the estimate, 0 to 1; NaN if unknown
 * @param low lower end of the 95 % interval; NaN if unknown
 * @param high upper end of the 95 % interval; NaN if unknown
 * @param groups number of non-empty groups
 */
public record TotalVariation(double value, double low, double high, int groups) {
  /** Groups needed for an interval. */
  public static final int MIN_GROUPS = 8;

  /** Nothing known. */
  public static final TotalVariation UNKNOWN =
      new TotalVariation(Double.NaN, Double.NaN, Double.NaN, 0);

  /** Whether there is an interval. */
  public boolean hasInterval() {
    return !Double.isNaN(high);
  }

  /** Estimates the total variation, with a 95 % interval. */
  public static TotalVariation estimate(HistogramCounts counts, double[] reference) {
    return estimate(counts, reference, Interval.OUTSIDE);
  }

  /**
   * Estimates the total variation.
   *
   * @param counts the histogram
   * @param reference q, probabilities of [underflow, bins …, overflow]; they add up to 1
   * @param outside share of the cases that the interval may miss: 0.05, or that divided by the
   *     number of histograms of which none is to be missed in 95 % (Bonferroni)
   */
  public static TotalVariation estimate(
      HistogramCounts counts, double[] reference, double outside) {
    return estimate(Excess.of(counts, reference), outside);
  }

  /** The same from the groups' excess over the reference. */
  public static TotalVariation estimate(Excess excess, double outside) {
    int groups = excess.groups();
    if (groups == 0) {
      return UNKNOWN;
    }
    var sample = new Sample(excess);
    if (groups < MIN_GROUPS) {
      double value = groups < 2 ? sample.raw() : sample.signed();
      return new TotalVariation(Math.clamp(value, 0, 1), Double.NaN, Double.NaN, groups);
    }
    return sample.withInterval(outside);
  }

  /** The non-empty groups' differences from their expectation. */
  private static final class Sample {
    private final int groups;
    private final int cells;
    private final double[] size;
    private final double[][] excess;
    private final double[] totalExcess;
    private final double total;
    private final SignPatterns patterns;

    Sample(Excess sample) {
      groups = sample.groups();
      size = sample.sizes();
      excess = sample.cells();
      cells = excess[0].length;
      total = sample.total();
      totalExcess = new double[cells];
      for (double[] group : excess) {
        for (int i = 0; i < cells; i++) {
          totalExcess[i] += group[i];
        }
      }
      patterns = groups < 2 ? null : new SignPatterns(sample);
    }

    double signed() {
      return patterns.estimate() / total;
    }

    double raw() {
      return rawWithout(-1);
    }

    double rawWithout(int group) {
      double sum = 0;
      for (int i = 0; i < cells; i++) {
        sum += Math.abs(totalExcess[i] - (group < 0 ? 0 : excess[group][i]));
      }
      return sum / (2 * (total - (group < 0 ? 0 : size[group])));
    }

    TotalVariation withInterval(double outside) {
      double value = signed();
      double t = StudentT.quantile(outside, groups - 1);
      double atZero = StudentT.quantile(2 * outside, groups / 2 - 1.0); // one half's signs
      double[] signedWithout =
          IntStream.range(0, groups)
              .parallel()
              .mapToDouble(g -> patterns.without(g) / (total - size[g]))
              .toArray();
      double[] rawWithout = IntStream.range(0, groups).mapToDouble(this::rawWithout).toArray();
      double error = jackknifeError(signedWithout);
      double low = LowerEnd.of(value, atZero * error, Math.max(atZero, t) * error);
      // Luck may leave less than the noise is expected to make; even so it hides what the signs can
      // just see.
      double high = Math.max(hidden(raw() + t * jackknifeError(rawWithout)), atZero * error);
      value = Math.clamp(value, 0, 1);
      return new TotalVariation(value, Math.min(low, value), Math.clamp(high, value, 1), groups);
    }

    /** The largest total variation whose noisy picture has the mean {@code raw}. */
    private double hidden(double raw) {
      double noise = 0.5 * sumOfStandardErrors();
      return noise > 0 ? Math.min(raw, noise * FoldedNormal.inverse(raw / noise)) : raw;
    }

    private double sumOfStandardErrors() {
      double sum = 0;
      for (int i = 0; i < cells; i++) {
        double squares = 0;
        for (int g = 0; g < groups; g++) {
          double deviation = excess[g][i] - totalExcess[i] * (size[g] / total);
          squares += deviation * deviation;
        }
        sum += Math.sqrt(squares * groups / (groups - 1.0)) / total;
      }
      return sum;
    }
  }

  /** Standard error from leave-one-out values, Tukey (1958): √((G − 1)/G · Σ (θ_g − θ̄)²). */
  private static double jackknifeError(double[] without) {
    int groups = without.length;
    double mean = Arrays.stream(without).sum() / groups;
    double squares = 0;
    for (double value : without) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares * (groups - 1) / groups);
  }
}
