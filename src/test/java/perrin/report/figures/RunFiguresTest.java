package perrin.report.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.conformance.Trial;
import perrin.output.RunFile;
import perrin.report.chart.Figure;
import perrin.report.chart.Layer;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;

/** What figures show of runs. */
class RunFiguresTest {
  @TempDir Path folder;

  private List<Figure> figures(String... changes) {
    Path file = folder.resolve("run.h5");
    var options = new Runner.Options(new BackendChoice("java", 0), 2, 0, true);
    var experiment = Trial.of(Trial.SMALL, changes).experiment();
    RunFile.write(file, Runner.run(experiment, options, Progress.SILENT, _ -> {}));
    return RunFigures.of(file, 0);
  }

  private static Figure named(List<Figure> figures, String name) {
    return RunFigures.named(figures, name).orElseThrow();
  }

  private static <T extends Layer> List<T> layers(Figure figure, Class<T> kind) {
    return figure.panels().getFirst().layers().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Test
  void aSweepIsDrawnInTheOrderOfItsValues() {
    Figure figure = named(figures("sweep={dt: [0.01, 0.03, 0.02]}"), "sweep.x2");
    Layer.Curve line = layers(figure, Layer.Curve.class).getFirst();
    assertArrayEquals(new double[] {0.01, 0.02, 0.03}, line.x());
    assertTrue(figure.words().contains("at 0.01 to"), figure.words());
    assertTrue(figure.words().contains("at 0.03."), figure.words());
  }

  @Test
  void aPathThatLeavesAPeriodicBoxIsBrokenThere() {
    Figure figure =
        named(
            figures(
                "boundaries={x: 'periodic(-1, 1.5)'}",
                "temperature=5",
                "trajectories={walkers: 5, every: 1}"),
            PathFigure.NAME);
    int gaps = 0;
    for (Layer.Curve path : layers(figure, Layer.Curve.class)) {
      for (int i = 1; i < path.y().length; i++) {
        double leap = Math.abs(path.y()[i] - path.y()[i - 1]);
        assertTrue(!(leap > 1.25), "from " + path.y()[i - 1] + " to " + path.y()[i]);
        gaps += Double.isNaN(path.y()[i]) ? 1 : 0;
      }
    }
    assertTrue(gaps > 5, gaps + " gaps");
  }

  @Test
  void aHistogramThatNobodyIsInDoesNotSayWhereToLook() {
    List<Figure> figures =
        figures("histograms={x: {of: x, from: 100, to: 140, bins: 40}}", "check={boltzmann: x}");
    Figure landscape = named(figures, SurfaceFigure.NAME);
    double[] x = layers(landscape, Layer.Curve.class).getFirst().x();
    assertTrue(x[x.length - 1] < 20, "the energy is drawn up to " + x[x.length - 1]);
    String words = named(figures, "histograms.x").words();
    assertTrue(words.startsWith("None of ") && words.endsWith("bins."), words);
    List<Layer.Level> levels = layers(named(figures, "observables.x2"), Layer.Level.class);
    assertEquals(
        List.of("time mean", "Boltzmann average"), levels.stream().map(Layer.Level::name).toList());
    assertEquals(levels.getFirst().at(), levels.getLast().at(), 0.5, "around the walkers");
  }

  @Test
  void contoursReachAsFarAsPathsDo() {
    List<Figure> figures =
        figures(
            "coordinates=[x, y]",
            "energy=x^2 + y^2",
            "start={x: 4, y: 4}",
            "observables={}",
            "histograms={xy: {of: [x, y], from: [-1, -1], to: [5, 1], bins: [6, 6]}}",
            "trajectories={walkers: 3, every: 1}");
    Layer.Contours contours =
        layers(named(figures, PathFigure.NAME), Layer.Contours.class).getFirst();
    double highest =
        contours.lines().stream().flatMapToDouble(line -> Arrays.stream(line[1])).max().orElse(0);
    assertTrue(highest > 3.9, "lines end at y = " + highest);
  }
}
