package perrin.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.experiment.Sweep;
import perrin.output.PointRecord;
import perrin.output.TrajectoryRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** Few points of a sweep in one picture, such as the methods of a race: paths, and courses. */
final class RaceFigures {
  private static final int MOST_POINTS = 7;

  private static final int MOST_FRAMES = 800;
  private static final int MOST_OBSERVABLES = 8;

  private final List<RunPoint> points;
  private final List<String> names;

  /**
   * @param points at most {@link #MOST_POINTS}
   */
  RaceFigures(List<RunPoint> points) {
    this.points = points;
    this.names = points.stream().map(RunPoint::shortly).toList();
  }

  /** Whether the points of a sweep are few methods, which are shown side by side. */
  static boolean isRace(Sweep sweep) {
    return sweep.points() <= MOST_POINTS
        && sweep.axes().stream().anyMatch(axis -> axis.name().equals(Sweep.METHODS));
  }

  List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    paths().ifPresent(figures::add);
    FoundFigure.of(points, names).ifPresent(figures::add);
    points.getFirst().record().observables().keySet().stream()
        .limit(MOST_OBSERVABLES)
        .forEach(name -> figures.add(courses(name)));
    return figures;
  }

  /** The first walker of each, over lines of equal energy. */
  private Optional<Figure> paths() {
    List<Surface> all = points.stream().flatMap(point -> point.surface().stream()).toList();
    if (all.isEmpty() || all.getFirst().dimension() != 2) {
      return Optional.empty();
    }
    Surface surface = Surface.around(all);
    List<Layer> layers = new ArrayList<>();
    if (!surface.isFlat()) {
      layers.add(surface.contours());
    }
    List<String> ends = new ArrayList<>();
    Map<List<Double>, double[]> starts = new LinkedHashMap<>(); // methods may share theirs
    for (int p = 0; p < points.size(); p++) {
      Optional<TrajectoryRecord> paths =
          points.get(p).paths().filter(found -> Paths.dimensions(found) == 2);
      if (paths.isPresent() && paths.get().step().length > 1) {
        int[] frames = Paths.frames(paths.get(), MOST_FRAMES);
        layers.add(PathFigure.path(names.get(p), Ink.of(p), paths.get(), 0, frames));
        double[] start = place(paths.get(), 0);
        starts.put(List.of(start[0], start[1]), start);
        double[] end = place(paths.get(), paths.get().step().length - 1);
        ends.add(
            names.get(p) + " ends at (" + Said.number(end[0]) + ", " + Said.number(end[1]) + ")");
      }
    }
    if (ends.isEmpty()) {
      return Optional.empty();
    }
    layers.add(Layer.Marks.at("starts", Ink.BLACK, Layer.Sign.CROSS, List.copyOf(starts.values())));
    Optional<double[]> lowest = lowest();
    String found = "";
    if (lowest.isPresent()) {
      double[] at = lowest.get();
      layers.add(Layer.Marks.at("lowest energy seen", Ink.GREEN, Layer.Sign.TRIANGLE, List.of(at)));
      found =
          " The lowest energy that any of all walkers saw is at ("
              + Said.number(at[0])
              + ", "
              + Said.number(at[1])
              + ").";
    }
    RunPoint first = points.getFirst();
    Axis.Scale scale = Axis.Scale.EQUAL;
    Panel panel =
        new Panel(
            first.coordinate(0, scale), first.coordinate(1, scale), Panel.Size.SQUARE, layers);
    String words = "The path of the first walker of each: " + String.join("; ", ends) + "." + found;
    return Optional.of(new Figure("race", "The race", words, panel));
  }

  private static double[] place(TrajectoryRecord paths, int frame) {
    return new double[] {Paths.value(paths, frame, 0, 0), Paths.value(paths, frame, 0, 1)};
  }

  /**
   * Where any walker of any method saw the lowest energy; empty where none was tracked, or where
   * points may differ in their energies.
   */
  private Optional<double[]> lowest() {
    if (points.getFirst().run().sweep().axes().size() > 1) {
      return Optional.empty();
    }
    return points.stream()
        .flatMap(point -> point.record().best().stream())
        .min(Comparator.comparingDouble(best -> best.energy().value(best.walker())))
        .map(best ->
            best.at().values().stream().mapToDouble(at -> at.value(best.walker())).toArray());
  }

  private Figure courses(String name) {
    List<Layer> layers = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<double[]> all = new ArrayList<>();
    for (int p = 0; p < points.size(); p++) {
      PointRecord record = points.get(p).record();
      double[] mean = Thinned.means(record.observables().get(name).mean());
      double[] steps =
          Thinned.means(Arrays.stream(record.times().step()).asDoubleStream().toArray());
      layers.add(new Layer.Curve(names.get(p), Ink.of(p), Layer.Stroke.SOLID, steps, mean));
      all.add(mean);
      if (mean.length > 0) {
        words.add(names.get(p) + " ends at " + Said.finer(mean[mean.length - 1]));
      }
    }
    RunPoint first = points.getFirst();
    String observed = first.labelled(name, first.outline().observables().get(name));
    Axis.Scale scale = wide(all) ? Axis.Scale.LOGARITHMIC : Axis.Scale.LINEAR;
    Panel panel = new Panel(new Axis("steps"), new Axis(observed, scale), Panel.Size.USUAL, layers);
    return new Figure(
        "race." + name,
        name + " against steps",
        "Ensemble means: " + String.join("; ", words) + ".",
        panel);
  }

  /** Whether all values are above 0, and the largest hundreds of times the smallest. */
  private static boolean wide(List<double[]> all) {
    double[] values =
        all.stream().flatMapToDouble(Arrays::stream).filter(Double::isFinite).toArray();
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(0);
    return low > 0 && high > 300 * low;
  }
}
