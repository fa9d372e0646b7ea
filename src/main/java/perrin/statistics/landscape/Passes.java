package perrin.statistics.landscape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import perrin.kernel.landscape.SmoothEnergy;

/** The passes of a mesh, polished. */
final class Passes {
  /** In cells: how far from where basins touch their pass may be. */
  private static final double REACH = 3;

  /** Finer meshes around a pass before Newton's method is tried once more, and at most. */
  private static final int AGAIN = 3;

  private static final int NARROWEST = 22;

  private final SmoothEnergy surface;
  private final Flood flood;
  private final Polish polish;
  private final List<Spot> minima;
  private final int[] minimum;
  private final double tolerance;

  /**
   * @param minima the lowest first
   * @param minimum the number of each basin's minimum
   */
  Passes(
      SmoothEnergy surface,
      Flood flood,
      Polish polish,
      List<Spot> minima,
      int[] minimum,
      double tolerance) {
    this.surface = surface;
    this.flood = flood;
    this.polish = polish;
    this.minima = minima;
    this.minimum = minimum;
    this.tolerance = tolerance;
  }

  /** A pass, and whether all was done to find its place. */
  private record Candidate(Flood.Pass pass, MergeTree.Way way, boolean done) {}

  EnergyMap map(int points) {
    List<Candidate> all =
        new ArrayList<>(
            flood.passes().parallelStream()
                .filter(pass -> minimum[pass.a()] != minimum[pass.b()])
                .map(this::polished)
                .toList());
    Set<Integer> open = new HashSet<>();
    do { // the others are not on any lowest way
      all.sort(LOWEST_FIRST);
      List<MergeTree.Way> ways = all.stream().map(Candidate::way).toList();
      open.clear();
      MergeTree.joining(tolerance, minima, ways).stream()
          .filter(k -> !all.get(k).done())
          .forEach(open::add);
      open.parallelStream()
          .map(k -> java.util.Map.entry(k, narrowed(all.get(k))))
          .toList()
          .forEach(found -> all.set(found.getKey(), found.getValue()));
    } while (!open.isEmpty());
    List<MergeTree.Way> ways = all.stream().map(Candidate::way).toList();
    return MergeTree.of(flood.mesh().ranges(), points, tolerance, minima, ways);
  }

  private static final Comparator<Candidate> LOWEST_FIRST =
      Comparator.comparing((Candidate c) -> c.way().spot(), MergeTree.LOWEST_FIRST)
          .thenComparing(c -> c.pass().point())
          .thenComparing(c -> c.pass().a())
          .thenComparing(c -> c.pass().b());

  private Candidate polished(Flood.Pass pass) {
    double[] at = flood.mesh().at(pass.point());
    Optional<Spot> found = saddle(pass, at);
    return candidate(pass, found.orElseGet(() -> polish.kink(at)), found.isPresent());
  }

  private Candidate candidate(Flood.Pass pass, Spot spot, boolean done) {
    var way = new MergeTree.Way(minimum[pass.a()], minimum[pass.b()], spot);
    return new Candidate(pass, way, done);
  }

  /** A saddle near a place that may be that pass. */
  private Optional<Spot> saddle(Flood.Pass pass, double[] near) {
    double floor =
        Math.max(minima.get(minimum[pass.a()]).energy(), minima.get(minimum[pass.b()]).energy());
    double ceiling = pass.energy() + flood.relief(pass.point()) + tolerance;
    Predicate<Spot> fits = s -> s.energy() >= floor - tolerance && s.energy() <= ceiling;
    return polish.saddle(near, REACH).filter(fits);
  }

  private Candidate narrowed(Candidate candidate) {
    Flood.Pass pass = candidate.pass();
    var narrowing = Narrowing.around(surface, flood, pass);
    for (int n = 0; n < NARROWEST && narrowing.narrow(); n++) {
      Optional<Spot> found = n == AGAIN ? saddle(pass, narrowing.centre()) : Optional.empty();
      if (found.isPresent()) {
        return candidate(pass, found.get(), true);
      }
    }
    return candidate(pass, polish.kink(narrowing.centre()), true);
  }
}
