package perrin.statistics.landscape;

/**
 * A local minimum.
 *
 * @param depth how far one must climb from it to get to where the energy is lower; 0 for a global
 *     minimum, infinite where there is no way
 * @param barrier how far one must climb to get to another minimum; infinite where there is none
 * @param into the number of the lower minimum whose basin takes it in; −1 where none does
 * @param over the number of the saddle at which that happens; −1 where none does
 */
public record Minimum(Spot spot, boolean global, double depth, double barrier, int into, int over) {
  public double energy() {
    return spot.energy();
  }
}
