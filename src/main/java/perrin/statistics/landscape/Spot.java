package perrin.statistics.landscape;

import java.util.List;

/**
 * A minimum or a saddle.
 *
 * @param at shape [coordinates]
 * @param kind what the energy is like there
 * @param edges the coordinates that are at an end of their range
 */
public record Spot(List<Double> at, double energy, Kind kind, List<Integer> edges) {
  /** What the energy is like at a place that is lower or higher than those around. */
  public enum Kind {
    /** Its gradient is 0, but for coordinates at an edge, and its curvature is not. */
    SMOOTH,
    /** Gradient and, in some direction, curvature are 0: it is a point of a valley's floor. */
    FLAT,
    /** It has no gradient that is 0: the energy has a kink there. */
    KINK
  }

  public Spot {
    at = List.copyOf(at);
    edges = List.copyOf(edges);
  }

  double[] place() {
    return at.stream().mapToDouble(Double::doubleValue).toArray();
  }

  boolean smooth() {
    return kind != Kind.KINK;
  }
}
