package perrin.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.output.TrajectoryRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** The path of the first walker alone, which a run draws when it ends. */
public final class FirstPath {
  private static final int MOST_PLACES = 20_000;

  private FirstPath() {}

  /**
   * In the plane of two coordinates, or of a single one against time; empty for more.
   *
   * @param names of the coordinates
   */
  public static Optional<Figure> of(List<String> names, TrajectoryRecord paths) {
    int dimensions = Paths.dimensions(paths);
    boolean drawn =
        dimensions == names.size()
            && dimensions <= 2
            && Paths.walkers(paths) > 0
            && paths.step().length > 1;
    return drawn ? Optional.of(figure(names, paths)) : Optional.empty();
  }

  private static Figure figure(List<String> names, TrajectoryRecord paths) {
    int[] frames = Paths.frames(paths, MOST_PLACES);
    int last = frames[frames.length - 1];
    double until = paths.time()[last];
    String title = "Path of the first walker until t = " + Said.number(until);
    if (names.size() == 1) {
      double[] t = new double[frames.length];
      for (int i = 0; i < t.length; i++) {
        t[i] = paths.time()[frames[i]];
      }
      double[] x = Paths.series(paths, 0, 0, frames);
      Layer path = new Layer.Curve("", Ink.BLUE, Layer.Stroke.SOLID, t, x);
      Axis up = new Axis(names.getFirst());
      return new Figure(
          "path", title, title, new Panel(new Axis("time t"), up, Panel.Size.USUAL, List.of(path)));
    }
    List<Layer> layers = new ArrayList<>();
    layers.add(PathFigure.path("", Ink.BLUE, paths, 0, frames));
    layers.add(end("start", Ink.BLACK, Layer.Sign.CROSS, paths, 0));
    layers.add(end("end", Ink.ORANGE, Layer.Sign.TRIANGLE, paths, last));
    Axis.Scale equal = Axis.Scale.EQUAL;
    Axis x = new Axis(names.getFirst(), equal);
    Axis y = new Axis(names.getLast(), equal);
    return new Figure("path", title, title, new Panel(x, y, Panel.Size.SQUARE, layers));
  }

  private static Layer end(
      String name, Ink ink, Layer.Sign sign, TrajectoryRecord paths, int frame) {
    double[] x = {Paths.value(paths, frame, 0, 0)};
    double[] y = {Paths.value(paths, frame, 0, 1)};
    return new Layer.Marks(name, ink, sign, x, y);
  }
}
