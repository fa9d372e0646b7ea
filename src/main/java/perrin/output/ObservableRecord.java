package perrin.output;

import java.util.Arrays;
import perrin.statistics.TimeMean;

/**
 * One observable's course and average.
 *
 * @param mean ensemble mean at each sample, [samples]
 * @param variance ensemble variance at each sample (over the number of walkers), [samples]
 * @param timeMean mean over walkers and samples
 * @param cohortSums per cohort the sum over its walkers and all samples, [cohorts]
 */
public record ObservableRecord(
    double[] mean, double[] variance, TimeMean timeMean, double[] cohortSums) {

  /** Refuses series of different lengths. */
  public ObservableRecord {
    if (mean.length != variance.length) {
      throw new IllegalArgumentException(
          mean.length + " means and " + variance.length + " variances, must be as many");
    }
  }

  /** Whether all values are equal, NaN to NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ObservableRecord that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(variance, that.variance)
        && timeMean.equals(that.timeMean)
        && Arrays.equals(cohortSums, that.cohortSums);
  }

  @Override
  public int hashCode() {
    return 31 * timeMean.hashCode() + Arrays.hashCode(cohortSums);
  }
}
