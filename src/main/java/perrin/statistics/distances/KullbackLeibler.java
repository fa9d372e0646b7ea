package perrin.statistics.distances;

import java.util.Arrays;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;

/**
 * Kullback–Leibler divergence Σ p ln(p/q) of the distribution p that a histogram was drawn from,
 * from a reference q, in nats; with the noise's share removed and an interval.
 *
 * <p>Cells in which neither the reference nor the samples have five independent values are taken
 * together with their neighbours; so it is the divergence that the samples can tell. It is infinite
 * where walkers are in a cell that has no weight in the reference at all.
 *
 * <p>With e the noise of the shares p̂, L = ln(p̂/q), S the covariance of e and D = 1/p̂ on the
 * diagonal,
 *
 * <pre>Σ p̂ ln(p̂/q) = KL + Σ L_i e_i + ½ e·De + …</pre>
 *
 * The last term's mean ½ tr SD is subtracted. Its variance is ½ tr (SD)², that of the first is
 * L·SL, of which L·SL − tr (SD)² is not due to the noise of L itself. All of these are sums over
 * scalar products δ_g·Dδ_h of the groups' deviations; those with g ≠ h hold no squares of one
 * group's noise, so that no more groups than cells are needed. At p = q only the last term is left:
 * what it exceeds in 5 % of the cases comes from {@link NoiseDraws}, the lower end from {@link
 * LowerEnd}. The upper end is the K for which the estimate lies t standard errors below K, the
 * variance of the first term being at least 2K·r, its value for independent samples with r = tr SD
 * per degree of freedom.
 */
public final class KullbackLeibler {
  /** Independent values that a cell must have, expected or found. */
  private static final double VALUES_OF_A_CELL = 5;

  private KullbackLeibler() {}

  /**
   * Estimates the divergence.
   *
   * @param counts the histogram
   * @param reference probabilities of its cells
   * @param outside share of the cases that the interval may miss, usually 0.05
   * @return unknown with fewer than 8 groups
   */
  public static Interval estimate(HistogramCounts counts, double[] reference, double outside) {
    var shares = new GroupShares(counts);
    if (shares.groups() < TotalVariation.MIN_GROUPS) {
      return Interval.UNKNOWN;
    }
    double[] p = shares.shares();
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0 && !(reference[i] > 0)) {
        double infinite = Double.POSITIVE_INFINITY;
        return new Interval(infinite, infinite, infinite);
      }
    }
    double effective = shares.effective();
    boolean oneCell = Double.isNaN(effective);
    int[] merged = merged(p, reference, oneCell ? counts.total() : effective);
    int cells = merged[merged.length - 1] + 1;
    double[] q = sum(reference, merged, cells);
    double[][] noise = shares.deviations();
    for (int g = 0; g < noise.length; g++) {
      noise[g] = sum(noise[g], merged, cells);
    }
    return estimate(sum(p, merged, cells), q, noise, outside);
  }

  /** For each cell the number of the merged cell that it is part of. */
  private static int[] merged(double[] p, double[] q, double effective) {
    int[] merged = new int[p.length];
    int cell = 0;
    double expected = 0;
    double found = 0;
    for (int i = 0; i < p.length; i++) {
      merged[i] = cell;
      expected += q[i] * effective;
      found += p[i] * effective;
      if (expected >= VALUES_OF_A_CELL || found >= VALUES_OF_A_CELL) {
        cell++;
        expected = 0;
        found = 0;
      }
    }
    for (int i = p.length - 1; i > 0 && cell > 0 && merged[i] == cell; i--) {
      merged[i] = cell - 1; // what is left at the end
    }
    return merged;
  }

  private static double[] sum(double[] values, int[] merged, int cells) {
    double[] sums = new double[cells];
    for (int i = 0; i < values.length; i++) {
      sums[merged[i]] += values[i];
    }
    return sums;
  }

  private static Interval estimate(double[] p, double[] q, double[][] noise, double outside) {
    int groups = noise.length;
    double correction = groups / (groups - 1.0);
    double[] logarithm = new double[p.length];
    double plain = 0;
    for (int i = 0; i < p.length; i++) {
      logarithm[i] = p[i] > 0 ? StrictMath.log(p[i] / q[i]) : 0;
      plain += p[i] * logarithm[i];
    }
    double[][] products = products(p, noise);
    double trace = 0;
    double first = 0;
    for (int g = 0; g < groups; g++) {
      trace += correction * products[g][g];
      double term = dot(logarithm, noise[g]);
      first += correction * term * term;
    }
    removeMean(products, trace / correction);
    double squared = correction * Arrays.stream(products).mapToDouble(row -> dot(row, row)).sum();
    double second = squared / 2;
    first = Math.max(0, first - squared);
    double estimate = plain - trace / 2;
    double t = StudentT.quantile(outside, groups - 1.0);
    double beyond = t * Math.sqrt(first + second);
    double atZero = NoiseDraws.squareExceededBy(outside, forms(products), groups);
    double low = LowerEnd.of(estimate, atZero, Math.max(atZero, beyond));
    double r = t * t * trace / Math.max(1, p.length - 1);
    double root = 2 * estimate * r + r * r + t * t * second;
    double high = estimate + Math.max(beyond, r + Math.sqrt(Math.max(0, root)));
    high = Math.max(high, 0);
    return new Interval(Math.clamp(estimate, low, Math.max(low, high)), low, Math.max(low, high));
  }

  /** Σ_i δ_gi δ_hi / p_i, [groups][groups]. */
  private static double[][] products(double[] p, double[][] noise) {
    double[] scale = Arrays.stream(p).map(share -> share > 0 ? 1 / Math.sqrt(share) : 0).toArray();
    double[][] scaled = new double[noise.length][p.length];
    for (int g = 0; g < noise.length; g++) {
      for (int i = 0; i < p.length; i++) {
        scaled[g][i] = noise[g][i] * scale[i];
      }
    }
    double[][] products = new double[noise.length][noise.length];
    for (int g = 0; g < noise.length; g++) {
      for (int h = 0; h <= g; h++) {
        products[g][h] = dot(scaled[g], scaled[h]);
        products[h][g] = products[g][h];
      }
    }
    return products;
  }

  /**
   * Leaves the products of different groups less their mean, which is −trace/(G(G − 1)) since
   * deviations add up to 0; and none on the diagonal.
   */
  private static void removeMean(double[][] products, double trace) {
    int groups = products.length;
    for (int g = 0; g < groups; g++) {
      for (int h = 0; h < groups; h++) {
        products[g][h] += trace / (groups * (groups - 1.0));
      }
      products[g][g] = 0;
    }
  }

  /** Draws of ½ e·De less its mean, sorted. */
  private static double[] forms(double[][] products) {
    return Arrays.stream(NoiseDraws.weights(products.length))
        .mapToDouble(weight -> {
          double form = 0;
          for (int g = 0; g < weight.length; g++) {
            form += weight[g] * dot(products[g], weight);
          }
          return form / 2;
        })
        .sorted()
        .toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
