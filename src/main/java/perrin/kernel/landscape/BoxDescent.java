package perrin.kernel.landscape;

import java.util.Arrays;
import perrin.experiment.Boundary;
import perrin.experiment.Experiment;

/** Descents within an experiment's reflecting walls, and round its periodic coordinates. */
public final class BoxDescent {
  private final PointEnergy.Wrapped energy;
  private final QuasiNewton within;

  private BoxDescent(PointEnergy.Wrapped energy, QuasiNewton within) {
    this.energy = energy;
    this.within = within;
  }

  /**
   * Those of an experiment.
   *
   * @param inside its energy
   */
  public static BoxDescent of(Experiment experiment, PointEnergy inside) {
    ReferenceEnergy reference = new ReferenceEnergy(experiment);
    int dimension = experiment.coordinates().dimension();
    double[][] walls = {new double[dimension], new double[dimension]};
    double[][] periods = {new double[dimension], new double[dimension]};
    Arrays.fill(walls[0], Double.NEGATIVE_INFINITY);
    Arrays.fill(walls[1], Double.POSITIVE_INFINITY);
    Arrays.fill(periods[0], Double.NaN);
    Arrays.fill(periods[1], Double.NaN);
    for (int i = 0; i < dimension; i++) {
      var ends = reference.ends(i);
      if (ends.isPresent()) {
        boolean periodic = ends.get().kind() == Boundary.Kind.PERIODIC;
        (periodic ? periods : walls)[0][i] = ends.get().from();
        (periodic ? periods : walls)[1][i] = ends.get().to();
      }
    }
    var energy = new PointEnergy.Wrapped(inside, periods[0], periods[1]);
    return new BoxDescent(energy, new QuasiNewton(energy, walls[0], walls[1]));
  }

  /** As {@link QuasiNewton#descend}, to a place inside. */
  public QuasiNewton.Place descend(double[] start, int steps) {
    QuasiNewton.Place end = within.descend(start, steps);
    return new QuasiNewton.Place(energy.inside(end.at()), end.energy());
  }
}
