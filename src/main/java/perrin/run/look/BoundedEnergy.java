package perrin.run.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.ReferenceEnergy;

/** The energy within an experiment's boundaries, beyond which it is infinite. */
final class BoundedEnergy {
  /** Operations that all looks together may take, roughly; some seconds. */
  private static final double MOST_WORK = 1e8;

  /** An energy takes about a third of what its gradient takes. */
  private static final double OF_GRADIENT = 1 / 3.0;

  /** What it takes to take in a coordinate of a place. */
  private static final double PLACE = 10;

  private final LocalEnergy energy;
  private final double cost;
  private double work;
  private final List<Optional<ReferenceEnergy.Ends>> ends = new ArrayList<>();

  BoundedEnergy(LocalEnergy energy, ReferenceEnergy reference, int dimension) {
    this.energy = energy;
    this.cost = energy.cost() + PLACE * dimension;
    for (int i = 0; i < dimension; i++) {
      ends.add(reference.ends(i));
    }
  }

  Optional<ReferenceEnergy.Ends> ends(int coordinate) {
    return ends.get(coordinate);
  }

  double[] gradient(double[] place) {
    spend(cost);
    return energy.gradient(place);
  }

  /** Refuses to go on where it has taken too long; the same on every machine. */
  private void spend(double operations) {
    work += operations;
    if (work > MOST_WORK) {
      throw new NothingToChooseBy("it takes too long to look at an energy of so many operations");
    }
  }

  /** Infinite where it is not finite, and beyond boundaries. */
  double at(double[] place) {
    for (int i = 0; i < ends.size(); i++) {
      double x = place[i];
      if (ends.get(i).filter(e -> x < e.from() || x > e.to()).isPresent()) {
        return Double.POSITIVE_INFINITY;
      }
    }
    spend(cost * OF_GRADIENT);
    double value = energy.energy(place);
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  /** Moves a place to the nearest one within boundaries; modified. */
  double[] within(double[] at) {
    for (int i = 0; i < ends.size(); i++) {
      double x = at[i];
      at[i] = ends.get(i).map(e -> Math.clamp(x, e.from(), e.to())).orElse(x);
    }
    return at;
  }

  /**
   * Where a descent has come to.
   *
   * @param settled whether it had ceased to descend
   */
  record Descent(double[] at, double energy, boolean settled) {}

  /**
   * Gradient descent with the steps of Barzilai and Borwein (1988), shortened until it descends.
   *
   * @param rounds at most
   * @param kT below a millionth of which three steps in a row do not count any more
   */
  Optional<Descent> descend(int rounds, double kT, double[] begin) {
    double[] at = begin;
    double now = at(at);
    double step = 0;
    boolean settled = false;
    int still = 0;
    for (int round = 0; round < rounds && Double.isFinite(now) && !settled; round++) {
      double[] next = gradient(at);
      double length = Math.sqrt(dot(next, next));
      if (!Double.isFinite(length) || length == 0) {
        settled = length == 0;
        break;
      }
      step = step > 0 ? step : 0.1 * (1 + Math.sqrt(dot(at, at))) / length;
      double[] to = at;
      double there = Double.POSITIVE_INFINITY;
      for (int half = 0; half < 60 && !(there < now); half++, step /= 2) {
        to = within(plus(at, next, -step));
        there = at(to);
      }
      if (!(there < now)) {
        settled = true; // as low as rounding lets it
        break;
      }
      still = now - there < 1e-6 * kT ? still + 1 : 0;
      settled = still == 3;
      double[] moved = plus(to, at, -1);
      double[] slope = plus(gradient(to), next, -1);
      double bend = dot(moved, slope);
      step = bend > 0 ? dot(moved, moved) / bend : 4 * step;
      at = to;
      now = there;
    }
    return Double.isFinite(now) ? Optional.of(new Descent(at, now, settled)) : Optional.empty();
  }

  static double[] plus(double[] a, double[] b, double factor) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + factor * b[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
