package perrin.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import perrin.calculus.Tape;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.HostObservables;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.output.ObservableRecord;

/**
 * Averages ∫ A e^(−E/kT) dx / ∫ e^(−E/kT) dx of observables of one or two coordinates, by the
 * midpoint rule on two meshes of different range and fineness. Where these do not agree far within
 * the run's own error, nothing is said.
 *
 * @param meshes the coarse one and the fine one; none where there is no such average
 */
record BoltzmannAverages(Optional<HostObservables> formulas, List<Mesh> meshes) {
  private static final BoltzmannAverages NONE = new BoltzmannAverages(Optional.empty(), List.of());

  /** Points along an axis of each mesh, by coordinates. */
  private static final int[][] POINTS = {{3_001, 4_001}, {201, 281}};

  /** How far beyond the picture is integrated. */
  private static final double[] STRETCH = {2.0, 2.6};

  /** Of the run's standard error: what the meshes may differ. */
  private static final double AGREED = 0.1;

  /** Of the largest: smaller weights count for nothing. */
  private static final double NOTHING = 1e-18;

  /** Places with weights, which add up to 1. */
  record Mesh(double[][] at, double[] weight) {
    double mean(Tape formula) {
      return IntStream.range(0, weight.length)
          .mapToDouble(k -> weight[k] * formula.value(at[k]))
          .sum();
    }
  }

  static BoltzmannAverages of(RunPoint point) {
    boolean settled =
        point.record().histograms().values().stream().anyMatch(each -> each.hasReference());
    Optional<Surface> surface = settled ? point.surface() : Optional.empty();
    OptionalDouble kT = surface.isEmpty() ? OptionalDouble.empty() : point.temperature();
    if (kT.isEmpty() || !(kT.getAsDouble() > 0)) {
      return NONE;
    }
    Experiment experiment = point.experiment().orElseThrow();
    List<Mesh> meshes = new ArrayList<>();
    for (int mesh = 0; mesh < STRETCH.length; mesh++) {
      meshes.add(mesh(experiment, surface.get(), kT.getAsDouble(), mesh));
    }
    return new BoltzmannAverages(Optional.of(new HostObservables(experiment, true)), meshes);
  }

  /** Empty where the average of an observable is not known well enough. */
  OptionalDouble of(String observable, ObservableRecord record) {
    double error = record.timeMean().standardError();
    if (formulas.isEmpty() || !Double.isFinite(error)) {
      return OptionalDouble.empty();
    }
    try {
      Optional<Tape> formula = formulas.get().of(observable);
      if (formula.isEmpty()) {
        return OptionalDouble.empty();
      }
      double coarse = meshes.getFirst().mean(formula.get());
      double fine = meshes.getLast().mean(formula.get());
      boolean agreed =
          Math.abs(coarse - fine) <= AGREED * error
              || Math.abs(coarse - fine) <= 1e-9 * Math.abs(fine);
      return agreed ? OptionalDouble.of(fine) : OptionalDouble.empty();
    } catch (ExperimentException e) {
      return OptionalDouble.empty(); // it names what is known while walking only
    }
  }

  private static Mesh mesh(Experiment experiment, Surface surface, double kT, int mesh) {
    int dimension = surface.dimension();
    int points = POINTS[dimension - 1][mesh];
    double[][] axes = new double[dimension][];
    for (int i = 0; i < dimension; i++) {
      axes[i] = axis(experiment, surface, i, points, STRETCH[mesh]);
    }
    int all = dimension == 1 ? points : points * points;
    double[] energies =
        IntStream.range(0, all)
            .parallel()
            .mapToDouble(k -> surface.energy().energy(at(axes, k)))
            .toArray();
    double lowest =
        IntStream.range(0, all)
            .mapToDouble(k -> energies[k])
            .filter(Double::isFinite)
            .min()
            .orElse(0);
    int[] taken =
        IntStream.range(0, all)
            .filter(k -> StrictMath.exp((lowest - energies[k]) / kT) > NOTHING) // not NaN either
            .toArray();
    double[] weight =
        IntStream.of(taken).mapToDouble(k -> StrictMath.exp((lowest - energies[k]) / kT)).toArray();
    double sum = IntStream.range(0, weight.length).mapToDouble(k -> weight[k]).sum();
    for (int k = 0; k < weight.length; k++) {
      weight[k] /= sum;
    }
    return new Mesh(
        IntStream.of(taken).mapToObj(k -> at(axes, k)).toArray(double[][]::new), weight);
  }

  private static double[] at(double[][] axes, int k) {
    return axes.length == 1
        ? new double[] {axes[0][k]}
        : new double[] {axes[0][k / axes[1].length], axes[1][k % axes[1].length]};
  }

  /** Middles of cells over the boundaries, or beyond the picture. */
  private static double[] axis(
      Experiment experiment, Surface surface, int coordinate, int points, double stretch) {
    Optional<ReferenceEnergy.Ends> ends = new ReferenceEnergy(experiment).ends(coordinate);
    double length = surface.to()[coordinate] - surface.from()[coordinate];
    double more = (stretch - 1) / 2 * length;
    double from = ends.map(e -> e.from()).orElse(surface.from()[coordinate] - more);
    double to = ends.map(e -> e.to()).orElse(surface.to()[coordinate] + more);
    return IntStream.range(0, points)
        .mapToDouble(i -> from + (to - from) * (i + 0.5) / points)
        .toArray();
  }
}
