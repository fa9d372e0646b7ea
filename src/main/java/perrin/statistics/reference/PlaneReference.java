package perrin.statistics.reference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
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
  /** How many times farther apart points may be where ends alone are of interest. */
  private static final double COARSE = 2;

  /** Steps on the way up to a maximum. */
  private static final int CLIMB = 1_000;

  final PlaneMesh mesh;
  private final PlaneDensity density;

  /** Whether the mesh has the second coordinate first. */
  final boolean transposed;

  private PlaneReference(PlaneDensity density, PlaneMesh mesh, boolean transposed) {
    this.density = density;
    this.mesh = mesh;
    this.transposed = transposed;
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
    try {
      return inOrder(energy, cost, kT, first, second);
    } catch (NoReferenceException e) {
      if (!e.exists()) {
        throw e;
      }
      // Boxes are halved along the first coordinate first, which a funnel along the second needs
      // more of.
      return inOrder((y, x) -> energy.applyAsDouble(x, y), cost, kT, second, first).transposed();
    }
  }

  private static PlaneReference inOrder(
      DoubleBinaryOperator energy, long cost, double kT, Extent first, Extent second) {
    PlaneDensity density = new PlaneDensity(energy, kT, first, second);
    PlaneMesh mesh = new PlaneMesh(density, cost);
    Extent nearer = nearer(first, density.first, mesh.area().fromT(), mesh.area().toT());
    Extent near = nearer(second, density.second, mesh.area().fromU(), mesh.area().toU());
    boolean wide = nearer != first || near != second;
    return wide
        ? inOrder(energy, cost, kT, nearer, near)
        : new PlaneReference(density, mesh, false);
  }

  private PlaneReference transposed() {
    return new PlaneReference(density, mesh, true);
  }

  /**
   * Refuses an energy that has no Boltzmann distribution because it does not keep walkers together.
   *
   * @throws NoReferenceException that {@link NoReferenceException#isUnconfined()}
   */
  public static void requireConfined(
      DoubleBinaryOperator energy, double kT, Extent first, Extent second) {
    new PlaneSearch(new PlaneDensity(energy, kT, first, second), COARSE);
  }

  /** A closed range without the parts that have no weight, where these are most of it. */
  private static Extent nearer(Extent extent, Stretch stretch, double from, double to) {
    return extent.closed() ? extent.nearer(stretch.x(from), stretch.x(to)) : extent;
  }

  /**
   * The place of the density's highest maximum beyond a rectangle, if there is one.
   *
   * @param x lines, of which the first and the last bound the rectangle; none bound nothing
   * @param y likewise
   * @return [x, y]
   */
  public Optional<double[]> peakBeyond(double[] x, double[] y) {
    if (transposed) {
      return new PlaneReference(density, mesh, false)
          .peakBeyond(y, x)
          .map(peak -> new double[] {peak[1], peak[0]});
    }
    return mesh.peaks().stream()
        .map(peak -> climb(density.first.x(peak.t()), density.second.x(peak.u())))
        .filter(peak -> beyond(x, peak[0]) || beyond(y, peak[1]))
        .max(Comparator.comparingDouble(peak -> density.logDensity(peak[0], peak[1])));
  }

  /**
   * The maximum of the density uphill of a place. The mesh's are those of w, which has the slopes
   * of the stretches in it: far out, w may have one where the density only flattens.
   */
  private double[] climb(double x, double y) {
    double[] at = {x, y};
    double stepX = 0.01 * density.first.slope(density.first.t(x));
    double stepY = 0.01 * density.second.slope(density.second.t(y));
    double highest = density.logDensity(x, y);
    for (int k = 0; k < CLIMB && stepX > 1e-9 * density.first.slope(0); k++) {
      double[] best = at;
      for (int i = 0; i < 9; i++) {
        double[] next = {at[0] + (i % 3 - 1) * stepX, at[1] + (i / 3 - 1) * stepY};
        double height = density.logDensity(next[0], next[1]);
        if (height > highest) {
          highest = height;
          best = next;
        }
      }
      double factor = best == at ? 0.5 : 1.5;
      at = best;
      stepX *= factor;
      stepY *= factor;
    }
    return at;
  }

  private static boolean beyond(double[] lines, double place) {
    return lines.length > 0 && (place < lines[0] || place > lines[lines.length - 1]);
  }

  /**
   * The probabilities of the parts that lines cut the plane into.
   *
   * @param x ascending, [m]; may be none
   * @param y ascending, [n]; may be none
   * @return [m + 1][n + 1]
   */
  public PlaneParts between(double[] x, double[] y) {
    if (transposed) {
      return new PlaneReference(density, mesh, false).between(y, x).transposed();
    }
    double[] t = Arrays.stream(x).map(density.first::t).toArray();
    double[] u = Arrays.stream(y).map(density.second::t).toArray();
    double[][] parts = new double[x.length + 1][y.length + 1];
    for (PlanePolynomial polynomial : mesh.polynomials()) {
      polynomial.addTo(parts, t, u, mesh.top());
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
    return new PlaneParts(parts);
  }
}
