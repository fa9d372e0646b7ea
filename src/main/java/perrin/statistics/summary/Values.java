package perrin.statistics.summary;

import org.hipparchus.special.Erf;
import perrin.statistics.TimeMean;

/**
 * Values of one quantity, of which some belong together: what is independent of each other are
 * groups of them, and every error comes from the spread between groups.
 *
 * <p>How much values are worth is told as effective sample sizes, the numbers of independent draws
 * with the same errors (Vehtari, Gelman, Simpson, Carpenter &amp; Bürkner, Bayesian Analysis 16
 * (2021) 667-718), with the groups in the place of the autocorrelation in time:
 *
 * <pre>bulk   var z / error²(z̄),   z = Φ⁻¹((rank − 3/8)/(N + 1/4))
 * tail   min over p = 0.05, 0.95 of p (1 − p)/error²(F̂(q_p))</pre>
 */
public sealed interface Values permits BinnedValues, WalkerValues {
  /** Fewer groups than these say too little about their own spread. */
  int LEAST_GROUPS = 8;

  /** Where the tails begin. */
  double[] TAILS = {0.05, 0.95};

  /** The mean with its error; NaN where they are unknown. */
  TimeMean mean();

  /** The standard deviation; NaN where it is unknown. */
  double deviation();

  /** The value that a share p is below; NaN where it is unknown. */
  double quantile(double p);

  /**
   * The standard error of the share of values below one.
   *
   * @param p that share, as far as it is known
   * @param at the value
   */
  double shareError(double p, double at);

  /** The effective sample size of ranks; NaN where it is unknown. */
  double bulk();

  /** The effective sample size of what is in the tails; NaN where it is unknown. */
  default double tail() {
    double least = Double.POSITIVE_INFINITY;
    for (double p : TAILS) {
      double at = quantile(p);
      double error = Double.isNaN(at) ? Double.NaN : shareError(p, at);
      least = Math.min(least, effective(p * (1 - p), error));
    }
    return least;
  }

  /**
   * A quantile with its error: of the way from the quantile of p − 2s to that of p + 2s a quarter,
   * s being the error of the share, and less near 0 and 1. So no density need be known; and so far
   * apart there are enough values between.
   */
  default Quantile estimate(double p) {
    double at = quantile(p);
    double error = Double.isNaN(at) ? Double.NaN : shareError(p, at);
    double reach = Math.min(2 * error, 0.9 * Math.min(p, 1 - p));
    double width = quantile(p + reach) - quantile(p - reach);
    return new Quantile(p, at, error > 0 ? width * error / (2 * reach) : Double.NaN);
  }

  /** As many independent draws have this error; NaN where there is none. */
  static double effective(double variance, double error) {
    return error > 0 ? variance / (error * error) : Double.NaN;
  }

  /**
   * The normal score of a rank (Blom 1958).
   *
   * @param rank from 1 to {@code values}; of equal values the middle one
   */
  static double score(double rank, double values) {
    return Math.sqrt(2) * Erf.erfInv(2 * (rank - 0.375) / (values + 0.25) - 1);
  }
}
