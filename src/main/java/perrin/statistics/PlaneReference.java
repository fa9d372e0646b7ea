package perrin.statistics;

import java.util.function.DoubleBinaryOperator;

/**
 * The Boltzmann distribution p(x, y) = e^(−E(x, y)/kT)/Z of an energy of two coordinates, each on
 * the whole real line or between two boundaries, by adaptive quadrature with an error below 1e-9 of
 * the whole; for energies with jumps or kinks across the plane, below 1e-5.
 *
 * <p>The plane is cut into boxes in which the density is as good as a polynomial of degree 11 in
 * either direction, and a polynomial's integral over any part of its box is exact. So bins may lie
 * as they like, and marginals are bins that are as long as the plane.
 */
public final class PlaneReference {
  private final PlaneMesh mesh;
  private final PlaneDensity density;
  private final double partition;

  private PlaneReference(PlaneDensity density, PlaneMesh mesh) {
    this.density = density;
    this.mesh = mesh;
    this.partition = mesh.integral((x, y) -> 1);
  }

  /**
   * The distribution of an energy.
   *
   * @param energy E(x, y), in the units of kT; called by several threads at a time
   * @param cost of computing the energy once, in operations; what takes long is looked at less
   * @param kT temperature, above 0
   * @throws NoReferenceException where the energy is unbounded below or its density cannot be
   *     normalised or integrated
   */
  public static PlaneReference of(
      DoubleBinaryOperator energy, long cost, double kT, Extent first, Extent second) {
    if (!(kT > 0) || Double.isInfinite(kT)) {
      throw new IllegalArgumentException("kT " + kT + ", must be > 0 and finite");
    }
    PlaneDensity density = new PlaneDensity(energy, kT, first, second);
    return new PlaneReference(density, new PlaneMesh(density, cost));
  }

  /** ln Z, Z = ∫ e^(−E/kT) dx dy. */
  public double logPartitionFunction() {
    return StrictMath.log(partition) + mesh.top();
  }

  /** The average ⟨f⟩ of a function that grows more slowly than the density falls. */
  public double average(DoubleBinaryOperator f) {
    return mesh.integral(f) / partition;
  }

  /**
   * The probabilities of the parts that lines cut the plane into.
   *
   * @param x ascending, [m]; may be none
   * @param y ascending, [n]; may be none
   * @return of x below, between and above the lines, [m + 1], and the same of y, [n + 1]
   */
  public double[][] between(double[] x, double[] y) {
    double[] t = java.util.Arrays.stream(x).map(density.first::t).toArray();
    double[] u = java.util.Arrays.stream(y).map(density.second::t).toArray();
    double[][] parts = new double[x.length + 1][y.length + 1];
    for (PlaneBox box : mesh.boxes()) {
      box.addTo(parts, t, u);
    }
    double sum = 0;
    for (double[] row : parts) {
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.max(0, row[j]); // a polynomial's error, where the density is next to nothing
        sum += row[j];
      }
    }
    for (double[] row : parts) {
      for (int j = 0; j < row.length; j++) {
        row[j] /= sum;
      }
    }
    return parts;
  }
}
