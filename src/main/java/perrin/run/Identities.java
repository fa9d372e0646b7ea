package perrin.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Checked;
import perrin.kernel.Kernel;
import perrin.statistics.Identity;

/** What the ensemble has summed, as averages that are known for every Boltzmann distribution. */
final class Identities {
  private Identities() {}

  /**
   * @param judged number of experiments that are judged together, 1 or the points of a sweep
   */
  static List<Identity> of(
      Experiment experiment, Checked checked, double kT, Ensemble ensemble, int judged) {
    int count = checked.products().size() + (checked.curvature().isPresent() ? 1 : 0);
    Identity.Of identities =
        new Identity.Of(
            experiment.firstWalker() / Kernel.COHORT,
            experiment.walkers(),
            experiment.samples(),
            kT,
            count * judged);
    List<Identity> found = new ArrayList<>();
    checked
        .curvature()
        .ifPresent(numbers -> {
          double[] squares = ensemble.cohortSums(numbers.squares(), 0);
          double[] laplacians = ensemble.cohortSums(numbers.laplacian(), 0);
          if (Arrays.stream(laplacians).anyMatch(sum -> sum != 0)) {
            found.add(identities.configurational(squares, laplacians));
          }
        });
    for (Checked.Product product : checked.products()) {
      found.add(
          identities.mean(
              product.name(),
              ensemble.cohortSums(product.observable(), 0),
              Math.max(1, product.terms()),
              product.terms() > 0 ? kT : 0));
    }
    return found;
  }
}
