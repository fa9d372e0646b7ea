package perrin.run.judging;

import java.util.ArrayList;
import java.util.List;
import perrin.backend.Ensemble;
import perrin.experiment.Descent;
import perrin.experiment.Experiment;
import perrin.kernel.Descending;
import perrin.kernel.Kernel;
import perrin.statistics.Counted;
import perrin.statistics.verdict.Identity;

/**
 * What the ensemble has summed of a descent by mini-batches, as averages that are known of each
 * that is at rest. Points are taken from their mean, which changes no average where ⟨G⟩ = 0, and
 * makes its error smaller.
 */
final class RestIdentities {
  private final Experiment experiment;
  private final Descending descending;
  private final Ensemble ensemble;

  /**
   * A drift may be so small beside the tolerance: along a direction that is flatter than others it
   * is the least part of what is left to go.
   */
  private static final double SMALL = 0.1;

  private final Identity.Of identities;
  private final Identity.Of drifts;
  private final String law;
  private final List<Identity> found = new ArrayList<>();

  /**
   * @param comparisons number of experiments that are judged together, 1 or the points of a sweep
   */
  private RestIdentities(
      Experiment experiment,
      Kernel kernel,
      Descending descending,
      Ensemble ensemble,
      int comparisons) {
    this.experiment = experiment;
    this.descending = descending;
    this.ensemble = ensemble;
    int count = 1 + descending.coordinates().size() + descending.pairs().size();
    identities =
        new Identity.Of(
            Identity.Law.REST,
            experiment.firstWalker() / Kernel.COHORT,
            Counted.of(experiment, kernel, ensemble).weights(),
            1,
            count * comparisons);
    drifts =
        new Identity.Of(
            Identity.Law.REST,
            identities.firstCohort(),
            identities.weights(),
            SMALL,
            identities.identities());
    Descent descent = experiment.method().descent().orElseThrow();
    law =
        named(descent.point().text(), "x", "z")
            + "*dE/dx"
            + Identity.OVER
            + named(descent.rate().text(), "dt", "r")
            + "/2*g^2"
            + (descent.noise().isPresent() ? " + noise" : "");
  }

  private static String named(String text, String plain, String otherwise) {
    return text.strip().equals(plain) ? plain : otherwise;
  }

  /** All, that of all coordinates together first. */
  static List<Identity> of(
      Experiment experiment,
      Kernel kernel,
      Descending descending,
      Ensemble ensemble,
      int comparisons) {
    var all = new RestIdentities(experiment, kernel, descending, ensemble, comparisons);
    all.find();
    return all.found;
  }

  private void find() {
    descending
        .sums()
        .ifPresentOrElse(
            sums -> found.add(identities.ratio(law, row(sums.moved()), row(sums.spread()), 1)),
            this::together);
    for (Descending.Pair pair : descending.pairs()) {
      if (pair.i() != pair.j()) {
        mixed(pair);
      } else if (descending.coordinates().size() > 1 && spread(pair.i()) > 0) {
        String name = descending.coordinates().get(pair.i()).name();
        found.add(identities.ratio(name + ": " + law, moved(pair), row(pair.spread()), 1));
      }
    }
    for (Descending.Coordinate at : descending.coordinates()) {
      double mean = identities.average(row(at.slope()));
      double variance = identities.average(row(at.square())) - mean * mean;
      if (variance > 0) {
        String name = "dE/d" + at.name() + " over its sd";
        found.add(drifts.mean(name, row(at.slope()), Math.sqrt(variance), 0));
      }
    }
  }

  private double[] row(int observable) {
    return Identities.sums(ensemble, observable);
  }

  /** Of all coordinates. */
  private void together() {
    double[] moved = new double[row(0).length];
    double[] spread = new double[moved.length];
    for (Descending.Pair pair : descending.pairs()) {
      if (pair.i() == pair.j()) {
        double half = descending.rates()[pair.i()] / 2;
        add(half, moved(pair), moved);
        add(half, row(pair.spread()), spread);
      }
    }
    found.add(identities.ratio(law, moved, spread, 1));
  }

  /** Of two coordinates, measured by their own spreads. */
  private void mixed(Descending.Pair pair) {
    double[] difference = moved(pair);
    add(-1, row(pair.spread()), difference);
    double scale = Math.sqrt(spread(pair.i()) * spread(pair.j()));
    if (scale > 0) {
      List<Descending.Coordinate> names = descending.coordinates();
      String name = names.get(pair.i()).name() + ", " + names.get(pair.j()).name();
      found.add(identities.mean(name + ": difference", difference, scale, 0));
    }
  }

  /** z_i G_j/r_i + z_j G_i/r_j with points from their mean; a new array. */
  private double[] moved(Descending.Pair pair) {
    double[] moved = row(pair.moved()).clone();
    Descending.Coordinate i = descending.coordinates().get(pair.i());
    Descending.Coordinate j = descending.coordinates().get(pair.j());
    double[] rates = descending.rates();
    add(-identities.average(row(i.point())) / rates[pair.i()], row(j.slope()), moved);
    add(-identities.average(row(j.point())) / rates[pair.j()], row(i.slope()), moved);
    return moved;
  }

  private double spread(int i) {
    return descending.pairs().stream()
        .filter(pair -> pair.i() == i && pair.j() == i)
        .mapToDouble(pair -> identities.average(row(pair.spread())))
        .findFirst()
        .orElseThrow();
  }

  private static void add(double factor, double[] values, double[] sum) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += factor * values[c];
    }
  }
}
