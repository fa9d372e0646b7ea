package perrin.run;

import java.util.Optional;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.statistics.TimeCorrelation;
import perrin.statistics.TimeWeights;
import perrin.statistics.Weights;

/** How many walkers counted at the samples, from what the ensemble has summed. */
final class Counted {
  private Counted() {}

  /** Of the sums over time. */
  static TimeWeights weights(Experiment experiment, Kernel kernel, Ensemble ensemble) {
    TimeWeights complete = TimeWeights.complete(experiment.walkers(), experiment.samples());
    return kernel
        .sampling()
        .presence()
        .map(presence ->
            new TimeWeights(
                Weights.counted(ensemble.cohortSums(presence.row())),
                ensemble
                    .walkerSums(presence.row())
                    .map(Weights::counted)
                    .orElse(complete.ofWalkers())))
        .orElse(complete);
  }

  /** Of a correlation's sums; empty where every walker belongs to every sample. */
  static Optional<TimeCorrelation.Pairs> pairs(
      Kernel kernel, Sampling.Correlated correlated, Ensemble ensemble) {
    return kernel.sampling().correlated().stream()
        .filter(each -> each.product() == Sampling.Product.PLAIN)
        .filter(each -> each.name().equals(correlated.name()))
        .findFirst()
        .map(pairs ->
            new TimeCorrelation.Pairs(
                Correlations.cohortSums(pairs, ensemble),
                Correlations.walkerSums(pairs, ensemble).orElse(new double[0][])));
  }
}
