package perrin.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.experiment.Correlation;
import perrin.experiment.Experiment;
import perrin.output.CorrelationRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Figure;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.report.chart.Panel;
import perrin.statistics.verdict.Digits;

/**
 * An autocorrelation, or a mean square displacement with the diffusion constant that its slope
 * gives, MSD = 2dDt (Einstein 1905) in d dimensions.
 */
final class CorrelationFigure {
  private static final double WIDTH = 1.96;

  private CorrelationFigure() {}

  static Figure of(RunPoint point, String name) {
    CorrelationRecord record = point.record().correlations().get(name);
    boolean displacement = record.kind().equals("displacement");
    Optional<Experiment> experiment = point.experiment();
    double dt = experiment.flatMap(x -> x.dt().number()).orElse(1.0);
    boolean timed = experiment.flatMap(x -> x.dt().number()).isPresent();
    int length = record.lag().length;
    double[] lag = new double[length];
    double[] low = new double[length];
    double[] high = new double[length];
    double[] value = record.correlation().value();
    double[] error = record.correlation().standardError();
    for (int i = 0; i < length; i++) {
      lag[i] = record.lag()[i] * dt;
      low[i] = value[i] - WIDTH * error[i];
      high[i] = value[i] + WIDTH * error[i];
    }
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Band("95 % band", Ink.BLUE, lag, low, high));
    layers.add(new Layer.Curve(name, Ink.BLUE, Layer.Stroke.SOLID, lag, value));
    String words;
    if (displacement) {
      Line line = Line.of(lag, value, error);
      layers.add(
          new Layer.Curve(
              "slope of the second half", Ink.ORANGE, Layer.Stroke.DASHED, lag, line.at(lag)));
      words = diffusion(experiment, name, line, lag, value);
    } else {
      layers.add(new Layer.Level("", Ink.GREY, 0));
      words = decay(name, lag, value, error);
    }
    Axis x =
        new Axis(timed ? point.time().label().replace("time t", "lag in time") : "lag in steps");
    Axis y = new Axis(displacement ? "mean square displacement" : "autocorrelation");
    return new Figure(
        "correlations." + name,
        (displacement ? "Mean square displacement " : "Autocorrelation ") + name,
        words + (timed ? "" : " Lags are in steps."),
        new Panel(x, y, Panel.Size.USUAL, layers));
  }

  /** A straight line through the second half of the lags. */
  private record Line(double slope, double error, double offset) {
    /**
     * By least squares. Values at different lags are made of the same paths, so the slope is taken
     * to be as uncertain as the rise between the ends, their errors added.
     */
    static Line of(double[] x, double[] y, double[] error) {
      int from = x.length / 2;
      int count = x.length - from;
      double meanX = 0;
      double meanY = 0;
      for (int i = from; i < x.length; i++) {
        meanX += x[i] / count;
        meanY += y[i] / count;
      }
      double products = 0;
      double squares = 0;
      for (int i = from; i < x.length; i++) {
        products += (x[i] - meanX) * (y[i] - meanY);
        squares += (x[i] - meanX) * (x[i] - meanX);
      }
      double slope = products / squares;
      double rise = x[x.length - 1] - x[from];
      return new Line(slope, (error[x.length - 1] + error[from]) / rise, meanY - slope * meanX);
    }

    double[] at(double[] x) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = offset + slope * x[i];
      }
      return y;
    }
  }

  private static String diffusion(
      Optional<Experiment> experiment, String name, Line line, double[] lag, double[] value) {
    int last = lag.length - 1;
    StringBuilder words = new StringBuilder("Mean square displacement of ");
    words.append(name).append(": ").append(Said.finer(value[last]));
    words.append(" after ").append(Said.number(lag[last])).append('.');
    int dimensions = experiment.map(x -> dimensions(x, name)).orElse(0);
    if (dimensions > 0 && Double.isFinite(line.slope())) {
      words.append(" The slope of its second half is 2dD with d = ").append(dimensions);
      words.append(": D = ");
      words.append(
          Digits.withError(line.slope() / (2 * dimensions), line.error() / (2 * dimensions)));
      words.append(", where the walkers diffuse freely (error from above).");
    }
    return words.toString();
  }

  private static int dimensions(Experiment experiment, String name) {
    return switch (experiment.correlations().get(name)) {
      case Correlation.Displacement of ->
          of.of().stream()
              .mapToInt(block -> experiment.coordinates().find(block).orElseThrow().length())
              .sum();
      case Correlation.Auto _ -> 1;
    };
  }

  private static String decay(String name, double[] lag, double[] value, double[] error) {
    StringBuilder words = new StringBuilder("Autocorrelation of ").append(name).append(": ");
    int below = 0;
    while (below < value.length && value[below] > 1 / Math.E) {
      below++;
    }
    if (below > 0 && below < value.length) {
      words.append("it falls below 1/e between ").append(Said.number(lag[below - 1]));
      words.append(" and ").append(Said.number(lag[below]));
    } else {
      words.append("it does not fall below 1/e within ").append(Said.number(lag[lag.length - 1]));
    }
    int last = value.length - 1;
    return words
        .append("; at ")
        .append(Said.number(lag[last]))
        .append(" it is ")
        .append(Digits.withError(value[last], error[last]))
        .append('.')
        .toString();
  }
}
