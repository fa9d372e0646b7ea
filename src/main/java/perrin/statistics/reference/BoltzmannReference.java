package perrin.statistics.reference;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The Boltzmann distribution p(x) = e^(−E(x)/kT)/Z of a one-dimensional energy on the whole real
 * line or between two boundaries, by adaptive Gauss–Legendre quadrature with a relative error below
 * 1e-10.
 *
 * <p>Where the energy is +∞ or not a number it is outside its domain and has no weight: −log(x)
 * confines to x &gt; 0. Part of the density may be missed where it hides between the points looked
 * at, which lie 1/1000 of the expected range apart in and near that range, and 2 % of the distance
 * apart beyond; around what is found the mesh is refined as far as it takes.
 */
public final class BoltzmannReference {
  /** Bins far out in the tails are to be as accurate as the others. */
  static final double TAILS = 1e-26;

  final DensityMesh mesh;
  final AdaptiveQuadrature quadrature;

  private BoltzmannReference(DensityMesh mesh) {
    this.mesh = mesh;
    this.quadrature = new AdaptiveQuadrature(mesh);
    quadrature.integrals(x -> 1, new double[0], TAILS); // refuses what is too rough
  }

  /**
   * The distribution of an energy.
   *
   * @param energy E(x), in the units of kT
   * @param kT temperature, above 0
   * @throws NoReferenceException where the energy is unbounded below or its density cannot be
   *     normalised
   */
  public static BoltzmannReference of(DoubleUnaryOperator energy, double kT, Extent extent) {
    if (!(kT > 0) || Double.isInfinite(kT)) {
      throw new IllegalArgumentException("kT " + kT + ", must be > 0 and finite");
    }
    DensityMesh mesh = new DensityMesh(energy, kT, extent);
    Extent nearer = extent.closed() ? extent.nearer(mesh.from(), mesh.to()) : extent;
    return nearer == extent ? new BoltzmannReference(mesh) : of(energy, kT, nearer);
  }

  /**
   * Refuses an energy that has no Boltzmann distribution because it does not keep walkers together.
   *
   * @throws NoReferenceException that {@link NoReferenceException#isUnconfined()}
   */
  public static void requireConfined(DoubleUnaryOperator energy, double kT, Extent extent) {
    DensityMesh.requireConfined(energy, kT, extent);
  }

  /** The same on the whole real line, the density being expected in a range of it. */
  public static BoltzmannReference of(
      DoubleUnaryOperator energy, double kT, double from, double to) {
    return of(energy, kT, Extent.around(from, to));
  }

  /**
   * The probabilities of a histogram's cells.
   *
   * @param from start of the first bin
   * @param to end of the last bin
   * @param bins number of bins of equal width, at least 1
   * @return probabilities of [underflow, bins …, overflow], [bins + 2]
   * @throws NoReferenceException where the range is beyond all measure
   */
  public double[] cells(double from, double to, int bins) {
    checkRange(from, to);
    double[] edges = edges(from, to, bins);
    double[] cells = quadrature.integrals(x -> 1, edges, TAILS);
    double sum = 0;
    for (double cell : cells) {
      sum += cell;
    }
    if (!(sum > 0 && Double.isFinite(sum))) {
      throw new NoReferenceException(
          "the range from "
              + from
              + " to "
              + to
              + " is so much wider than the Boltzmann density that double precision cannot integrate"
              + " it; narrow the histogram",
          NoReferenceException.Reason.NOT_FINITE);
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] /= sum;
    }
    return cells;
  }

  /** The place of the density's highest maximum beyond a range, if there is one. */
  public OptionalDouble peakBeyond(double from, double to) {
    return mesh.peakBeyond(from, to);
  }

  /** Edges of bins of equal width, [bins + 1]; the first is {@code from}, the last {@code to}. */
  public static double[] edges(double from, double to, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("bins " + bins + ", must be at least 1");
    }
    double[] edges = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      edges[i] = from + (to - from) * i / bins;
    }
    edges[bins] = to;
    return edges;
  }

  private static void checkRange(double from, double to) {
    if (!(from < to) || Double.isInfinite(to - from)) {
      throw new IllegalArgumentException("range [" + from + ", " + to + "], must have from < to");
    }
  }
}
