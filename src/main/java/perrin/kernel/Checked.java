package perrin.kernel;

import java.util.List;
import java.util.Optional;

/**
 * What a kernel measures for a check, as numbers of its observables.
 *
 * @param products whose averages are known for any Boltzmann distribution
 * @param curvature the two averages whose ratio is kT; empty where they are not defined
 * @param spreads quantities of which cohorts are compared
 * @param descending what tells whether a descent by mini-batches is at rest
 * @param againstRest why that is not told, {@code with …}; empty where it is, or no check asks
 */
public record Checked(
    List<Product> products,
    Optional<Curvature> curvature,
    List<Spread> spreads,
    Optional<Descending> descending,
    String againstRest) {
  /**
   * x_i ∂E/∂x_j or a sum of some, whose average is kT times {@code terms}.
   *
   * @param name such as {@code x*dE/dy}
   * @param terms how many of its terms have i = j
   * @param row i; {@link #ALL} for a sum over all i = j, {@link #WALL} for what holds between walls
   * @param observable its number
   */
  public record Product(String name, int terms, int row, int observable) {
    /** All coordinates are summed over. */
    public static final int ALL = -1;

    /** What is between two walls needs nothing else that confines. */
    public static final int WALL = -2;
  }

  /** Numbers of the observables |∇E|² and ∇²E. */
  public record Curvature(int squares, int laplacian) {}

  /**
   * Numbers of the observables that hold sums over time of a quantity, and of its squared
   * deviations from the cohort's mean.
   */
  public record Spread(String quantity, int sums, int squares) {}

  public Checked {
    products = List.copyOf(products);
    spreads = List.copyOf(spreads);
  }

  /** Whether there is an identity to look at. */
  public boolean identities() {
    return !products.isEmpty() || curvature.isPresent();
  }
}
