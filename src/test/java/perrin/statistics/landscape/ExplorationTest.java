package perrin.statistics.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.experiment.EnergyFile;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Library;
import perrin.kernel.landscape.SmoothEnergy;
import perrin.statistics.landscape.Range.End;
import perrin.statistics.landscape.Spot.Kind;

/** Minima, saddles and depths that are known exactly. */
class ExplorationTest {
  private static SmoothEnergy energy(String keys) {
    return SmoothEnergy.of(experiment(keys));
  }

  private static Experiment experiment(String keys) {
    return ExperimentFile.parse(
        keys + "method: gradient-descent\ndt: 1\nwalkers: 1\nsteps: 1\n", "trial.yaml", List.of());
  }

  private static SmoothEnergy line(String formula) {
    return energy("coordinates: [x]\nstart: {x: 0}\nenergy: \"" + formula + "\"\n");
  }

  private static SmoothEnergy plane(String formula) {
    return energy("coordinates: [x, y]\nstart: {x: 0, y: 0}\nenergy: \"" + formula + "\"\n");
  }

  private static List<Range> box(End end, double... ends) {
    return java.util.stream.IntStream.range(0, ends.length / 2)
        .mapToObj(i -> new Range(ends[2 * i], ends[2 * i + 1], end))
        .toList();
  }

  private static EnergyMap library(String name) {
    EnergyFile file = Library.energy(name);
    boolean vector = file.coordinates().names().size() == 1 && file.coordinates().dimension() > 1;
    String start = vector || file.coordinates().dimension() == 1 ? "{x: 0}" : "{x: 0, y: 0}";
    List<Range> ranges =
        file.coordinates().blocks().stream()
            .flatMap(block ->
                java.util.Collections.nCopies(block.length(), file.domain().get(block.name()))
                    .stream())
            .map(range -> new Range(range.from(), range.to(), End.OPEN))
            .toList();
    return Exploration.within(energy("energy: " + name + "\nstart: " + start + "\n"), ranges);
  }

  private static void assertMinima(String name, EnergyMap map, int minima) {
    assertEquals(minima, map.minima().size(), name);
    for (EnergyFile.Minimum known : Library.energy(name).minima()) {
      double[] at =
          known.at().values().stream()
              .flatMap(List::stream)
              .mapToDouble(Double::doubleValue)
              .toArray();
      double[] nearest =
          map.minima().stream()
              .map(m -> m.spot().place())
              .min(java.util.Comparator.comparingDouble(place -> apart(place, at)))
              .orElseThrow();
      assertTrue(apart(nearest, at) < 1e-8, name + Arrays.toString(nearest));
    }
  }

  private static double apart(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  /** The roots of 4 x (x² − 1) + 0.3 with 20 digits; d* is .71713552 in Hajek's sense. */
  @Test
  void theTiltedDoubleWell() {
    EnergyMap map = library("tilted-double-well");
    assertMinima("tilted-double-well", map, 2);
    assertEquals(EnergyMap.Seen.ALL, map.seen());
    assertEquals(0.71713552168742, map.criticalDepth(), 1e-13);
    Saddle saddle = map.saddles().getFirst();
    assertEquals(0.0754291585697, saddle.spot().at().getFirst(), 1e-12);
    assertEquals(1.0112820027157, saddle.energy(), 1e-13);
    assertEquals(Kind.SMOOTH, saddle.spot().kind());
    assertEquals(1.0112820027157 + 0.3054284837439, map.minima().getFirst().barrier(), 1e-12);
    assertEquals("0.71713553/log(n + 2)", CoolingSchedule.of(map).orElseThrow().byStep());
  }

  @Test
  void twoGlobalMinimaTrapNobody() {
    EnergyMap map = library("double-well");
    assertEquals(2, map.globals());
    assertEquals(0, map.criticalDepth());
    assertEquals(1, map.minima().getLast().barrier(), 1e-15);
    assertTrue(CoolingSchedule.of(map).isEmpty());
  }

  /** The saddles as the paper's formula gives them by Newton's method. */
  @Test
  void muellerAndBrownsSurface() {
    EnergyMap map = library("muller-brown");
    assertMinima("muller-brown", map, 3);
    assertEquals(2, map.saddles().size());
    assertEquals(-72.248940, map.saddles().getFirst().energy(), 1e-6);
    assertEquals(-40.664844, map.saddles().getLast().energy(), 1e-6);
    assertEquals(List.of(1, 2), between(map.saddles().getFirst()));
    assertEquals(List.of(0, 2), between(map.saddles().getLast()));
    assertEquals(-40.6648435086574 + 108.1667241169, map.criticalDepth(), 1e-9);
    assertEquals(80.7678181297 - 72.2489401123, map.minima().get(2).depth(), 1e-9);
    assertEquals(1, map.minima().get(2).into());
    assertEquals(0, map.minima().get(1).into());
  }

  private static List<Integer> between(Saddle saddle) {
    return List.of(saddle.first(), saddle.second());
  }

  /**
   * Of himmelblau's four saddles three join its minima; the values are those of its gradient's
   * roots.
   */
  @Test
  void himmelblausFourMinima() {
    EnergyMap map = library("himmelblau");
    assertMinima("himmelblau", map, 4);
    assertEquals(4, map.globals());
    assertEquals(0, map.criticalDepth());
    double[] heights = map.saddles().stream().mapToDouble(Saddle::energy).toArray();
    double[] known = {13.3119262704, 67.7191500875, 104.015162918, 178.337239202};
    assertEquals(4, heights.length);
    for (int i = 0; i < known.length; i++) {
      assertEquals(known[i], heights[i], 1e-8);
    }
    assertEquals(3, map.saddles().stream().filter(Saddle::joins).count());
  }

  /** The way between the two lowest leads over the origin, E = 0. */
  @Test
  void theCamelsSixHumps() {
    EnergyMap map = library("six-hump-camel");
    assertMinima("six-hump-camel", map, 6);
    assertEquals(0, map.saddles().getFirst().energy(), 1e-15);
    assertEquals(0.543718600978 + 0.21546382438371764, map.criticalDepth(), 1e-11);
  }

  /** 11 minima along each axis, which do not feel each other. */
  @Test
  void rastriginsMinimaAreThoseOfItsAxes() {
    EnergyMap line =
        Exploration.within(line("10 + x^2 - 10*cos(2*pi*x)"), box(End.OPEN, -5.12, 5.12));
    EnergyMap plane = library("rastrigin");
    assertEquals(11, line.minima().size());
    assertEquals(121, plane.minima().size());
    assertEquals(line.criticalDepth(), plane.criticalDepth(), 1e-9);
  }

  /** The lowest lies on the edge, where the energy falls outwards. */
  @Test
  void theEggholderIsLowestAtItsEdge() {
    EnergyMap map = library("eggholder");
    Minimum lowest = map.minima().getFirst();
    assertEquals(-959.6406627208508, lowest.energy(), 1e-11);
    assertEquals(512, lowest.spot().at().getFirst());
    assertEquals(404.23180511375781, lowest.spot().at().getLast(), 1e-7);
    assertEquals(List.of(0), lowest.spot().edges());
    assertTrue(map.leansOut(lowest.spot()));
  }

  /** A floor that is a circle is one minimum, and nothing keeps walkers from the rest of it. */
  @Test
  void aRingIsOneMinimum() {
    EnergyMap map =
        Exploration.within(plane("(x^2 + y^2 - 1)^2 + 5"), box(End.OPEN, -1.71, 1.63, -1.5, 1.9));
    assertEquals(1, map.minima().size());
    assertEquals(Kind.FLAT, map.minima().getFirst().spot().kind());
    assertEquals(0, map.criticalDepth());
  }

  /** A ring that is tilted has one minimum; with cos 2φ it has two, and saddles on its sides. */
  @Test
  void aRingWithTwoPockets() {
    EnergyMap tilted =
        Exploration.within(
            plane("10*(x^2 + y^2 - 1)^2 + 0.01*x"), box(End.OPEN, -1.71, 1.63, -1.5, 1.9));
    assertEquals(1, tilted.minima().size());
    EnergyMap two =
        Exploration.within(
            plane("10*(x^2 + y^2 - 1)^2 + 0.1*y^2 + 0.01*x"),
            box(End.OPEN, -1.71, 1.63, -1.5, 1.9));
    assertEquals(2, two.minima().size());
    assertEquals(2, two.saddles().getFirst().spot().at().size());
    double higher = two.minima().getLast().energy();
    assertEquals(two.saddles().getFirst().energy() - higher, two.criticalDepth(), 1e-12);
  }

  /** Two minima on a circle: the way between them over its ends may be the lower one. */
  @Test
  void aCircleClosesUp() {
    SmoothEnergy energy = line("cos(x) + cos(2*x) + 0.2*sin(x)");
    EnergyMap circle = Exploration.within(energy, box(End.PERIODIC, -Math.PI, Math.PI));
    EnergyMap turned = Exploration.within(energy, box(End.PERIODIC, 1, 1 + 2 * Math.PI));
    EnergyMap walled = Exploration.within(energy, box(End.WALL, -Math.PI, Math.PI));
    assertEquals(2, circle.minima().size());
    assertEquals(1, circle.saddles().size());
    assertEquals(circle.criticalDepth(), turned.criticalDepth(), 1e-13);
    assertTrue(circle.criticalDepth() < walled.criticalDepth() - 0.1, "the short way is open");
  }

  /** Walls make minima where the energy leans on them. */
  @Test
  void wallsHoldWalkers() {
    EnergyMap map = Exploration.within(line("1 - x^2 + 0.1*x"), box(End.WALL, -1, 1));
    assertEquals(2, map.minima().size());
    assertEquals(-0.1, map.minima().getFirst().energy(), 1e-15);
    assertEquals(List.of(-1.0), map.minima().getFirst().spot().at());
    assertEquals(0.1, map.minima().getLast().energy(), 1e-15);
    assertEquals(1.0025 - 0.1, map.criticalDepth(), 1e-14);
  }

  /** |x| and its like: minima, and passes, without a gradient. */
  @Test
  void kinksAreFound() {
    EnergyMap map =
        Exploration.within(line("abs(abs(x - 0.1) - 1) + 0.1*x"), box(End.OPEN, -3.3, 3.1));
    assertEquals(2, map.minima().size());
    assertEquals(-0.9, map.minima().getFirst().spot().at().getFirst(), 1e-9);
    assertEquals(Kind.KINK, map.minima().getFirst().spot().kind());
    assertEquals(1.01 - 0.11, map.criticalDepth(), 1e-9);
    EnergyMap slanted =
        Exploration.within(
            plane("sqrt(abs(x + 0.37*y - 0.2)) + (x^2 + y^2)/10"), box(End.OPEN, -2, 2.1, -2, 2.3));
    assertEquals(1, slanted.minima().size());
    assertEquals(0.04 / (1 + 0.37 * 0.37) / 10, slanted.minima().getFirst().energy(), 1e-6);
  }

  /** The depth of a minimum whose neighbour is higher. */
  @Test
  void depthsAreHajeksNotThoseOfTheNextSaddle() {
    // Wells of depth 3, 1 and 2 in a row, with barriers 0 and 0.5 between: out of the last one
    // walkers come lower only over both.
    EnergyMap map =
        Exploration.within(
            line(
                "-3*exp(-8*(x+2)^2) - exp(-8*x^2) - 2*exp(-8*(x-2)^2) + 0.5*exp(-8*(x-1)^2)"
                    + " + 0.001*x^4"),
            box(End.OPEN, -4, 4));
    assertEquals(3, map.minima().size());
    Minimum last = map.minima().get(1); // by energy the second
    assertEquals(2, last.spot().at().getFirst(), 0.02);
    double top = map.saddles().stream().mapToDouble(Saddle::energy).max().orElseThrow();
    assertEquals(top - last.energy(), last.depth(), 1e-12);
    assertEquals(last.depth(), map.criticalDepth());
    Minimum middle = map.minima().get(2);
    assertEquals(middle.barrier(), middle.depth(), 0);
    assertTrue(middle.depth() < 1.1 && last.depth() > 2.3);
  }

  @Test
  void anEnergyWithoutFloorIsRefused() {
    SmoothEnergy cubic = line("x^3 - x");
    assertThrows(
        BottomlessException.class, () -> Exploration.around(cubic, box(End.OPEN, 0.1, 1.2)));
    SmoothEnergy pole = line("-1/abs(x - 0.123)");
    assertThrows(BottomlessException.class, () -> Exploration.within(pole, box(End.OPEN, -1, 1)));
    SmoothEnergy logarithm = plane("log((x - 0.1)^2 + (y - 0.2)^2)");
    assertThrows(
        BottomlessException.class,
        () -> Exploration.within(logarithm, box(End.OPEN, -1, 1, -1, 1)));
  }

  /** A look that sees one well of two goes on until it has seen both. */
  @Test
  void whatIsBeyondAGuessedRangeIsFound() {
    SmoothEnergy wells = line("(x^2 - 1)^2 + 0.3*x");
    EnergyMap map = Exploration.around(wells, box(End.OPEN, -1.2, -0.8));
    assertEquals(2, map.minima().size());
    assertEquals(0.71713552168742, map.criticalDepth(), 1e-13);
  }

  /** There are ripples however far one looks: what is said is about where one has looked first. */
  @Test
  void ripplesWithoutEndAreSaidToGoOn() {
    EnergyMap map =
        Exploration.around(line("sqrt(1 + x^2) - 10*cos(2*pi*x)"), box(End.OPEN, -2.3, 2.3));
    assertEquals(EnergyMap.Seen.MORE_BEYOND, map.seen());
    assertEquals(5, map.minima().size());
  }

  /** In other units all is the same. */
  @Test
  void unitsDoNotMatter() {
    EnergyMap map =
        Exploration.within(
            line("4e-21*(((x/1e-9)^2 - 1)^2 + 0.3*x/1e-9)"), box(End.OPEN, -2.5e-9, 2.5e-9));
    assertEquals(4e-21 * 0.71713552168742, map.criticalDepth(), 1e-33);
    assertEquals("2.8685421e-21/log(e + t)", CoolingSchedule.of(map).orElseThrow().byTime());
  }

  /** Where the energy is infinite there is no way. */
  @Test
  void wallsOfTheEnergyItselfAreNotClimbed() {
    EnergyMap map =
        Exploration.within(
            line("(x^2 - 1)^2 + 0.3*x - 0.05*log(abs(x) - 0.25)"), box(End.OPEN, -2, 2));
    assertEquals(2, map.minima().size());
    assertEquals(Double.POSITIVE_INFINITY, map.criticalDepth());
    assertTrue(CoolingSchedule.of(map).isEmpty());
  }
}
