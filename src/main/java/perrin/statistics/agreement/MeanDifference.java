package perrin.statistics.agreement;

import perrin.statistics.StudentT;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;

/**
 * The difference of two means.
 *
 * @param value second less first, in the observable's units
 * @param standardError in the same units; NaN if unknown
 * @param degreesOfFreedom of the standard error
 * @param paired whether it is of walkers that share their noise
 */
public record MeanDifference(
    double value, double standardError, double degreesOfFreedom, boolean paired)
    implements Difference {

  /** Fewer cohorts are too few to learn an error from. */
  private static final int LEAST_COHORTS = 8;

  /**
   * Of two independent runs; s₁ and s₂ being the standard errors, ν₁ and ν₂ their degrees of
   * freedom, that of the difference is √(s₁² + s₂²) with (s₁² + s₂²)²/(s₁⁴/ν₁ + s₂⁴/ν₂) degrees of
   * freedom (Welch 1947, Satterthwaite 1946).
   */
  public static MeanDifference of(TimeMean first, TimeMean second) {
    double a = first.standardError() * first.standardError();
    double b = second.standardError() * second.standardError();
    double degrees =
        a + b > 0
            ? (a + b)
                * (a + b)
                / (a * a / first.degreesOfFreedom() + b * b / second.degreesOfFreedom())
            : Math.min(first.degreesOfFreedom(), second.degreesOfFreedom());
    return new MeanDifference(second.mean() - first.mean(), Math.sqrt(a + b), degrees, false);
  }

  /**
   * Of two runs of the same walkers with the same noise, from the differences of each cohort:
   * cohorts are independent, whatever two walkers of the same number have in common.
   *
   * @param firstCohort global number of the first
   * @param first sums over walkers and samples, [cohorts]
   * @param second the same of the other run, of as many samples
   * @param weights of both
   */
  public static MeanDifference paired(
      long firstCohort, double[] first, double[] second, Weights weights) {
    double[] differences = new double[first.length];
    for (int c = 0; c < differences.length; c++) {
      differences[c] = second[c] - first[c];
    }
    TimeMean mean = TimeMean.of(firstCohort, differences, weights);
    return new MeanDifference(mean.mean(), mean.standardError(), mean.degreesOfFreedom(), true);
  }

  /** Whether so many cohorts tell an error. */
  public static boolean canPair(int cohorts) {
    return cohorts >= LEAST_COHORTS;
  }

  /** The difference in standard errors; 0 where there is none, infinite where nothing is random. */
  public double inErrors() {
    return value == 0 ? 0 : value / standardError;
  }

  /** Student's t, two-sided. */
  @Override
  public double pValue() {
    if (Double.isNaN(value) || Double.isNaN(standardError)) {
      return Double.NaN;
    }
    if (value == 0 || standardError == 0) {
      return value == 0 ? 1 : 0;
    }
    return StudentT.twoSided(inErrors(), degreesOfFreedom);
  }
}
