package perrin.statistics.reference;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Climbs to a maximum of a density of two coordinates by the simplex method (J. A. Nelder, R. Mead,
 * Comput. J. 7 (1965) 308), which needs no slopes and takes valleys, kinks and the ends of a domain
 * as they are.
 */
final class SimplexClimb {
  private static final int MOST_MOVES = 300;

  /** A simplex whose corners differ by less in ln w is at the maximum. */
  private static final double FLAT = 1e-6;

  private final PlaneDensity density;

  SimplexClimb(PlaneDensity density) {
    this.density = density;
  }

  /** The highest point found, from a triangle of the given sides on. */
  PlaneSearch.Point from(PlaneSearch.Point start, double stepT, double stepU) {
    PlaneSearch.Point[] corners = {
      start, at(start.t() + stepT, start.u()), at(start.t(), start.u() + stepU)
    };
    for (int move = 0; move < MOST_MOVES; move++) {
      Arrays.sort(corners, Comparator.comparingDouble(corner -> -corner.logWeight()));
      double best = corners[0].logWeight();
      if (best - corners[2].logWeight() < FLAT || PlaneDensity.tooDeep(best)) {
        break;
      }
      move(corners);
    }
    return corners[0];
  }

  /** Replaces the lowest corner, the last, or moves all to the highest, the first. */
  private void move(PlaneSearch.Point[] corners) {
    double best = corners[0].logWeight();
    PlaneSearch.Point reflected = beyond(corners, 1);
    if (reflected.logWeight() > best) {
      PlaneSearch.Point expanded = beyond(corners, 2);
      corners[2] = expanded.logWeight() > reflected.logWeight() ? expanded : reflected;
    } else if (reflected.logWeight() > corners[1].logWeight()) {
      corners[2] = reflected;
    } else {
      PlaneSearch.Point contracted =
          beyond(corners, reflected.logWeight() > corners[2].logWeight() ? 0.5 : -0.5);
      if (contracted.logWeight() > Math.max(reflected.logWeight(), corners[2].logWeight())) {
        corners[2] = contracted;
      } else {
        for (int i = 1; i < 3; i++) {
          corners[i] =
              at((corners[0].t() + corners[i].t()) / 2, (corners[0].u() + corners[i].u()) / 2);
        }
      }
    }
  }

  /** The mirror image of the lowest corner, {@code far} times as far from the other two. */
  private PlaneSearch.Point beyond(PlaneSearch.Point[] corners, double far) {
    double t = (corners[0].t() + corners[1].t()) / 2;
    double u = (corners[0].u() + corners[1].u()) / 2;
    return at(t + far * (t - corners[2].t()), u + far * (u - corners[2].u()));
  }

  private PlaneSearch.Point at(double t, double u) {
    boolean inside = Math.abs(t) <= density.first.last() && Math.abs(u) <= density.second.last();
    return new PlaneSearch.Point(t, u, inside ? density.logWeight(t, u) : Double.NEGATIVE_INFINITY);
  }
}
