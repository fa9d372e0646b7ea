package perrin.statistics.distances;

import java.util.Arrays;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;

/**
 * The share of a difference that does not come from the time step. Where a method of order r is off
 * by D₁ at dt and D₂ at dt/2, the step's part shrinks by 2^r and anything else, a basin not yet
 * filled, stays: so D₁ = B + U, D₂ = B/2^r + U, and
 *
 * <pre>U/D₁ = (2^r D₂/D₁ − 1)/(2^r − 1)        0: all of it is the step's; 1: none</pre>
 *
 * <p>Its interval is Fieller's (1954) for the ratio D₂/D₁; unknown where D₁ may be 0.
 */
public final class Remainder {
  private Remainder() {}

  /**
   * Of two histograms. Their differences from the reference are added up with one sign pattern,
   * learnt for each group from all the others of both runs: so noise does not count as difference,
   * and the pattern favours neither run.
   */
  public static Interval of(Excess whole, Excess half, int order) {
    whole.requireSame(half);
    int groups = whole.groups();
    if (groups < TotalVariation.MIN_GROUPS) {
      return Interval.UNKNOWN;
    }
    double[][] best = new double[2][groups];
    for (int reach = 0; reach <= whole.cells()[0].length / 4; reach = Math.max(1, 2 * reach)) {
      double[][] tried = agreements(whole, half, reach);
      if (sum(tried[0]) + sum(tried[1]) > sum(best[0]) + sum(best[1])) {
        best = tried;
      }
    }
    double t = StudentT.quantile(Interval.OUTSIDE, groups - 1);
    double[] d1 = deviations(best[0], whole.sizes());
    double[] d2 = deviations(best[1], whole.sizes());
    return interval(
        new double[] {sum(best[0]), sum(best[1])},
        new double[] {product(d1, d1), product(d1, d2), product(d2, d2)},
        t,
        order);
  }

  /**
   * Of two numbers.
   *
   * @param difference at dt and at dt/2
   * @param variance of the first, covariance, variance of the second
   * @param t standard errors to either end
   */
  public static Interval interval(double[] difference, double[] variance, double t, int order) {
    double a = difference[0] * difference[0] - t * t * variance[0];
    double b = difference[0] * difference[1] - t * t * variance[1];
    double c = difference[1] * difference[1] - t * t * variance[2];
    double value = share(difference[1] / difference[0], order);
    if (!(a > 0)) {
      return new Interval(value, Double.NaN, Double.NaN);
    }
    double root = Math.sqrt(Math.max(0, b * b - a * c));
    return new Interval(value, share((b - root) / a, order), share((b + root) / a, order));
  }

  private static double share(double ratio, int order) {
    double power = Math.scalb(1.0, order);
    return (power * ratio - 1) / (power - 1);
  }

  /**
   * Of each group, Σ s_i e_i of both runs, s_i the sign of the other groups' excess in a window.
   *
   * @param reach cells of the window to either side
   */
  private static double[][] agreements(Excess whole, Excess half, int reach) {
    int cells = whole.cells()[0].length;
    double[] all = new double[cells];
    for (int g = 0; g < whole.groups(); g++) {
      for (int i = 0; i < cells; i++) {
        all[i] += whole.cells()[g][i] + half.cells()[g][i];
      }
    }
    double[][] sums = new double[2][whole.groups()];
    double[] prefix = new double[cells + 1];
    for (int g = 0; g < whole.groups(); g++) {
      double[] first = whole.cells()[g];
      double[] second = half.cells()[g];
      for (int i = 0; i < cells; i++) {
        prefix[i + 1] = prefix[i] + all[i] - first[i] - second[i];
      }
      for (int i = 0; i < cells; i++) {
        double window = prefix[Math.min(cells, i + reach + 1)] - prefix[Math.max(0, i - reach)];
        sums[0][g] += Math.signum(window) * first[i];
        sums[1][g] += Math.signum(window) * second[i];
      }
    }
    return sums;
  }

  /** From what each group's size makes expected; squares add up to the squared standard error. */
  private static double[] deviations(double[] values, double[] sizes) {
    double each = sum(values) / sum(sizes);
    double correction = Math.sqrt(values.length / (values.length - 1.0));
    double[] deviations = new double[values.length];
    for (int g = 0; g < values.length; g++) {
      deviations[g] = correction * (values[g] - each * sizes[g]);
    }
    return deviations;
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
