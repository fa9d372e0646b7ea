package perrin.run;

import java.util.Map;
import java.util.Optional;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.Outputs;
import perrin.experiment.Sweep;

/**
 * An experiment with some of its walkers only and without outputs. A walker does not know the
 * others: these go where they went before.
 */
final class FewWalkers {
  private FewWalkers() {}

  /**
   * @param firstWalker global number, a multiple of 32
   */
  static Experiment of(Experiment x, long firstWalker, long walkers) {
    return new Experiment(
        x.title(),
        x.model(),
        x.method(),
        x.temperature(),
        x.dt(),
        walkers,
        firstWalker,
        x.steps(),
        x.burnIn(),
        x.sampleEvery(),
        new Outputs(Map.of(), Map.of(), Map.of(), Optional.empty()),
        x.check().filter(Check::rhat).map(check -> new Check(Optional.empty(), 1, false, true)),
        Sweep.NONE,
        x.precision(),
        x.math(),
        x.curand(),
        x.seed());
  }
}
