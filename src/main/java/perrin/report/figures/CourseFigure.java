package perrin.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import perrin.output.ObservableRecord;
import perrin.output.SampleTimes;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;
import perrin.statistics.verdict.Digits;

/** An observable against time, with its average and the exact one where that is known. */
final class CourseFigure {
  private static final double WIDTH = 1.96;

  /** Of a schedule. */
  private static final int PLACES = 400;

  private CourseFigure() {}

  static Figure of(RunPoint point, String name) {
    ObservableRecord record = point.record().observables().get(name);
    SampleTimes times = point.record().times();
    double[] t = Thinned.means(times.time());
    double[] mean = Thinned.means(record.mean());
    double[] error = errors(point, record);
    double[] low = new double[mean.length];
    double[] high = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      low[i] = mean[i] - WIDTH * error[i];
      high[i] = mean[i] + WIDTH * error[i];
    }
    List<Layer> layers = new ArrayList<>();
    if (point.run().header().walk().walkers() > 1) { // of a single one no error is known
      layers.add(new Layer.Band("95 % band of the ensemble mean", Ink.BLUE, t, low, high));
    }
    layers.add(new Layer.Curve("ensemble mean", Ink.BLUE, Layer.Stroke.SOLID, t, mean));
    layers.add(new Layer.Level("time mean", Ink.BLACK, record.timeMean().mean()));
    OptionalDouble exact = point.averages().of(name, record);
    exact.ifPresent(value -> layers.add(new Layer.Level("Boltzmann average", Ink.ORANGE, value)));
    List<Panel> panels = new ArrayList<>();
    panels.add(
        new Panel(
            point.time(),
            new Axis(point.labelled(name, point.outline().observables().get(name))),
            Panel.Size.USUAL,
            layers));
    cooling(point, times).ifPresent(panels::add);
    return new Figure(
        "observables." + name, name + " against time", words(point, name, record, exact), panels);
  }

  private static double[] errors(RunPoint point, ObservableRecord record) {
    double walkers = point.run().header().walk().walkers();
    // neighbours in time may be nearly one state, so their mean is taken to be no less uncertain
    return Arrays.stream(Thinned.means(record.variance()))
        .map(each -> Math.sqrt(each / walkers))
        .toArray();
  }

  /** kT below, where it changes: of the whole run, burn-in included. */
  private static Optional<Panel> cooling(RunPoint point, SampleTimes times) {
    long all = point.outline().clock().steps();
    double last = times.samples() > 0 ? times.time()[times.samples() - 1] : 0;
    double lastStep = times.samples() > 0 ? times.step()[times.samples() - 1] : 1;
    boolean even =
        point.experiment().filter(x -> x.dt().number().isPresent()).isPresent() && lastStep > 0;
    long[] step =
        even
            ? LongStream.rangeClosed(0, PLACES).map(i -> i * (all - 1) / PLACES).toArray()
            : times.step();
    double[] time =
        even ? LongStream.of(step).mapToDouble(n -> n * (last / lastStep)).toArray() : times.time();
    return point
        .schedule(step, time)
        .map(kT ->
            new Panel(
                point.time(),
                new Axis(point.labelled("kT")),
                Panel.Size.LOW,
                List.of(
                    new Layer.Curve(
                        "temperature",
                        Ink.PURPLE,
                        Layer.Stroke.SOLID,
                        Thinned.means(time),
                        Thinned.means(kT)))));
  }

  private static String words(
      RunPoint point, String name, ObservableRecord record, OptionalDouble exact) {
    double mean = record.timeMean().mean();
    double error = record.timeMean().standardError();
    int samples = record.mean().length;
    StringBuilder words = new StringBuilder(name);
    words.append(" = ").append(Digits.withError(mean, error)).append(", averaged over ");
    words.append(Said.count(samples)).append(" samples");
    double[] times = point.record().times().time();
    if (samples > 0) {
      words.append(" from t = ").append(Said.number(times[0]));
      words.append(" to ").append(Said.number(times[samples - 1]));
      words.append("; the first is ").append(Said.beside(record.mean()[0], error));
      words.append(", the last ").append(Said.beside(record.mean()[samples - 1], error));
    }
    words.append('.');
    exact.ifPresent(value -> {
      words.append(" Boltzmann's average is ").append(Said.number7(value));
      if (error > 0) {
        words.append(", ").append(Said.number(Math.abs(mean - value) / error));
        words.append(" standard errors away");
      }
      words.append(" (the time step's share included).");
    });
    return words.toString();
  }
}
