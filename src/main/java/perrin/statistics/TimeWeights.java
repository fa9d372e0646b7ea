package perrin.statistics;

/**
 * How many values the sums over time of a run are made of.
 *
 * @param ofCohorts one for each cohort
 * @param ofWalkers one for each walker; of use where walkers' sums are kept
 */
public record TimeWeights(Weights ofCohorts, Weights ofWalkers) {
  /** Where every walker belongs to every sample. */
  public static TimeWeights complete(long walkers, long samples) {
    return new TimeWeights(
        Weights.ofCohorts(walkers, samples), Weights.ofWalkers(walkers, samples));
  }
}
