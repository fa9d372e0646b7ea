package perrin.run.judging;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.LocalEnergy;

/**
 * Directions along which an energy does not change, wherever the walkers are: a cluster that may
 * move as a whole, a coordinate that the energy does not name. All gradients are orthogonal to
 * them.
 *
 * @param count how many there are
 * @param shares of each coordinate, the squared length of its projection on them, [coordinates]
 */
record FreeDirections(int count, double[] shares) {
  /** Beyond, eigenvectors would take too long. */
  private static final int MOST_COORDINATES = 200;

  private static final double MOST_OPERATIONS = 2e7;

  /** Lengths below this share of the largest are rounding errors. */
  private static final double ROUNDING = 1e-12;

  /** Looks at the gradients where some of the walkers are. */
  static FreeDirections of(Experiment experiment, Ensemble ensemble, LocalEnergy energy) {
    int dimension = experiment.coordinates().dimension();
    double[] none = new double[dimension];
    int walkers = (int) Math.min(experiment.walkers(), 2L * dimension + 8);
    if (dimension > MOST_COORDINATES || walkers <= dimension) {
      return new FreeDirections(0, none);
    }
    if (walkers * energy.cost() > MOST_OPERATIONS) {
      return new FreeDirections(0, none);
    }
    long apart = experiment.walkers() / walkers;
    int[] some = IntStream.range(0, walkers).map(w -> Math.toIntExact(w * apart)).toArray();
    RealMatrix slopes = MatrixUtils.createRealMatrix(walkers, dimension);
    double[][] at = StepNotes.values(ensemble, 0, dimension, some);
    for (int w = 0; w < walkers; w++) {
      slopes.setRow(w, unit(energy.gradient(at[w])));
    }
    return of(slopes);
  }

  /** A vector's direction; none where it has no length. */
  private static double[] unit(double[] vector) {
    double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
    if (!(largest > 0) || !Double.isFinite(largest)) {
      return new double[vector.length];
    }
    double[] scaled = Arrays.stream(vector).map(v -> v / largest).toArray();
    double length = Math.sqrt(Arrays.stream(scaled).map(v -> v * v).sum());
    return Arrays.stream(scaled).map(v -> v / length).toArray();
  }

  /**
   * @param slopes directions of gradients, shape [walkers][coordinates]
   */
  private static FreeDirections of(RealMatrix slopes) {
    int dimension = slopes.getColumnDimension();
    var found = new SingularValueDecomposition(slopes);
    double[] values = found.getSingularValues();
    double[] shares = new double[dimension];
    int count = 0;
    for (int k = 0; k < dimension; k++) {
      if (values[k] <= ROUNDING * values[0]) {
        count++;
        for (int i = 0; i < dimension; i++) {
          shares[i] += found.getV().getEntry(i, k) * found.getV().getEntry(i, k);
        }
      }
    }
    return new FreeDirections(count, shares);
  }

  /** Whether nothing confines a coordinate. */
  boolean frees(int coordinate) {
    return shares[coordinate] > 1e-9;
  }
}
