package perrin.statistics.distances;

import java.util.Arrays;
import java.util.stream.IntStream;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;

/**
 * Kolmogorov's distance D = max |F − F_ref| over the edges of a histogram's bins, with the noise's
 * share removed and an interval.
 *
 * <p>The measured D̂ = max |d̂_i|, d̂_i = F̂ − F_ref at edge i, differs from D by the noise at the
 * edges where |d| is largest. Which those are is not known, but all of them are among the edges
 * with |d̂_i| ≥ D̂ − 2c, c being what the noise exceeds anywhere in 5 % of the cases; where |d̂_i|
 * &gt; c, the sign of d_i is known too (the directional derivative of a supremum; Cárcamo, Cuevas &
 * Rodríguez, Bernoulli 26, 2143 (2020)). The noise's largest value over these edges comes from
 * {@link NoiseDraws}: the value is D̂ less its median, the lower end ({@link LowerEnd}) D̂ less
 * what it exceeds in 2.5 %, in 5 % at D = 0.
 *
 * <p>The upper end needs none of that: |d̂| + t·σ at the edge where |d| is largest lies below D in
 * 2.5 % of the cases, and the largest |d̂_i| + t·σ_i lies no lower.
 */
public final class KolmogorovDistance {
  /** Samples between two edges that are worth telling apart, as a share. */
  private static final double FINEST = 0.0005;

  private KolmogorovDistance() {}

  /**
   * Estimates the distance.
   *
   * @param counts a histogram of one quantity
   * @param reference probabilities of [underflow, bins …, overflow]
   * @param outside share of the cases that the interval may miss, usually 0.05
   * @return unknown with fewer than 8 groups
   */
  public static Interval estimate(HistogramCounts counts, double[] reference, double outside) {
    var shares = new GroupShares(counts);
    if (shares.groups() < TotalVariation.MIN_GROUPS) {
      return Interval.UNKNOWN;
    }
    double[] difference = shares.shares();
    Arrays.setAll(difference, i -> difference[i] - reference[i]);
    double[][] noise = shares.deviations();
    double[] cumulated = shares.shares();
    cumulate(cumulated);
    cumulate(difference);
    Arrays.stream(noise).forEach(KolmogorovDistance::cumulate);
    double[] atEdges = Arrays.copyOf(difference, difference.length - 1); // the last has F = 1
    return estimate(atEdges, noise, tellingEdges(cumulated, atEdges), outside);
  }

  private static void cumulate(double[] cells) {
    for (int i = 1; i < cells.length; i++) {
      cells[i] += cells[i - 1];
    }
  }

  /** Edges with 1/2000 of the samples in between, and the one with the largest difference. */
  private static int[] tellingEdges(double[] cumulated, double[] difference) {
    double largest = Arrays.stream(difference).map(Math::abs).max().orElseThrow();
    int[] edges = new int[difference.length];
    int n = 0;
    double last = 0;
    for (int i = 0; i < difference.length; i++) {
      if (cumulated[i] >= last + FINEST || Math.abs(difference[i]) == largest) {
        edges[n++] = i;
        last = cumulated[i];
      }
    }
    return Arrays.copyOf(edges, n);
  }

  private static Interval estimate(
      double[] difference, double[][] noise, int[] edges, double outside) {
    int groups = noise.length;
    double measured = Arrays.stream(difference).map(Math::abs).max().orElseThrow();
    double[][] weights = NoiseDraws.weights(groups);
    double[] anywhere = largest(noise, weights, edges, new double[difference.length]);
    double c = NoiseDraws.exceededBy(Math.min(outside, Interval.OUTSIDE), anywhere, groups);
    int[] candidates =
        Arrays.stream(edges).filter(i -> Math.abs(difference[i]) >= measured - 2 * c).toArray();
    double[] signs =
        Arrays.stream(difference).map(d -> Math.abs(d) > c ? Math.signum(d) : 0).toArray();
    double[] largest = largest(noise, weights, candidates, signs);
    double atZero = NoiseDraws.exceededBy(outside, largest, groups);
    double beyond = NoiseDraws.exceededBy(outside / 2, largest, groups);
    double low = LowerEnd.of(measured, atZero, Math.max(atZero, beyond));
    double high = Math.min(1, upperEnd(difference, noise, outside));
    double value = measured - NoiseDraws.exceededBy(0.5, largest, groups);
    return new Interval(Math.clamp(value, low, high), low, high);
  }

  private static double upperEnd(double[] difference, double[][] noise, double outside) {
    double[] errors = GroupShares.standardErrors(noise);
    double t = StudentT.quantile(outside, noise.length - 1.0);
    return IntStream.range(0, difference.length)
        .mapToDouble(i -> Math.abs(difference[i]) + t * errors[i])
        .max()
        .orElseThrow();
  }

  /**
   * Draws of the noise's largest value over some edges, sorted.
   *
   * @param signs of the noise that counts at each edge; 0 where both do
   */
  private static double[] largest(
      double[][] noise, double[][] weights, int[] edges, double[] signs) {
    return Arrays.stream(weights)
        .parallel()
        .mapToDouble(weight -> {
          double[] sum = new double[edges.length];
          for (int g = 0; g < weight.length; g++) {
            for (int i = 0; i < edges.length; i++) {
              sum[i] += weight[g] * noise[g][edges[i]];
            }
          }
          double most = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < edges.length; i++) {
            double sign = signs[edges[i]];
            most = Math.max(most, sign == 0 ? Math.abs(sum[i]) : sign * sum[i]);
          }
          return most;
        })
        .sorted()
        .toArray();
  }
}
