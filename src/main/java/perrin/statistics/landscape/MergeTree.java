package perrin.statistics.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Joins minima over their passes, the lowest first: where two basins join, the one with the lower
 * minimum goes on and the other has ended (Becker &amp; Karplus, J. Chem. Phys. 106 (1997) 1495;
 * Kruskal's algorithm). Minima that end after less than the tolerance are none.
 */
final class MergeTree {
  private final List<Spot> spots;
  private final double tolerance;
  private final Joined joined;

  /** The minima whose depth is not known yet, at the number of the lowest of their basin. */
  private final List<List<Integer>> open = new ArrayList<>();

  private final double[] depth;
  private final double[] barrier;
  private final int[] into;
  private final int[] over;
  private final boolean[] dropped;
  private final boolean[] joining;

  /**
   * A pass between minima.
   *
   * @param a number of a minimum
   * @param b number of another
   */
  record Way(int a, int b, Spot spot) {}

  private MergeTree(List<Spot> spots, double tolerance, int ways) {
    int n = spots.size();
    this.spots = spots;
    this.tolerance = tolerance;
    joined = new Joined(n);
    depth = new double[n];
    barrier = new double[n];
    into = new int[n];
    over = new int[n];
    dropped = new boolean[n];
    joining = new boolean[ways];
    Arrays.fill(depth, Double.POSITIVE_INFINITY);
    Arrays.fill(barrier, Double.POSITIVE_INFINITY);
    Arrays.fill(into, -1);
    Arrays.fill(over, -1);
    for (int i = 0; i < n; i++) {
      open.add(new ArrayList<>(List.of(i)));
    }
  }

  /**
   * @param minima the lowest first
   * @param passes the lowest first
   */
  static EnergyMap of(
      List<Range> ranges, int points, double tolerance, List<Spot> minima, List<Way> passes) {
    var tree = new MergeTree(minima, tolerance, passes.size());
    for (int k = 0; k < passes.size(); k++) {
      tree.join(passes.get(k), k);
    }
    return tree.map(ranges, points, passes);
  }

  private void join(Way way, int number) {
    int elder = Math.min(joined.root(way.a()), joined.root(way.b()));
    int younger = Math.max(joined.root(way.a()), joined.root(way.b()));
    if (elder == younger) {
      return;
    }
    double height = way.spot().energy();
    double energy = spots.get(younger).energy();
    joined.join(elder, younger);
    if (height - energy <= tolerance) {
      dropped[younger] = true;
      into[younger] = elder;
      return;
    }
    joining[number] = true;
    into[younger] = elder;
    over[younger] = number;
    if (energy - spots.get(elder).energy() > tolerance) {
      open.get(younger).forEach(i -> depth[i] = height - spots.get(i).energy());
    } else {
      open.get(elder).addAll(open.get(younger));
    }
  }

  /**
   * The numbers of passes over which minima join.
   *
   * @param minima the lowest first
   * @param passes the lowest first
   */
  static List<Integer> joining(double tolerance, List<Spot> minima, List<Way> passes) {
    var tree = new MergeTree(minima, tolerance, passes.size());
    for (int k = 0; k < passes.size(); k++) {
      tree.join(passes.get(k), k);
    }
    return IntStream.range(0, passes.size()).filter(k -> tree.joining[k]).boxed().toList();
  }

  /** The minimum that one which is none belongs to. */
  private int kept(int minimum) {
    int kept = minimum;
    while (dropped[kept]) {
      kept = into[kept];
    }
    return kept;
  }

  private EnergyMap map(List<Range> ranges, int points, List<Way> ways) {
    int[] number = new int[spots.size()];
    List<Integer> kept = IntStream.range(0, spots.size()).filter(i -> !dropped[i]).boxed().toList();
    for (int i = 0; i < kept.size(); i++) {
      number[kept.get(i)] = i;
    }
    List<Integer> passes = shown(ways);
    int[] saddle = new int[ways.size()]; // its number, by that of the pass
    List<Saddle> saddles = new ArrayList<>();
    for (int k : passes) {
      Way way = ways.get(k);
      int a = kept(way.a());
      int b = kept(way.b());
      for (int i : new int[] {a, b}) {
        barrier[i] = Math.min(barrier[i], way.spot().energy() - spots.get(i).energy());
      }
      saddle[k] = saddles.size();
      int first = number[Math.min(a, b)];
      saddles.add(new Saddle(way.spot(), first, number[Math.max(a, b)], joining[k]));
    }
    double lowest = spots.getFirst().energy();
    List<Minimum> minima = new ArrayList<>();
    for (int i : kept) {
      boolean global = spots.get(i).energy() - lowest <= tolerance;
      minima.add(
          new Minimum(
              spots.get(i),
              global,
              global ? 0 : depth[i],
              barrier[i],
              into[i] < 0 ? -1 : number[kept(into[i])],
              over[i] < 0 ? -1 : saddle[over[i]]));
    }
    return new EnergyMap(ranges, points, EnergyMap.Seen.MORE_WITHIN, tolerance, minima, saddles);
  }

  /**
   * Of passes between the same two minima, the lowest; but none where two basins touch only on a
   * slope, between the two passes that lead into a third.
   */
  private List<Integer> shown(List<Way> ways) {
    List<Integer> shown = new ArrayList<>();
    Set<List<Integer>> known = new HashSet<>();
    for (int k = 0; k < ways.size(); k++) {
      int a = kept(ways.get(k).a());
      int b = kept(ways.get(k).b());
      boolean pass = joining[k] || ways.get(k).spot().smooth();
      if (pass && a != b && known.add(List.of(Math.min(a, b), Math.max(a, b)))) {
        shown.add(k);
      }
    }
    return shown;
  }

  /** By energy; of equal ones by place. */
  static final Comparator<Spot> LOWEST_FIRST =
      Comparator.comparingDouble(Spot::energy)
          .thenComparing(spot -> spot.at().getFirst())
          .thenComparing(spot -> spot.at().getLast());
}
