package perrin.statistics.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.kernel.landscape.SmoothEnergy;
import perrin.statistics.landscape.Spot.Kind;

/**
 * From points of a mesh to minima and saddles, in double precision: Newton's method on the
 * gradient, downward along all directions of the curvature, or upward along one (Cerjan &amp;
 * Miller, J. Chem. Phys. 75 (1981) 2800). Where the energy has a kink, the lowest of places around,
 * closer and closer.
 */
final class Polish {
  private static final int STEPS = 1_000;

  /** Nearby Newton's method needs a tenth of it. */
  private static final int CLIMB = 60;

  /** In cells: the longest step, which grows on long ways along a valley. */
  private static final double LONGEST = 64;

  private static final int SHORT_WAY = 20;
  private static final double GROWTH = 1.5;
  private static final int HALVINGS = 50;

  /** In cells: steps below need no look at the energy, which rounding hides. */
  private static final double SMALL = 1e-3;

  /** In cells: steps that do not become smaller any more. */
  private static final double ROUNDING = 1e-6;

  private static final double NOTHING = 1e-15;
  private static final double CLOSEST = 1e-13;
  private static final int MOVES = 1_000;
  private static final int DIRECTIONS = 32;
  private static final double ANGLE = 1e-15;

  /** (√5 − 1)/2. */
  private static final double GOLDEN = 0.6180339887498949;

  private final SmoothEnergy energy;
  private final Mesh mesh;
  private final double[] cell;

  Polish(SmoothEnergy energy, Mesh mesh) {
    this.energy = energy;
    this.mesh = mesh;
    this.cell = mesh.cell();
  }

  /**
   * The minimum below a place.
   *
   * @throws BottomlessException where the energy falls without end
   */
  Spot minimum(double[] start) {
    Optional<Spot> first = descended(start);
    if (first.isPresent()) {
      return first.get();
    }
    double[] lowest = surrounded(start);
    return descended(lowest)
        .filter(spot -> spot.energy() <= energy.value(lowest))
        .orElseGet(() -> kink(lowest));
  }

  /** Empty where it does not come to rest, or not at a minimum. */
  private Optional<Spot> descended(double[] start) {
    double[] at = start.clone();
    double value = energy.value(at);
    double before = Double.POSITIVE_INFINITY;
    double longest = 1;
    for (int n = 0; n < STEPS; n++) {
      longest = n < SHORT_WAY ? 1 : Math.min(LONGEST, GROWTH * longest);
      double[] gradient = energy.gradient(at);
      Modes modes = modes(at, gradient, free(at, gradient));
      if (!modes.finite()) {
        return Optional.empty();
      }
      double[] step = modes.step(false, longest);
      double length = largest(step);
      if (length <= rounding(at) || length < ROUNDING && length >= before / 2) {
        return modes.downward() == 0 ? Optional.of(spot(at, modes)) : Optional.empty();
      }
      before = length;
      double[] next = moved(at, modes.free(), step, 1);
      boolean newton = length < SMALL && modes.downward() == 0;
      for (int half = 1; !newton && half < HALVINGS && !(energy.value(next) < value); half++) {
        next = moved(at, modes.free(), step, Math.scalb(1.0, -half));
      }
      double there = energy.value(next);
      if (!newton && !(there < value)) {
        return Optional.empty();
      }
      at = next;
      value = there;
    }
    return Optional.empty();
  }

  /**
   * The saddle near a place; empty where Newton's method does not come to one nearby.
   *
   * @param reach in cells
   */
  Optional<Spot> saddle(double[] start, double reach) {
    List<List<Integer>> tries = new ArrayList<>();
    tries.add(IntStream.range(0, mesh.dimension()).boxed().toList());
    for (int i = 0; i < mesh.dimension() && mesh.dimension() > 1; i++) {
      if (nearEdge(start, i)) {
        tries.add(List.of(1 - i)); // along the edge
      }
    }
    return tries.stream()
        .map(free -> climbed(start, free, reach))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private boolean nearEdge(double[] at, int axis) {
    Range range = mesh.ranges().get(axis);
    double nearest = Math.min(at[axis] - range.from(), range.to() - at[axis]);
    return !range.periodic() && nearest < 1.5 * cell[axis];
  }

  /** Up along one direction; coordinates that are not free are at their nearest end. */
  private Optional<Spot> climbed(double[] start, List<Integer> free, double reach) {
    double[] at = start.clone();
    for (int i = 0; i < at.length; i++) {
      if (!free.contains(i)) {
        Range range = mesh.ranges().get(i);
        at[i] = at[i] - range.from() < range.to() - at[i] ? range.from() : range.to();
      }
    }
    double before = Double.POSITIVE_INFINITY;
    for (int n = 0; n < CLIMB; n++) {
      double[] gradient = energy.gradient(at);
      Modes modes = modes(at, gradient, free);
      if (!modes.finite() || mesh.cells(at, start) > reach) {
        return Optional.empty();
      }
      double[] step = modes.step(true, 0.5);
      double length = largest(step);
      if (length <= rounding(at) || length < ROUNDING && length >= before / 2) {
        boolean pass = modes.downward() == 1 || modes.downward() == 0 && modes.flat();
        return pass && held(at, gradient, free) ? Optional.of(spot(at, modes)) : Optional.empty();
      }
      before = length;
      double[] next = at.clone();
      for (int k = 0; k < step.length; k++) {
        int i = free.get(k);
        next[i] += step[k] * cell[i];
      }
      if (!mesh.contains(next)) {
        return Optional.empty();
      }
      at = mesh.within(next);
    }
    return Optional.empty();
  }

  /** Whether the energy rises inwards from the ends at which coordinates are held. */
  private boolean held(double[] at, double[] gradient, List<Integer> free) {
    for (int i = 0; i < at.length; i++) {
      double inwards = at[i] == mesh.ranges().get(i).from() ? gradient[i] : -gradient[i];
      if (!free.contains(i) && !(inwards > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Coordinates that are not pressed against an end. */
  private List<Integer> free(double[] at, double[] gradient) {
    return IntStream.range(0, at.length)
        .filter(i -> {
          Range range = mesh.ranges().get(i);
          return range.periodic()
              || !(at[i] <= range.from() && gradient[i] > 0)
                  && !(at[i] >= range.to() && gradient[i] < 0);
        })
        .boxed()
        .toList();
  }

  private Modes modes(double[] at, double[] gradient, List<Integer> free) {
    return Modes.of(free, gradient, energy.hessian(at), cell);
  }

  private double[] moved(double[] at, List<Integer> free, double[] step, double part) {
    double[] next = at.clone();
    for (int k = 0; k < step.length; k++) {
      int i = free.get(k);
      next[i] += part * step[k] * cell[i];
    }
    return mesh.within(next);
  }

  /** In cells, what rounding of the place is. */
  private double rounding(double[] at) {
    double largest = NOTHING;
    for (int i = 0; i < at.length; i++) {
      largest = Math.max(largest, Math.ulp(at[i]) / cell[i]);
    }
    return largest;
  }

  /** The lowest of places around, at ever smaller distances. */
  private double[] surrounded(double[] start) {
    double[] at = start.clone();
    double value = energy.value(at);
    double distance = 0.5;
    List<Double> falls = new ArrayList<>();
    double last = value;
    for (int move = 0; move < MOVES && distance > CLOSEST; move++) {
      double[] next = lowestAround(at, distance);
      double there = energy.value(next);
      if (there < value) {
        at = next;
        value = there;
        distance = Math.min(0.5, GROWTH * distance);
      } else {
        distance /= 2;
        falls.add(last - value);
        last = value;
      }
    }
    requireBottom(at, value, falls);
    return at;
  }

  /**
   * The lowest place at a distance: of many directions the best, and then the best between its
   * neighbours (by the golden section), so that a way along a kink is found whatever its direction.
   */
  private double[] lowestAround(double[] at, double distance) {
    int directions = at.length == 1 ? 2 : DIRECTIONS;
    double apart = 2 * Math.PI / directions;
    int best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < directions; k++) {
      double there = energy.value(towards(at, k * apart, distance));
      if (there < lowest) {
        lowest = there;
        best = k;
      }
    }
    if (at.length == 1) {
      return towards(at, best * apart, distance);
    }
    double from = (best - 1) * apart;
    double to = (best + 1) * apart;
    while (to - from > ANGLE) {
      double first = to - GOLDEN * (to - from);
      double second = from + GOLDEN * (to - from);
      boolean left =
          energy.value(towards(at, first, distance)) < energy.value(towards(at, second, distance));
      from = left ? from : first;
      to = left ? second : to;
    }
    double[] between = towards(at, (from + to) / 2, distance);
    return energy.value(between) < lowest ? between : towards(at, best * apart, distance);
  }

  /**
   * @param distance in cells
   */
  private double[] towards(double[] at, double angle, double distance) {
    double[] next = at.clone();
    next[0] += distance * cell[0] * StrictMath.cos(angle);
    if (at.length > 1) {
      next[1] += distance * cell[1] * StrictMath.sin(angle);
    }
    return mesh.within(next);
  }

  /** At a kink each halving gains less; where the energy is bottomless, as much or more. */
  private static void requireBottom(double[] at, double value, List<Double> falls) {
    int n = falls.size();
    double late = n < 20 ? 0 : falls.subList(n - 8, n).stream().mapToDouble(x -> x).sum();
    double early = n < 20 ? 0 : falls.subList(n - 16, n - 8).stream().mapToDouble(x -> x).sum();
    boolean falling = late > 0.9 * early && late > 1e-6 * Math.abs(value);
    if (value == Double.NEGATIVE_INFINITY || falling) {
      throw new BottomlessException(at);
    }
  }

  Spot kink(double[] at) {
    return new Spot(Arrays.stream(at).boxed().toList(), energy.value(at), Kind.KINK, edges(at));
  }

  private Spot spot(double[] at, Modes modes) {
    Kind kind = modes.free().size() > 1 && modes.flat() ? Kind.FLAT : Kind.SMOOTH;
    return new Spot(Arrays.stream(at).boxed().toList(), energy.value(at), kind, edges(at));
  }

  private List<Integer> edges(double[] at) {
    return IntStream.range(0, at.length)
        .filter(i -> {
          Range range = mesh.ranges().get(i);
          return !range.periodic() && (at[i] == range.from() || at[i] == range.to());
        })
        .boxed()
        .toList();
  }

  private static double largest(double[] step) {
    return Arrays.stream(step).map(Math::abs).max().orElse(0);
  }
}
