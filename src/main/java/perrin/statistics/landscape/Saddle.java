package perrin.statistics.landscape;

/**
 * The lowest pass between the basins of two minima.
 *
 * @param first number of a minimum, the lower one
 * @param second number of the other
 * @param joins whether the minima had not been joined by lower passes
 */
public record Saddle(Spot spot, int first, int second, boolean joins) {
  public double energy() {
    return spot.energy();
  }
}
