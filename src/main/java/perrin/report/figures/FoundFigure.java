package perrin.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.output.BestRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;

/** The share of walkers that have found the lowest energy, against the steps they made. */
final class FoundFigure {
  private static final int MOST_PLACES = 400;

  private FoundFigure() {}

  /** Empty where lowest energies were not tracked. */
  static Optional<Figure> of(List<RunPoint> points, List<String> names) {
    List<Layer> layers = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (int p = 0; p < points.size(); p++) {
      Optional<BestRecord> best = points.get(p).record().best();
      if (best.isPresent()) {
        layers.add(curve(names.get(p), Ink.of(p), best.get(), points.get(p)));
        words.add(words(names.get(p), best.get()));
      }
    }
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    Panel panel =
        new Panel(new Axis("steps"), new Axis("share of walkers"), Panel.Size.USUAL, layers);
    return Optional.of(
        new Figure(
            "found", "Who has found the lowest energy, and when", String.join(" ", words), panel));
  }

  private static Layer curve(String name, Ink ink, BestRecord best, RunPoint point) {
    int walkers = best.energy().walkers();
    double[] steps =
        IntStream.range(0, walkers)
            .filter(w -> best.energy().value(w) <= best.lowest() + best.within())
            .mapToDouble(best.foundAt().orElse(best.step())::value)
            .sorted()
            .toArray();
    int taken = Math.min(steps.length, MOST_PLACES);
    double[] x = new double[2 * taken + 2];
    double[] y = new double[2 * taken + 2];
    for (int i = 0; i < taken; i++) { // a staircase
      int at = (int) ((long) (i + 1) * steps.length / taken) - 1;
      x[2 * i + 1] = steps[at];
      y[2 * i + 1] = y[2 * i];
      x[2 * i + 2] = steps[at];
      y[2 * i + 2] = (at + 1.0) / walkers;
    }
    x[2 * taken + 1] = point.outline().clock(0).steps();
    y[2 * taken + 1] = (double) steps.length / walkers;
    return new Layer.Curve(name, ink, Layer.Stroke.SOLID, x, y);
  }

  private static String words(String name, BestRecord best) {
    int walker = best.walker();
    String at =
        best.at().size() > 3
            ? ""
            : " at "
                + String.join(
                    ", ",
                    best.at().entrySet().stream()
                        .map(e -> e.getKey() + " = " + Said.number(e.getValue().value(walker)))
                        .toList());
    return name
        + ": the lowest energy seen is "
        + Said.number7(best.energy().value(walker))
        + at
        + "; "
        + Said.count(best.found())
        + " of "
        + Said.count(best.energy().walkers())
        + " walkers came within "
        + Said.number(best.within())
        + " of "
        + (best.minimum().isPresent() ? "the known minimum." : "it.");
  }
}
