package perrin.run.judging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Checked;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.kernel.landscape.LocalEnergy;
import perrin.statistics.Counted;
import perrin.statistics.verdict.Identity;

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
   * @param comparisons number of experiments that are judged together, 1 or the points of a sweep
   */
  static Found of(
      Experiment experiment,
      KernelCompiler.Compiled compiled,
      double kT,
      Ensemble ensemble,
      LocalEnergy energy,
      int comparisons) {
    Checked checked = compiled.checked();
    FreeDirections free =
        checked.identities()
            ? FreeDirections.of(experiment, ensemble, energy)
            : new FreeDirections(0, new double[0]);
    List<Checked.Product> products =
        checked.products().stream().filter(product -> applies(product, free)).toList();
    Optional<double[]> all = total(experiment, checked, free, ensemble);
    int count =
        products.size() + (all.isPresent() ? 1 : 0) + (checked.curvature().isPresent() ? 1 : 0);
    Identity.Of identities =
        new Identity.Of(
            Identity.Law.BOLTZMANN,
            experiment.firstWalker() / Kernel.COHORT,
            Counted.of(experiment, compiled.kernel(), ensemble).weights(),
            kT,
            count * comparisons);
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    checked
        .curvature()
        .ifPresent(numbers -> {
          double[] squares = sums(ensemble, numbers.squares());
          double[] laplacians = sums(ensemble, numbers.laplacian());
          if (Arrays.stream(laplacians).anyMatch(sum -> sum != 0)) {
            found.add(
                identities.configurational(squares, laplacians),
                identities.restsOnOne(squares, laplacians));
          }
        });
    for (Checked.Product product : products) {
      double[] sums = sums(ensemble, product.observable());
      int terms =
          product.row() == Checked.Product.ALL ? product.terms() - free.count() : product.terms();
      double expected = terms > 0 ? kT : 0;
      found.add(
          identities.mean(product.name(), sums, Math.max(1, terms), expected),
          identities.restsOnOne(sums));
    }
    all.ifPresent(sums -> {
      int confined = experiment.coordinates().dimension() - free.count();
      String name = "x*dE/dx, all coordinates, of " + confined + " directions";
      found.add(identities.mean(name, sums, confined, kT), identities.restsOnOne(sums));
    });
    if (free.count() > 0) {
      found.notes.add(
          "the energy does not change along "
              + free.count()
              + (free.count() == 1 ? " direction" : " directions")
              + " (such as all coordinates moving together), so nothing confines "
              + named(experiment, free)
              + ", and what holds for confined coordinates alone was left out.");
    }
    return found;
  }

  /** Over all samples: of each walker where they are few, otherwise of each cohort. */
  static double[] sums(Ensemble ensemble, int observable) {
    return ensemble.walkerSums(observable).orElseGet(() -> ensemble.cohortSums(observable));
  }

  /** Whether a product's average is known where some directions are free. */
  private static boolean applies(Checked.Product product, FreeDirections free) {
    return switch (product.row()) {
      case Checked.Product.WALL -> true;
      case Checked.Product.ALL -> product.terms() > free.count();
      default -> free.count() == 0 || !free.frees(product.row());
    };
  }

  /**
   * Sums of Σ x_i ∂E/∂x_i, which is kT for each direction that is not free: a gradient has no
   * component along the others. Empty where no direction is free, or not all products are there.
   */
  private static Optional<double[]> total(
      Experiment experiment, Checked checked, FreeDirections free, Ensemble ensemble) {
    List<double[]> own =
        checked.products().stream()
            .filter(product -> product.row() >= 0 && product.terms() == 1)
            .map(product -> sums(ensemble, product.observable()))
            .toList();
    int dimension = experiment.coordinates().dimension();
    if (free.count() == 0 || free.count() == dimension || own.size() < dimension) {
      return Optional.empty();
    }
    double[] sums = new double[own.getFirst().length];
    for (double[] each : own) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += each[c];
      }
    }
    return Optional.of(sums);
  }

  private static String named(Experiment experiment, FreeDirections free) {
    List<String> names = experiment.coordinates().componentNames();
    List<String> first =
        IntStream.range(0, names.size()).filter(free::frees).limit(3).mapToObj(names::get).toList();
    return String.join(", ", first) + (first.size() == 3 ? ", ..." : "");
  }
}
