package perrin.kernel;

import java.util.List;
import java.util.Optional;

/**
 * What a kernel measures of a descent by mini-batches, z ← z − r g + noise, as numbers of its
 * observables. g is the batch's gradient, G that of all rows.
 *
 * @param rates r, for each coordinate
 * @param noise variance of the method's own noise in each coordinate of z at a step
 * @param coordinates one by one; the first of them, where they are many
 * @param sums over all of these, where they are many
 * @param pairs of coordinates
 */
public record Descending(
    double[] rates,
    double[] noise,
    List<Coordinate> coordinates,
    Optional<Sums> sums,
    List<Pair> pairs) {

  /** Numbers of the observables z, which is −1 where coordinates are many, G and G². */
  public record Coordinate(String name, int point, int slope, int square) {
    /** Instead of an observable that there is not. */
    public static final int NONE = -1;
  }

  /** Numbers of the observables Σ z_i G_i and Σ (r_i/2 ⟨g_i²⟩ + noise_i/(2 r_i)). */
  public record Sums(int moved, int spread) {}

  /**
   * Numbers of the observables z_i G_j/r_i + z_j G_i/r_j and ⟨g_i g_j⟩ + δ_ij noise_i/r_i², ⟨⟩ over
   * batches.
   */
  public record Pair(int i, int j, int moved, int spread) {}

  public Descending {
    coordinates = List.copyOf(coordinates);
    pairs = List.copyOf(pairs);
  }
}
