package perrin.statistics.landscape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import perrin.kernel.landscape.SmoothEnergy;
import perrin.statistics.landscape.EnergyMap.Seen;

/**
 * Finds the minima and saddles of an energy of one or two coordinates, and at which heights minima
 * join: on meshes that become finer until two of them agree, with what they find polished to double
 * precision. What is narrower than the cells of the last mesh may be missed.
 */
public final class Exploration {
  private static final int[] LINE = {1_025, 4_097, 16_385, 65_537, 262_145};
  private static final int[] PLANE = {129, 257, 513, 1_025, 2_049};

  /** Operations of the energy that all meshes together may take: half a minute. */
  private static final double MOST_WORK = 4e9;

  /** Of the energy's span: less is no difference. */
  private static final double EQUAL = 1e-9;

  /** Roundings of an energy: less is no difference. */
  private static final double ROUNDINGS = 64;

  /** In cells: minima so near each other are one. */
  private static final double SAME = 1e-2;

  /** The same along a kink, where rounding of the place makes the energy rough. */
  private static final double SAME_KINK = 1;

  /** In tolerances: energies of minima at one place, however rough, do not differ by more. */
  private static final double NEARLY = 1e5;

  private static final int DOUBLINGS = 9;

  /** Doublings that must show nothing more. */
  private static final int LOOKED_BEYOND = 3;

  private final SmoothEnergy surface;

  private Exploration(SmoothEnergy surface) {
    this.surface = surface;
  }

  /**
   * The map of some ranges.
   *
   * @throws BottomlessException where the energy falls without end
   */
  public static EnergyMap within(SmoothEnergy surface, List<Range> ranges) {
    return new Exploration(surface).settled(ranges);
  }

  /**
   * The map of ranges whose open ends are moved outwards where there is more beyond: until a range
   * eight times as long shows nothing outside, or for a while.
   *
   * @throws BottomlessException where the energy falls without end
   */
  public static EnergyMap around(SmoothEnergy surface, List<Range> ranges) {
    var exploration = new Exploration(surface);
    int coarse = exploration.levels()[0];
    List<EnergyMap> maps = new ArrayList<>();
    for (int doubling = 0; doubling <= DOUBLINGS; doubling++) {
      double factor = Math.scalb(1.0, doubling);
      maps.add(exploration.map(ranges.stream().map(r -> r.stretched(factor)).toList(), coarse));
      int inside = doubling - LOOKED_BEYOND;
      if (inside >= 0 && nothingBeyond(maps.subList(inside, doubling + 1))) {
        return exploration.settled(maps.get(inside).ranges());
      }
    }
    EnergyMap widest = maps.getLast();
    Spot lowest = widest.minima().getFirst().spot();
    if (widest.leansOut(lowest)) {
      throw new BottomlessException(lowest.place());
    }
    return exploration.settled(ranges).with(Seen.MORE_BEYOND);
  }

  /** Whether wider maps show nothing outside of the first. */
  private static boolean nothingBeyond(List<EnergyMap> maps) {
    EnergyMap first = maps.getFirst();
    return !first.leansOut()
        && maps.stream()
            .allMatch(map ->
                map.minima().stream().allMatch(m -> first.shows(m.spot()))
                    && map.saddles().stream()
                        .allMatch(saddle -> !saddle.joins() || first.shows(saddle.spot())));
  }

  private int[] levels() {
    return surface.dimension() == 1 ? LINE : PLANE;
  }

  private EnergyMap settled(List<Range> ranges) {
    EnergyMap last = null;
    double work = 0;
    for (int points : levels()) {
      work += surface.length() * (surface.dimension() == 1 ? points : (double) points * points);
      if (last != null && work > MOST_WORK) {
        break;
      }
      EnergyMap map = map(ranges, points);
      if (last != null && last.agrees(map)) {
        return map.with(Seen.ALL);
      }
      last = map;
    }
    return last;
  }

  private EnergyMap map(List<Range> ranges, int points) {
    Mesh mesh = new Mesh(ranges, points);
    Flood flood = new Flood(surface, mesh);
    Polish polish = new Polish(surface, mesh);
    List<Spot> polished =
        flood.bottoms().parallelStream().map(i -> polish.minimum(mesh.at(i))).toList();
    double tolerance = tolerance(flood, polished);
    int[] minimum = new int[polished.size()];
    List<Spot> minima = distinct(mesh, polished, minimum, tolerance);
    return new Passes(surface, flood, polish, minima, minimum, tolerance).map(points);
  }

  private static double tolerance(Flood flood, List<Spot> minima) {
    double largest = minima.stream().mapToDouble(spot -> Math.abs(spot.energy())).max().orElse(0);
    return Math.max(EQUAL * flood.span(), ROUNDINGS * Math.ulp(largest));
  }

  /**
   * Minima that differ, the lowest first.
   *
   * @param number of each polished one's; modified
   */
  private static List<Spot> distinct(
      Mesh mesh, List<Spot> polished, int[] number, double tolerance) {
    List<Integer> order =
        IntStream.range(0, polished.size())
            .boxed()
            .sorted(Comparator.comparing(polished::get, MergeTree.LOWEST_FIRST))
            .toList();
    List<Spot> minima = new ArrayList<>();
    for (int i : order) {
      Spot spot = polished.get(i);
      int same = -1;
      for (int k = minima.size() - 1; k >= 0 && same < 0; k--) {
        boolean kink = !spot.smooth() && !minima.get(k).smooth();
        if (spot.energy() - minima.get(k).energy() > NEARLY * tolerance) {
          break;
        }
        double near = kink ? SAME_KINK : SAME;
        same = mesh.cells(spot.place(), minima.get(k).place()) < near ? k : -1;
      }
      if (same < 0) {
        minima.add(spot);
      }
      number[i] = same < 0 ? minima.size() - 1 : same;
    }
    return minima;
  }
}
