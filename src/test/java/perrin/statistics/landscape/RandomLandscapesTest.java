package perrin.statistics.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.experiment.ExperimentFile;
import perrin.kernel.landscape.SmoothEnergy;
import perrin.statistics.landscape.Range.End;

/**
 * Sums of waves of random phases: depths against the plainest search there is, from each minimum
 * the lowest neighbour of all places reached, until one is lower than the minimum.
 */
class RandomLandscapesTest {
  private static final int POINTS = 400;

  /** A mesh's pass is off by its curvature, some 30, times the square of half a cell, 0.008. */
  private static final double OFF = 5e-3;

  private static SmoothEnergy waves(long seed) {
    var random = new SplittableRandom(seed);
    var formula = new StringBuilder("0");
    for (int k = 0; k < 7; k++) {
      formula.append(
          String.format(
              Locale.ROOT,
              " + %.3f*cos(%d*x + %d*y + %.3f)",
              0.3 + random.nextDouble(),
              random.nextInt(-3, 4),
              random.nextInt(-3, 4),
              7 * random.nextDouble()));
    }
    String file =
        "coordinates: [x, y]\nstart: {x: 0, y: 0}\nmethod: gradient-descent\ndt: 1\nwalkers: 1\n"
            + "steps: 1\nenergy: \""
            + formula
            + "\"\n";
    return SmoothEnergy.of(ExperimentFile.parse(file, "waves.yaml", List.of()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void depthsAreThoseOfThePlainestSearch(long seed) {
    SmoothEnergy energy = waves(seed);
    for (End end : new End[] {End.PERIODIC, End.WALL}) {
      Range range = new Range(-Math.PI, Math.PI, end);
      EnergyMap map = Exploration.within(energy, List.of(range, range));
      assertEquals(EnergyMap.Seen.ALL, map.seen());
      assertTrue(map.minima().size() > 1, "a landscape with one minimum shows nothing");
      Mesh mesh = new Mesh(List.of(range, range), POINTS);
      for (Minimum minimum : map.minima()) {
        if (!minimum.global()) {
          assertEquals(climbed(energy, mesh, minimum), minimum.depth(), OFF, end + " " + minimum);
        }
      }
    }
  }

  /** How high one must climb from the mesh's point at a minimum. */
  private static double climbed(SmoothEnergy energy, Mesh mesh, Minimum minimum) {
    record Place(int point, double energy) {}
    int start = 0;
    for (int i = 0; i < mesh.size(); i++) {
      boolean nearer =
          mesh.cells(mesh.at(i), minimum.spot().place())
              < mesh.cells(mesh.at(start), minimum.spot().place());
      start = nearer ? i : start;
    }
    var edge = new PriorityQueue<Place>(Comparator.comparingDouble(Place::energy));
    Set<Integer> seen = new HashSet<>(Set.of(start));
    edge.add(new Place(start, energy.value(mesh.at(start))));
    double highest = Double.NEGATIVE_INFINITY;
    while (!edge.isEmpty()) {
      Place place = edge.remove();
      if (place.energy() < minimum.energy() - 1e-9) {
        return highest - minimum.energy();
      }
      highest = Math.max(highest, place.energy());
      for (int next : mesh.neighbours(place.point())) {
        if (seen.add(next)) {
          edge.add(new Place(next, energy.value(mesh.at(next))));
        }
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
