package perrin.statistics.verdict;

import java.util.Arrays;
import perrin.statistics.Interval;
import perrin.statistics.StudentT;
import perrin.statistics.TimeMean;
import perrin.statistics.TimeWeights;

/**
 * An average that is known for every Boltzmann distribution, or for every walk by mini-batches that
 * is at rest, whatever the energy.
 *
 * @param law whose average it is
 * @param name what is averaged, such as {@code x*dE/dy}, or {@link #CONFIGURATIONAL}
 * @param mean what was measured, in units of energy; for {@link Law#REST} without units
 * @param standardError its standard error; NaN if unknown
 * @param expected kT, or 0
 * @param kT the temperature, what deviations are measured by; 1 for {@link Law#REST}
 * @param margin standard errors to either end of the interval: 95 % for all identities together
 */
public record Identity(
    Law law,
    String name,
    double mean,
    double standardError,
    double expected,
    double kT,
    double margin) {
  /** For which distributions an average is known. */
  public enum Law {
    /** The equilibrium at a temperature. */
    BOLTZMANN("boltzmann"),
    /** Whatever a walk by mini-batches settles into. */
    REST("rest");

    private final String word;

    Law(String word) {
      this.word = word;
    }

    /** The word in run files. */
    public String word() {
      return word;
    }

    /** The law of that word. */
    public static Law of(String word) {
      for (Law law : values()) {
        if (law.word.equals(word)) {
          return law;
        }
      }
      throw new IllegalArgumentException("no law is called '" + word + "'");
    }
  }

  /** ⟨|∇E|²⟩/⟨∇²E⟩, which is kT. */
  public static final String CONFIGURATIONAL = "configurational temperature";

  /** In the names of ratios of two averages. */
  public static final String OVER = " over ";

  /** With fewer cohorts there are no standard errors. */
  public static final int MIN_COHORTS = 8;

  /** With fewer walkers there are no standard errors. */
  public static final int MIN_WALKERS = 32;

  /**
   * What the identities of a run have in common.
   *
   * @param law whose averages they are
   * @param firstCohort global number of the first cohort
   * @param weights of its sums over time
   * @param kT the temperature
   * @param identities how many are judged together, at all points of a sweep (Bonferroni)
   */
  public record Of(Law law, long firstCohort, TimeWeights weights, double kT, int identities) {
    /**
     * An average.
     *
     * @param sums over all samples of each cohort's walkers, [cohorts], or of each walker alone,
     *     [walkers]
     * @param scale what the average is divided by
     * @param expected the average that it should be then
     */
    public Identity mean(String name, double[] sums, double scale, double expected) {
      TimeMean found = timeMean(sums);
      double error = error(found.standardError() / scale, sums.length);
      return new Identity(
          law, name, found.mean() / scale, error, expected, kT, margin(sums.length));
    }

    private TimeMean timeMean(double[] sums) {
      return byWalker(sums.length)
          ? TimeMean.ofWalkers(sums, weights.ofWalkers())
          : TimeMean.of(firstCohort, sums, weights.ofCohorts());
    }

    /** Whether so many sums are of single walkers. */
    private boolean byWalker(int sums) {
      return sums == weights.ofWalkers().size() && sums > 1;
    }

    /**
     * The ratio of ⟨|∇E|²⟩ and ⟨∇²E⟩, R = G/L. Its error is that of the mean of |∇E|² − R ∇²E over
     * L (the delta method, or infinitesimal jackknife: Efron, The Jackknife, 1982, ch. 6).
     *
     * @param squares as for {@link #mean}, of |∇E|²
     * @param laplacians of ∇²E
     */
    public Identity configurational(double[] squares, double[] laplacians) {
      return ratio(CONFIGURATIONAL, squares, laplacians, kT);
    }

    /** The ratio of two averages, likewise. */
    public Identity ratio(String name, double[] above, double[] below, double expected) {
      double g = timeMean(above).mean();
      double l = timeMean(below).mean();
      double[] rest = rest(above, below, g / l);
      double spread = timeMean(rest).standardError();
      double error = error(spread / Math.abs(l), rest.length);
      return new Identity(law, name, g / l, error, expected, kT, margin(rest.length));
    }

    /** An average over all samples. */
    public double average(double[] sums) {
      return timeMean(sums).mean();
    }

    private static double[] rest(double[] squares, double[] laplacians, double ratio) {
      double[] rest = new double[squares.length];
      for (int c = 0; c < rest.length; c++) {
        rest[c] = squares[c] - ratio * laplacians[c];
      }
      return rest;
    }

    /**
     * Whether the error of {@link #configurational} rests on one cohort of many: where values are
     * rare and large, and the interval is not to be trusted.
     */
    public boolean restsOnOne(double[] squares, double[] laplacians) {
      return restsOnOne(rest(squares, laplacians, kT));
    }

    /** Whether the error of {@link #mean} does. */
    public boolean restsOnOne(double[] sums) {
      double mean = Arrays.stream(sums).average().orElse(0);
      double all = 0;
      double largest = 0;
      for (double sum : sums) {
        all += (sum - mean) * (sum - mean);
        largest = Math.max(largest, (sum - mean) * (sum - mean));
      }
      return sums.length >= 2 * MIN_COHORTS && largest > all / 2;
    }

    private double error(double error, int sums) {
      return isFew(sums) ? Double.NaN : error;
    }

    private boolean isFew(int sums) {
      return sums < (byWalker(sums) ? MIN_WALKERS : MIN_COHORTS);
    }

    private double margin(int sums) {
      return isFew(sums)
          ? Double.NaN
          : StudentT.quantile(Interval.OUTSIDE / identities, sums - 1.0);
    }
  }

  /** (mean − expected)/kT with its interval. */
  public Interval deviation() {
    double value = (mean - expected) / kT;
    double half = margin * standardError / kT;
    return new Interval(value, value - half, value + half);
  }

  /** The average with its interval. */
  public Interval interval() {
    double half = margin * standardError;
    return new Interval(mean, mean - half, mean + half);
  }

  /** Whether the deviation's interval meets [−tolerance, tolerance]. */
  public boolean holds(double tolerance) {
    Interval deviation = deviation();
    return !(deviation.low() > tolerance || deviation.high() < -tolerance);
  }

  /** As physicists write it. */
  public String notation() {
    boolean plain = law == Law.REST || name.equals(CONFIGURATIONAL);
    return plain ? name : "<" + name + ">";
  }
}
