package perrin.report.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import perrin.experiment.Sweep;
import perrin.experiment.SweepAxis;
import perrin.output.ObservableRecord;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;
import perrin.statistics.Interval;
import perrin.statistics.distances.TotalVariation;

/**
 * What a sweep's points say side by side: averages and the verdict's distance against the values of
 * an axis of numbers. The values of other axes are a series each.
 */
final class SweepFigures {
  private static final double WIDTH = 1.96;
  private static final int MOST_OBSERVABLES = 8;
  private static final int MOST_SERIES = 7;

  /** From so many times the smallest value on, an axis is logarithmic. */
  private static final double WIDE = 20;

  private final RunRecord run;
  private final Sweep sweep;
  private final int along;

  private SweepFigures(RunRecord run, int along) {
    this.run = run;
    this.sweep = run.sweep();
    this.along = along;
  }

  /** None where no axis is of two numbers or more. */
  static List<Figure> of(RunRecord run) {
    List<SweepAxis> axes = run.sweep().axes();
    int along =
        IntStream.range(0, axes.size())
            .filter(a -> axes.get(a).isOfNumbers() && axes.get(a).length() > 1)
            .findFirst()
            .orElse(-1);
    return along < 0 ? List.of() : new SweepFigures(run, along).all();
  }

  /** A row of points that differ along the axis alone, in the order of its values. */
  private record Series(String name, List<Integer> points) {}

  private List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    run.points().getFirst().observables().keySet().stream()
        .limit(MOST_OBSERVABLES)
        .forEach(name -> figures.add(observable(name)));
    boolean compared =
        run.points().stream().anyMatch(p -> p.verdict().evidence().comparison().isPresent());
    if (compared) {
      figures.add(distances());
    }
    return figures;
  }

  private List<Series> series() {
    List<Series> all = new ArrayList<>();
    List<Integer> left = new ArrayList<>(IntStream.range(0, sweep.points()).boxed().toList());
    while (!left.isEmpty()) {
      int[] first = sweep.places(left.getFirst());
      List<Integer> points =
          left.stream()
              .filter(p -> beside(first, sweep.places(p)))
              .sorted(Comparator.comparingDouble(this::value))
              .toList();
      left.removeAll(points);
      all.add(new Series(name(first), points));
    }
    return all.subList(0, Math.min(all.size(), MOST_SERIES));
  }

  private boolean beside(int[] a, int[] b) {
    return IntStream.range(0, a.length).allMatch(i -> i == along || a[i] == b[i]);
  }

  private String name(int[] places) {
    List<String> words = new ArrayList<>();
    for (int a = 0; a < places.length; a++) {
      SweepAxis axis = sweep.axes().get(a);
      if (a != along) {
        String value = axis.words().get(places[a]);
        words.add(axis.isOfNumbers() ? axis.name() + " = " + value : value);
      }
    }
    return String.join(", ", words);
  }

  private Axis axis() {
    double[] values = sweep.axes().get(along).numbers();
    double low = IntStream.range(0, values.length).mapToDouble(i -> values[i]).min().orElse(0);
    double high = IntStream.range(0, values.length).mapToDouble(i -> values[i]).max().orElse(0);
    boolean wide = low > 0 && high > WIDE * low;
    String name = sweep.axes().get(along).name();
    return new Axis(
        name.equals(Sweep.TEMPERATURE) ? "temperature kT" : name,
        wide ? Axis.Scale.LOGARITHMIC : Axis.Scale.LINEAR);
  }

  /** Of the axis, at a point. */
  private double value(int point) {
    return sweep.axes().get(along).numbers()[sweep.places(point)[along]];
  }

  private double[] x(Series series) {
    return series.points().stream().mapToDouble(this::value).toArray();
  }

  private double[] y(Series series, ToDoubleFunction<PointRecord> of) {
    return series.points().stream().mapToDouble(p -> of.applyAsDouble(point(p))).toArray();
  }

  private PointRecord point(int number) {
    return run.points().get(number);
  }

  private Figure observable(String name) {
    List<Layer> layers = new ArrayList<>();
    StringBuilder words = new StringBuilder(name + " (time mean) ");
    List<Series> all = series();
    for (int s = 0; s < all.size(); s++) {
      Series series = all.get(s);
      double[] mean = y(series, p -> observed(p, name).timeMean().mean());
      double[] error = y(series, p -> WIDTH * observed(p, name).timeMean().standardError());
      Ink ink = Ink.of(s);
      String legend = series.name().isEmpty() ? name : series.name();
      layers.add(new Layer.Curve("", ink, Layer.Stroke.FINE, x(series), mean));
      layers.add(new Layer.Marks(legend, ink, Layer.Sign.DOT, x(series), mean, error));
      words.append(s == 0 ? "" : "; ").append(ends(series, mean));
    }
    words.append(". Bars are 95 % intervals.");
    Panel panel = new Panel(axis(), new Axis(name), Panel.Size.USUAL, layers);
    String title = name + " against " + axis().label();
    return new Figure("sweep." + name, title, words.toString(), panel);
  }

  private static ObservableRecord observed(PointRecord point, String name) {
    return point.observables().get(name);
  }

  private String ends(Series series, double[] y) {
    double[] x = x(series);
    int last = x.length - 1;
    String of = series.name().isEmpty() ? "" : series.name() + ": ";
    return of
        + "from "
        + Said.finer(y[0])
        + " at "
        + Said.number(x[0])
        + " to "
        + Said.finer(y[last])
        + " at "
        + Said.number(x[last]);
  }

  private Figure distances() {
    List<Layer> layers = new ArrayList<>();
    List<Series> all = series();
    StringBuilder words = new StringBuilder("Total variation from Boltzmann's distribution ");
    for (int s = 0; s < all.size(); s++) {
      Series series = all.get(s);
      double[] value = y(series, p -> distance(p).value());
      double[] low = y(series, p -> distance(p).low());
      double[] high = y(series, p -> distance(p).high());
      String legend = series.name().isEmpty() ? "total variation" : series.name();
      layers.add(new Layer.Band("", Ink.of(s), x(series), low, high));
      layers.add(new Layer.Marks(legend, Ink.of(s), Layer.Sign.DOT, x(series), value));
      words.append(s == 0 ? "" : "; ").append(ends(series, value));
    }
    double tolerance = run.verdict().worst().tolerance();
    layers.add(new Layer.Level("tolerance", Ink.BLACK, tolerance));
    words.append("; the tolerance is ").append(Said.number(tolerance)).append('.');
    words.append(" Bands are 95 % intervals.");
    Panel panel = new Panel(axis(), new Axis("total variation"), Panel.Size.USUAL, layers);
    return new Figure(
        "sweep.verdict", "Distance from Boltzmann's distribution", words.toString(), panel);
  }

  /** With the interval that a verdict has, where it has one. */
  private static Interval distance(PointRecord point) {
    TotalVariation found = point.verdict().evidence().distance();
    return found.hasInterval()
        ? new Interval(found.value(), found.low(), found.high())
        : new Interval(found.value(), Double.NaN, Double.NaN);
  }
}
