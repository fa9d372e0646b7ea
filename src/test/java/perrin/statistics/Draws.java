package perrin.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import perrin.statistics.reference.BoltzmannReference;

/** Histograms drawn from a known distribution, group by group. */
public final class Draws {
  private static final int EXACT = 200;

  private final SplittableRandom random;

  public Draws(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Independent values, as many in each group and half.
   *
   * @param cells probabilities of [underflow, bins …, overflow]
   * @param values number of values in all
   * @param groups number of groups that get any
   * @param clump how often each value is counted, as if walkers stood still for so many samples
   */
  public HistogramCounts histogram(double[] cells, long values, int groups, int clump) {
    int bins = cells.length - 2;
    long[] flat = new long[HistogramCounts.flatLength(bins)];
    for (int half = 0; half < 2; half++) {
      for (int g = 0; g < groups; g++) {
        long[] counts = multinomial(values / (2L * groups), cells);
        for (int i = 0; i < counts.length; i++) {
          flat[HistogramCounts.index(bins, half, g, i)] = counts[i] * clump;
        }
      }
    }
    return HistogramCounts.of(bins, flat);
  }

  public long[] multinomial(long n, double[] cells) {
    long[] counts = new long[cells.length];
    double left = Arrays.stream(cells).sum();
    long remaining = n;
    for (int i = 0; i < cells.length && remaining > 0; i++) {
      counts[i] = i == cells.length - 1 ? remaining : binomial(remaining, cells[i] / left);
      remaining -= counts[i];
      left -= cells[i];
    }
    return counts;
  }

  /** By inversion, or rounded from a Gaussian where the variance is large. */
  private long binomial(long n, double probability) {
    double p = Math.clamp(probability, 0, 1);
    if (p > 0.5) {
      return n - binomial(n, 1 - p);
    }
    double variance = n * p * (1 - p);
    if (variance > EXACT) {
      double draw = n * p + Math.sqrt(variance) * random.nextGaussian();
      return Math.clamp(Math.round(draw), 0, n);
    }
    double term = StrictMath.exp(n * StrictMath.log1p(-p));
    double u = random.nextDouble();
    long k = 0;
    while (u > term && k < n) {
      u -= term;
      k++;
      term *= p / (1 - p) * (n - k + 1) / k;
    }
    return k;
  }

  public double gaussian() {
    return random.nextGaussian();
  }

  public double uniform() {
    return random.nextDouble();
  }

  /** E(x) = (x² − 1)². */
  public static double doubleWell(double x) {
    return (x * x - 1) * (x * x - 1);
  }

  /** Boltzmann cells of an energy over [−2.5, 2.5]. */
  public static double[] cells(DoubleUnaryOperator energy, double kT, int bins) {
    return BoltzmannReference.of(energy, kT, -2.5, 2.5).cells(-2.5, 2.5, bins);
  }

  /** Boltzmann cells of the double well over [−2.5, 2.5]. */
  public static double[] doubleWell(double kT, int bins) {
    return cells(Draws::doubleWell, kT, bins);
  }

  /** q + a·(p − q) with a such that the total variation from q is {@code distance}. */
  public static double[] at(double distance, double[] q, double[] p) {
    double scale = distance / distance(p, q);
    double[] mixed = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      mixed[i] = q[i] + scale * (p[i] - q[i]);
    }
    return mixed;
  }

  /** q with every other pair of neighbouring bins' probability moved: as rough as can be. */
  public static double[] rough(double[] q) {
    double[] p = q.clone();
    for (int i = 1; i + 2 < q.length; i += 2) {
      double moved = 0.1 * Math.min(q[i], q[i + 1]) * ((i / 2) % 3 == 0 ? -1 : 1);
      p[i] += moved;
      p[i + 1] -= moved;
    }
    return p;
  }

  /** ½ Σ |p − q|. */
  public static double distance(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      sum += Math.abs(p[i] - q[i]);
    }
    return sum / 2;
  }
}
