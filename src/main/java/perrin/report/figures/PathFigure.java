package perrin.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.output.TrajectoryRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** Paths of the first walkers: in the plane of two coordinates, else one of them against time. */
final class PathFigure {
  static final String NAME = "paths";

  /** Places of all paths together. */
  private static final int MOST_PLACES = 9_000;

  /** Places that tell how far paths go. */
  private static final int LOOKED_AT = 4_000;

  private PathFigure() {}

  /** Empty where none were kept, or what was kept are atoms. */
  static Optional<Figure> of(RunPoint point) {
    return point
        .paths()
        .filter(paths -> Paths.walkers(paths) > 0 && paths.step().length > 1)
        .filter(paths -> Paths.dimensions(paths) == point.outline().coordinates().dimension())
        .map(paths -> Paths.dimensions(paths) == 2 ? plane(point, paths) : course(point, paths));
  }

  private static Figure plane(RunPoint point, TrajectoryRecord paths) {
    List<Layer> layers = new ArrayList<>();
    int walkers = Math.min(Paths.MOST_WALKERS, Paths.walkers(paths));
    int[] frames = Paths.frames(paths, MOST_PLACES / walkers);
    point
        .surface()
        .map(
            surface -> surface.over(Paths.all(paths, 0, LOOKED_AT), Paths.all(paths, 1, LOOKED_AT)))
        .filter(surface -> !surface.isFlat())
        .ifPresent(surface -> layers.add(surface.contours()));
    for (int w = 0; w < walkers; w++) {
      layers.add(path("walker " + w, Ink.of(w), paths, w, frames));
    }
    double[] x = starts(paths, walkers, 0);
    double[] y = starts(paths, walkers, 1);
    layers.add(new Layer.Marks("starts", Ink.BLACK, Layer.Sign.CROSS, x, y));
    Axis.Scale scale = Axis.Scale.EQUAL;
    Panel panel =
        new Panel(
            point.coordinate(0, scale), point.coordinate(1, scale), Panel.Size.SQUARE, layers);
    String words =
        "Paths of "
            + walkers
            + (walkers == 1 ? " walker" : " walkers")
            + " from t = "
            + Said.number(paths.time()[0])
            + " to "
            + Said.number(paths.time()[paths.time().length - 1])
            + ", "
            + Said.count(frames.length)
            + " places each; the first begins at ("
            + Said.number(x[0])
            + ", "
            + Said.number(y[0])
            + ") and ends at ("
            + Said.number(Paths.value(paths, paths.step().length - 1, 0, 0))
            + ", "
            + Said.number(Paths.value(paths, paths.step().length - 1, 0, 1))
            + ").";
    return new Figure(NAME, "Paths of the first walkers", words, panel);
  }

  /** In the plane. */
  static Layer path(String name, Ink ink, TrajectoryRecord paths, int walker, int[] frames) {
    double[][] at = {
      Paths.series(paths, walker, 0, frames), Paths.series(paths, walker, 1, frames)
    };
    double[][] broken = Paths.broken(paths, at);
    return new Layer.Curve(name, ink, Layer.Stroke.FINE, broken[0], broken[1]);
  }

  private static double[] starts(TrajectoryRecord paths, int walkers, int coordinate) {
    return IntStream.range(0, walkers)
        .mapToDouble(w -> Paths.value(paths, 0, w, coordinate))
        .toArray();
  }

  private static Figure course(RunPoint point, TrajectoryRecord paths) {
    String name = point.outline().coordinates().componentNames().getFirst();
    int walkers = Math.min(Paths.MOST_WALKERS, Paths.walkers(paths));
    int[] frames = Paths.frames(paths, MOST_PLACES / walkers);
    double[] t = IntStream.of(frames).mapToDouble(f -> paths.time()[f]).toArray();
    List<Layer> layers = new ArrayList<>();
    for (int w = 0; w < walkers; w++) {
      double[] x = Paths.series(paths, w, 0, frames);
      double[][] broken = Paths.broken(paths, new double[][] {x, t});
      layers.add(
          new Layer.Curve("walker " + w, Ink.of(w), Layer.Stroke.FINE, broken[1], broken[0]));
    }
    Panel panel =
        new Panel(point.time(), point.coordinate(0, Axis.Scale.LINEAR), Panel.Size.USUAL, layers);
    String words =
        name
            + " of "
            + walkers
            + (walkers == 1 ? " walker" : " walkers")
            + " against time; the first begins at "
            + Said.number(Paths.value(paths, 0, 0, 0))
            + " and ends at "
            + Said.number(Paths.value(paths, paths.step().length - 1, 0, 0))
            + ".";
    return new Figure(NAME, "Paths of the first walkers", words, panel);
  }
}
