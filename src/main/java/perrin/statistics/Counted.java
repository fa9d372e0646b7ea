package perrin.statistics;

import java.util.Optional;
import java.util.stream.IntStream;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;

/**
 * How many walkers counted at a run's samples.
 *
 * @param walkers of the run
 * @param samples number of sample times
 */
public record Counted(Sampling sampling, long walkers, long samples, EnsembleSums sums) {
  /** Of a run of an experiment. */
  public static Counted of(Experiment experiment, Kernel kernel, EnsembleSums sums) {
    return new Counted(kernel.sampling(), experiment.walkers(), experiment.samples(), sums);
  }

  /** What the sums over time weigh. */
  public TimeWeights weights() {
    TimeWeights complete = TimeWeights.complete(walkers, samples);
    return sampling
        .presence()
        .map(presence ->
            new TimeWeights(
                Weights.counted(sums.cohortSums(presence.row())),
                sums.walkerSums(presence.row()).map(Weights::counted).orElse(complete.ofWalkers())))
        .orElse(complete);
  }

  /**
   * The mean over time of a quantity, with its error: from the walkers where they are few.
   *
   * @param firstCohort global number of the first cohort
   * @param row of the kernel's sums over time
   */
  public TimeMean timeMean(long firstCohort, int row) {
    TimeWeights weights = weights();
    double[] cohorts = sums.cohortSums(row);
    return sums.walkerSums(row)
        .map(walkers -> TimeMean.of(firstCohort, cohorts, walkers, weights))
        .orElseGet(() -> TimeMean.of(firstCohort, cohorts, weights.ofCohorts()));
  }

  /** In how many pairs of samples; empty where every walker belongs to every sample. */
  public Optional<TimeCorrelation.Pairs> pairs(Sampling.Correlated correlated) {
    return sampling.correlated().stream()
        .filter(each -> each.product() == Sampling.Product.PLAIN)
        .filter(each -> each.name().equals(correlated.name()))
        .findFirst()
        .map(pairs ->
            new TimeCorrelation.Pairs(ofCohorts(pairs), ofWalkers(pairs).orElse(new double[0][])));
  }

  /** Each cohort's sums over time of a correlated quantity, shape [lags + 1][cohorts]. */
  public double[][] ofCohorts(Sampling.Correlated of) {
    return rows(of).mapToObj(sums::cohortSums).toArray(double[][]::new);
  }

  /** Each walker's, shape [lags + 1][walkers], where walkers are few. */
  public Optional<double[][]> ofWalkers(Sampling.Correlated of) {
    return sums.walkerSums(of.row())
        .map(_ ->
            rows(of).mapToObj(row -> sums.walkerSums(row).orElseThrow()).toArray(double[][]::new));
  }

  private static IntStream rows(Sampling.Correlated of) {
    return IntStream.rangeClosed(of.row(), of.row() + of.lags());
  }
}
