package perrin.report.figures;

import java.util.Optional;
import java.util.OptionalDouble;
import perrin.calculus.Tape;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.HostObservables;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.output.ObservableRecord;

/**
 * The average ∫ A e^(−E/kT) dx / ∫ e^(−E/kT) dx of an observable of one or two coordinates, by the
 * midpoint rule on two meshes of different range and fineness. Where these do not agree far within
 * the run's own error, nothing is said.
 */
final class BoltzmannAverage {
  private static final int[][] POINTS = {{4_001, 301}, {6_001, 401}};

  /** How far beyond the picture is integrated. */
  private static final double[] STRETCH = {1.6, 2.3};

  /** Of the run's standard error: what the meshes may differ. */
  private static final double AGREED = 0.1;

  private BoltzmannAverage() {}

  /** Empty where there is no such average, or it cannot be had. */
  static OptionalDouble of(RunPoint point, String observable, ObservableRecord record) {
    boolean settled =
        point.record().histograms().values().stream().anyMatch(each -> each.hasReference());
    Optional<Surface> surface = settled ? point.surface() : Optional.empty();
    OptionalDouble kT = surface.isEmpty() ? OptionalDouble.empty() : point.temperature();
    if (kT.isEmpty() || !(kT.getAsDouble() > 0)) {
      return OptionalDouble.empty();
    }
    try {
      Experiment experiment = point.experiment().orElseThrow();
      Optional<Tape> formula = new HostObservables(experiment, true).of(observable);
      if (formula.isEmpty()) {
        return OptionalDouble.empty();
      }
      double coarse = mean(experiment, surface.get(), formula.get(), kT.getAsDouble(), 0);
      double fine = mean(experiment, surface.get(), formula.get(), kT.getAsDouble(), 1);
      boolean agreed =
          Math.abs(coarse - fine) <= AGREED * record.timeMean().standardError()
              || Math.abs(coarse - fine) <= 1e-9 * Math.abs(fine);
      return agreed ? OptionalDouble.of(fine) : OptionalDouble.empty();
    } catch (ExperimentException e) {
      return OptionalDouble.empty();
    }
  }

  private static double mean(
      Experiment experiment, Surface surface, Tape formula, double kT, int mesh) {
    int dimension = surface.dimension();
    int points = POINTS[mesh][dimension - 1];
    double[][] axes = new double[dimension][];
    for (int i = 0; i < dimension; i++) {
      axes[i] = axis(experiment, surface, i, points, STRETCH[mesh]);
    }
    int all = dimension == 1 ? points : points * points;
    double[] energies = new double[all];
    double lowest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < all; k++) {
      energies[k] = surface.energy().energy(at(axes, k));
      lowest = energies[k] < lowest ? energies[k] : lowest;
    }
    double weights = 0;
    double sum = 0;
    for (int k = 0; k < all; k++) {
      double weight = StrictMath.exp((lowest - energies[k]) / kT);
      if (weight > 0) { // not NaN either
        weights += weight;
        sum += weight * formula.value(at(axes, k));
      }
    }
    return sum / weights;
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
    double[] axis = new double[points];
    for (int i = 0; i < points; i++) {
      axis[i] = from + (to - from) * (i + 0.5) / points;
    }
    return axis;
  }
}
