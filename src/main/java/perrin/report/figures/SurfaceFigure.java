package perrin.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import perrin.errors.Nearest;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.SmoothEnergy;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;
import perrin.statistics.landscape.BottomlessException;
import perrin.statistics.landscape.EnergyMap;
import perrin.statistics.landscape.Exploration;
import perrin.statistics.landscape.Minimum;
import perrin.statistics.landscape.NowhereFiniteException;
import perrin.statistics.landscape.Saddle;

/** The landscape with its minima and saddles, and the walkers where they ended. */
final class SurfaceFigure {
  static final String NAME = "landscape";

  private static final int[] WALKERS = {200, 1_500};

  /** Operations of an energy that can be searched while somebody waits. */
  private static final long MOST_OPERATIONS = 2_000;

  /** Of a mesh's points: an energy with more takes minutes to search. */
  private static final int MOST_DIPS = 24;

  /** Minima in the words of a figure. */
  private static final int MOST_NAMED = 4;

  /** How high a curve is drawn, in units of the highest pass and of kT. */
  private static final double PASSES = 2.5;

  private static final double THERMAL = 12;

  /** As a share of what is shown. */
  private static final double NOTHING = 1e-9;

  private SurfaceFigure() {}

  static Optional<Figure> of(RunPoint point) {
    return point.surface().filter(surface -> !surface.isFlat()).map(surface -> of(point, surface));
  }

  private static Figure of(RunPoint point, Surface surface) {
    Optional<EnergyMap> map = point.experiment().flatMap(x -> search(x, surface));
    String words = words(surface, map);
    return surface.dimension() == 1
        ? line(point, surface, map, words)
        : plane(point, surface, map, words);
  }

  private static Optional<EnergyMap> search(Experiment experiment, Surface surface) {
    try {
      SmoothEnergy energy = SmoothEnergy.of(experiment);
      if (energy.length() > MOST_OPERATIONS || surface.dips() > MOST_DIPS) {
        return Optional.empty();
      }
      return Optional.of(Exploration.within(energy, surface.ranges(experiment)));
    } catch (BottomlessException | NowhereFiniteException e) {
      return Optional.empty(); // the curve shows it
    }
  }

  private static Figure line(
      RunPoint point, Surface surface, Optional<EnergyMap> map, String words) {
    double[] x = surface.points(0);
    OptionalDouble kT = point.temperature();
    double top = top(map, kT);
    double[] energy = Arrays.stream(surface.values()).map(e -> e > top ? Double.NaN : e).toArray();
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Curve("energy", Ink.BLACK, Layer.Stroke.SOLID, x, energy));
    map.map(EnergyMap::minima)
        .filter(minima -> !minima.isEmpty())
        .ifPresent(minima ->
            kT.ifPresent(value ->
                layers.add(
                    new Layer.Level("lowest + kT", Ink.GREY, minima.getFirst().energy() + value))));
    double[] at = within(point.finals(0, WALKERS[0]), surface, 0);
    if (at.length > 0) {
      double[] heights =
          Arrays.stream(at).map(place -> surface.energy().energy(new double[] {place})).toArray();
      layers.add(new Layer.Marks("walkers at the end", Ink.BLUE, Layer.Sign.SPECK, at, heights));
    }
    map.ifPresent(found -> layers.addAll(extremes(found, 1)));
    Panel panel =
        new Panel(point.coordinate(0, Axis.Scale.LINEAR), point.energy(), Panel.Size.USUAL, layers);
    return new Figure(NAME, "Energy landscape", words, panel);
  }

  /** What is worth a look: where walkers may be, and all passes. */
  private static double top(Optional<EnergyMap> map, OptionalDouble kT) {
    if (map.isEmpty() || map.get().minima().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double lowest = map.get().minima().getFirst().energy();
    double pass =
        Stream.concat(
                map.get().saddles().stream().map(Saddle::energy),
                map.get().minima().stream().map(Minimum::energy))
            .mapToDouble(e -> e - lowest)
            .max()
            .orElse(0);
    double high = Math.max(PASSES * pass, kT.isPresent() ? THERMAL * kT.getAsDouble() : 0);
    return high > 0 ? lowest + high : Double.POSITIVE_INFINITY;
  }

  private static double[] within(double[] places, Surface surface, int axis) {
    return Arrays.stream(places)
        .filter(x -> x >= surface.from()[axis] && x <= surface.to()[axis])
        .toArray();
  }

  private static Figure plane(
      RunPoint point, Surface surface, Optional<EnergyMap> map, String words) {
    List<Layer> layers = new ArrayList<>();
    layers.add(surface.contours());
    double[] x = point.finals(0, WALKERS[1]);
    if (x.length > 0) {
      double[] y = point.finals(1, WALKERS[1]);
      for (int i = 0; i < x.length; i++) {
        boolean seen =
            x[i] >= surface.from()[0]
                && x[i] <= surface.to()[0]
                && y[i] >= surface.from()[1]
                && y[i] <= surface.to()[1];
        x[i] = seen ? x[i] : Double.NaN;
        y[i] = seen ? y[i] : Double.NaN;
      }
      layers.add(new Layer.Marks("walkers at the end", Ink.BLUE, Layer.Sign.SPECK, x, y));
    }
    map.ifPresent(found -> layers.addAll(extremes(found, 2)));
    Panel panel =
        new Panel(
            point.coordinate(0, surface.scale()),
            point.coordinate(1, surface.scale()),
            Panel.Size.SQUARE,
            layers);
    return new Figure(NAME, "Energy landscape", words, panel);
  }

  /** Minima and the saddles at which they join. */
  private static List<Layer> extremes(EnergyMap map, int dimension) {
    List<double[]> minima = new ArrayList<>();
    shown(map).forEach(m -> minima.add(place(m.spot().at(), m.energy(), dimension)));
    List<double[]> saddles = new ArrayList<>();
    map.saddles().stream()
        .filter(s -> !map.leansOut(s.spot()))
        .forEach(s -> saddles.add(place(s.spot().at(), s.energy(), dimension)));
    List<Layer> layers = new ArrayList<>();
    if (!minima.isEmpty()) {
      layers.add(Layer.Marks.at("minima", Ink.GREEN, Layer.Sign.TRIANGLE, minima));
    }
    if (!saddles.isEmpty()) {
      String name = dimension == 1 ? "barriers" : "saddles";
      layers.add(Layer.Marks.at(name, Ink.ORANGE, Layer.Sign.CROSS, saddles));
    }
    return layers;
  }

  /** But those on the picture's frame, which may be none where one looks further. */
  private static List<Minimum> shown(EnergyMap map) {
    return map.minima().stream().filter(m -> !map.leansOut(m.spot())).toList();
  }

  private static double[] place(List<Double> at, double energy, int dimension) {
    return new double[] {at.getFirst(), dimension == 1 ? energy : at.getLast()};
  }

  private static String words(Surface surface, Optional<EnergyMap> map) {
    StringBuilder words = new StringBuilder("Energy over ");
    for (int i = 0; i < surface.dimension(); i++) {
      words
          .append(i == 0 ? "" : " and ")
          .append(surface.names().get(i))
          .append(" from ")
          .append(Said.number(surface.from()[i]))
          .append(" to ")
          .append(Said.number(surface.to()[i]));
    }
    words.append(surface.dimension() == 2 ? levels(surface) : ".");
    if (map.isEmpty()) {
      return words.append(" Minima: perrin landscape finds them.").toString();
    }
    List<Minimum> minima = shown(map.get());
    if (minima.isEmpty()) {
      return words.toString();
    }
    double size = surface.finite().getMax() - surface.finite().getMin();
    words.append(minima.size() == 1 ? " One minimum, at " : " " + minima.size() + " minima: ");
    for (int i = 0; i < Math.min(MOST_NAMED, minima.size()); i++) {
      words
          .append(i == 0 ? "" : "; ")
          .append(place(minima.get(i).spot().at(), surface))
          .append(" with energy ")
          .append(energy(minima.get(i).energy(), size));
      if (Double.isFinite(minima.get(i).barrier())) {
        words.append(", barrier ").append(Said.finer(minima.get(i).barrier()));
      }
    }
    words.append(minima.size() > MOST_NAMED ? "; and others." : ".");
    Optional<Saddle> lowest =
        map.get().saddles().stream().filter(s -> !map.get().leansOut(s.spot())).findFirst();
    lowest.ifPresent(saddle ->
        words
            .append(" The lowest pass is at ")
            .append(place(saddle.spot().at(), surface))
            .append(", energy ")
            .append(energy(saddle.energy(), size))
            .append('.'));
    return words.toString();
  }

  private static String levels(Surface surface) {
    double[] heights = surface.contours().levels();
    return heights.length == 0
        ? "."
        : "; lines are lines of equal energy, at "
            + Nearest.listed(Arrays.stream(heights).mapToObj(Said::exactly).toList())
            + ".";
  }

  /** What is nothing beside the picture's size is 0. */
  private static String place(List<Double> at, Surface surface) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      double size = surface.to()[i] - surface.from()[i];
      parts.add(Said.number(Math.abs(at.get(i)) < NOTHING * size ? 0 : at.get(i)));
    }
    String inside = String.join(", ", parts);
    return at.size() == 1 ? inside : "(" + inside + ")";
  }

  /**
   * The same of an energy.
   *
   * @param size of the energies that are shown
   */
  private static String energy(double value, double size) {
    return Said.finer(Math.abs(value) < NOTHING * size ? 0 : value);
  }
}
