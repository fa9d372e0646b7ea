package perrin.statistics;

/**
 * Number, sum and sum of squared deviations of a set of values: enough for its mean and variance.
 *
 * <p>Two sets merge by the formula of Chan, Golub &amp; LeVeque (1979),
 *
 * <pre>δ = S₂/n₂ − S₁/n₁,   M = M₁ + M₂ + δ²·n₁n₂/(n₁ + n₂)</pre>
 *
 * which, unlike ⟨x²⟩ − ⟨x⟩², does not cancel when the mean is far from 0. Merging follows the tree
 * of {@link TreeSum}.
 *
 * @param count number of values n; whole, at least 0
 * @param sum their sum S, in the values' units
 * @param m2 the sum of their squared deviations from their own mean, in those units squared
 */
public record Moments(double count, double sum, double m2) {
  /** The moments of no values. */
  public static final Moments NONE = new Moments(0, 0, 0);

  /** The mean; NaN of no values. */
  public double mean() {
    return sum / count;
  }

  /** The variance of the ensemble itself, m2/n (not of an estimate from it); NaN of no values. */
  public double variance() {
    return m2 / count;
  }

  /** The moments of both sets together. The order matters to the last bit. */
  public Moments merge(Moments right) {
    double[] counts = {count, right.count};
    double[] sums = {sum, right.sum};
    double[] m2s = {m2, right.m2};
    return reduce(0, 2, counts, sums, m2s);
  }

  /**
   * Reduces neighbouring nodes of one level of the tree to the one node that covers them, without
   * allocating anything but the result.
   *
   * @param first index of the first node at its level: a global cohort number, or tile number
   * @param n number of nodes, at least 1
   * @param counts numbers of values, [≥ n]; modified: the result ends in element 0, the rest is
   *     scratch
   * @param sums sums, [≥ n]; modified likewise
   * @param m2s sums of squared deviations, [≥ n]; modified likewise
   */
  public static Moments reduce(long first, int n, double[] counts, double[] sums, double[] m2s) {
    TreeSum.checkRange(first, n, Math.min(counts.length, Math.min(sums.length, m2s.length)));
    long start = first;
    int nodes = n;
    while (nodes > 1) {
      int from = (int) (start & 1);
      int parents = from; // a first node without a left sibling equals its parent
      for (; from + 1 < nodes; from += 2) {
        merge(parents++, from, from + 1, counts, sums, m2s);
      }
      if (from < nodes) {
        counts[parents] = counts[from];
        sums[parents] = sums[from];
        m2s[parents++] = m2s[from];
      }
      nodes = parents;
      start >>= 1;
    }
    return new Moments(counts[0], sums[0], m2s[0]);
  }

  private static void merge(
      int parent, int left, int right, double[] counts, double[] sums, double[] m2s) {
    double n1 = counts[left];
    double n2 = counts[right];
    double m2;
    if (n2 == 0) {
      m2 = m2s[left];
    } else if (n1 == 0) {
      m2 = m2s[right];
    } else {
      double delta = sums[right] / n2 - sums[left] / n1;
      m2 = m2s[left] + m2s[right] + delta * delta * (n1 * n2 / (n1 + n2));
    }
    sums[parent] = sums[left] + sums[right];
    counts[parent] = n1 + n2;
    m2s[parent] = m2;
  }
}
