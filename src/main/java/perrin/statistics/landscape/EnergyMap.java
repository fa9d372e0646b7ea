package perrin.statistics.landscape;

import java.util.List;

/**
 * Minima, saddles, and which minima join at which height.
 *
 * @param ranges that were looked at, by coordinate
 * @param points of the mesh along each coordinate
 * @param seen whether there is more than that
 * @param tolerance energies that differ by less are equal, and minima that are less deep are none
 * @param minima the lowest first
 * @param saddles the lowest first
 */
public record EnergyMap(
    List<Range> ranges,
    int points,
    Seen seen,
    double tolerance,
    List<Minimum> minima,
    List<Saddle> saddles) {

  /** How much was seen of all that there is. */
  public enum Seen {
    /** All that two meshes of different cells agree on. */
    ALL,
    /** The finest mesh shows other minima than the one before. */
    MORE_WITHIN,
    /** Beyond the ranges there is more and more. */
    MORE_BEYOND
  }

  public EnergyMap {
    ranges = List.copyOf(ranges);
    minima = List.copyOf(minima);
    saddles = List.copyOf(saddles);
  }

  /**
   * d*, the largest depth of a local minimum that is not global: with c/log t for a temperature all
   * walkers come to the global minima if and only if c ≥ d* (B. Hajek, Cooling schedules for
   * optimal annealing, Math. Oper. Res. 13 (1988) 311, theorem 1).
   */
  public double criticalDepth() {
    return minima.stream().filter(m -> !m.global()).mapToDouble(Minimum::depth).max().orElse(0);
  }

  /** How many minima are the lowest. */
  public long globals() {
    return minima.stream().filter(Minimum::global).count();
  }

  EnergyMap with(Seen other) {
    return new EnergyMap(ranges, points, other, tolerance, minima, saddles);
  }

  /** Whether a place is within the ranges. */
  boolean shows(Spot spot) {
    for (int i = 0; i < ranges.size(); i++) {
      double x = spot.at().get(i);
      if (x < ranges.get(i).from() || x > ranges.get(i).to()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a minimum lies where a range ends at which nobody looks further. */
  boolean leansOut() {
    return minima.stream().anyMatch(m -> leansOut(m.spot()));
  }

  /** Whether a place is at an end at which nobody looks further, and where the energy may fall. */
  public boolean leansOut(Spot spot) {
    return spot.edges().stream().anyMatch(i -> ranges.get(i).end() == Range.End.OPEN);
  }

  /** Whether another map has the same minima and the same heights at which they join. */
  boolean agrees(EnergyMap other) {
    if (minima.size() != other.minima.size()) {
      return false;
    }
    double near = 1e3 * Math.max(tolerance, other.tolerance);
    for (int i = 0; i < minima.size(); i++) {
      Minimum a = minima.get(i);
      Minimum b = other.minima.get(i);
      boolean same = a.depth() == b.depth() || Math.abs(a.depth() - b.depth()) <= near;
      if (!same || Math.abs(a.energy() - b.energy()) > near) {
        return false;
      }
    }
    return true;
  }
}
