package perrin.statistics.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import perrin.kernel.landscape.SmoothEnergy;

/**
 * The basins of a mesh: from each point one goes on to the lowest of its neighbours, until none is
 * lower. Where two basins touch, the lowest point over which one gets from one into the other is
 * their pass. A path that is as low as can be goes over passes only, so nothing else is needed to
 * know at which height minima join (the watershed of Vincent &amp; Soille, IEEE Trans. Pattern
 * Anal. Mach. Intell. 13 (1991) 583).
 */
final class Flood {
  private final Mesh mesh;
  private final double[] energy;

  /** The number of each point's basin; −1 where the energy is infinite. */
  private final int[] basin;

  /** The lowest point of each basin. */
  private final List<Integer> bottoms = new ArrayList<>();

  private final List<Pass> passes;

  /**
   * Where two basins touch.
   *
   * @param a the lower number
   * @param point the higher of the two points
   */
  record Pass(int a, int b, int point, double energy) {}

  Flood(SmoothEnergy surface, Mesh mesh) {
    this.mesh = mesh;
    energy =
        IntStream.range(0, mesh.size())
            .parallel()
            .mapToDouble(i -> surface.value(mesh.at(i)))
            .toArray();
    basin = new int[energy.length];
    int[] below = IntStream.range(0, energy.length).parallel().map(this::below).toArray();
    for (int i = 0; i < energy.length; i++) {
      if (energy[i] == Double.NEGATIVE_INFINITY) {
        throw new BottomlessException(mesh.at(i));
      }
      basin[i] = -1;
      if (below[i] == i && energy[i] < Double.POSITIVE_INFINITY) {
        basin[i] = bottoms.size();
        bottoms.add(i);
      }
    }
    if (bottoms.isEmpty()) {
      throw new NowhereFiniteException();
    }
    for (int i = 0; i < energy.length; i++) {
      settle(i, below);
    }
    passes = findPasses();
  }

  /** Of equal energies the one with the lower number is lower: plateaus have one bottom. */
  private boolean lower(int a, int b) {
    return energy[a] < energy[b] || energy[a] == energy[b] && a < b;
  }

  private int below(int point) {
    int lowest = point;
    for (int next : mesh.neighbours(point)) {
      lowest = lower(next, lowest) ? next : lowest;
    }
    return lowest;
  }

  /** Follows the way down, and tells the basin to all points on it. */
  private void settle(int point, int[] below) {
    int end = point;
    while (basin[end] < 0 && below[end] != end) {
      end = below[end];
    }
    for (int i = point; basin[i] < 0 && below[i] != i; i = below[i]) {
      basin[i] = energy[i] < Double.POSITIVE_INFINITY ? basin[end] : -1;
      if (basin[i] < 0) {
        return;
      }
    }
  }

  private List<Pass> findPasses() {
    Map<Long, Pass> lowest = new HashMap<>();
    for (int i = 0; i < energy.length; i++) {
      if (basin[i] < 0) {
        continue;
      }
      for (int next : mesh.neighbours(i)) {
        if (basin[next] >= 0 && basin[next] != basin[i] && lower(next, i)) {
          int a = Math.min(basin[i], basin[next]);
          int b = Math.max(basin[i], basin[next]);
          Pass pass = new Pass(a, b, i, energy[i]);
          lowest.merge((long) a << 32 | b, pass, (p, q) -> q.energy() < p.energy() ? q : p);
        }
      }
    }
    return List.copyOf(lowest.values());
  }

  Mesh mesh() {
    return mesh;
  }

  double energy(int point) {
    return energy[point];
  }

  /** How much higher or lower neighbours are, at most: a top between points is not higher. */
  double relief(int point) {
    return Arrays.stream(mesh.neighbours(point))
        .mapToDouble(next -> Math.abs(energy[next] - energy[point]))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  int basin(int point) {
    return basin[point];
  }

  List<Integer> bottoms() {
    return bottoms;
  }

  List<Pass> passes() {
    return passes;
  }

  /** How much the energy varies: from the lowest point to the middle one. */
  double span() {
    double[] finite = Arrays.stream(energy).filter(Double::isFinite).sorted().toArray();
    return finite.length == 0 ? 0 : finite[finite.length / 2] - finite[0];
  }
}
