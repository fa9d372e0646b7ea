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

  /** What was found, and a sentence about each that is not to be trusted. */
  record Found(List<Identity> identities, List<String> notes) {
    private void add(Identity identity, boolean restsOnOne) {
      identities.add(identity);
      if (restsOnOne) {
        notes.add(
            "the error of "
                + identity.notation()
                + " rests on one cohort of walkers: large values are rare, and its interval may be too"
                + " short; take more samples.");
      }
    }
  }

  /**
   * @param judged number of experiments that are judged together, 1 or the points of a sweep
   */
  static Found of(
      Experiment experiment, Checked checked, double kT, Ensemble ensemble, int judged) {
    int count = checked.products().size() + (checked.curvature().isPresent() ? 1 : 0);
    Identity.Of identities =
        new Identity.Of(
            experiment.firstWalker() / Kernel.COHORT,
            experiment.walkers(),
            experiment.samples(),
            kT,
            count * judged);
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    checked
        .curvature()
        .ifPresent(numbers -> {
          double[] squares = ensemble.cohortSums(numbers.squares(), 0);
          double[] laplacians = ensemble.cohortSums(numbers.laplacian(), 0);
          if (Arrays.stream(laplacians).anyMatch(sum -> sum != 0)) {
            found.add(
                identities.configurational(squares, laplacians),
                identities.restsOnOne(squares, laplacians));
          }
        });
    for (Checked.Product product : checked.products()) {
      double[] sums = ensemble.cohortSums(product.observable(), 0);
      int scale = Math.max(1, product.terms());
      double expected = product.terms() > 0 ? kT : 0;
      found.add(
          identities.mean(product.name(), sums, scale, expected), identities.restsOnOne(sums));
    }
    return found;
  }
}
