package perrin.run;

import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.Outputs;

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
    return x.withoutSweep()
        .withCheck(x.check().filter(Check::rhat).map(Check::ofRhat))
        .withOutputs(Outputs.NONE)
        .withWalkers(firstWalker, walkers);
  }
}
