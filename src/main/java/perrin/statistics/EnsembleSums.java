package perrin.statistics;

import java.util.Optional;

/** What an ensemble has summed over time. */
public interface EnsembleSums {
  /**
   * What was summed over all samples of each cohort, shape [cohorts].
   *
   * @param row of the kernel's sums over time, {@link perrin.kernel.Sampling#timeRows}
   */
  double[] cohortSums(int row);

  /**
   * The same of each walker, shape [walkers]: where a row sums squares, of its squared deviations
   * from its cohort's mean. Empty where walkers are not few.
   */
  Optional<double[]> walkerSums(int row);
}
