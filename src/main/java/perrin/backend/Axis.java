package perrin.backend;

import java.util.ArrayList;
import java.util.List;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.experiment.Precision;
import perrin.statistics.HistogramCounts;

/**
 * How a histogram counts in the walkers' precision: bin = ⌊(x − from)·scale⌋, half-open.
 *
 * @param from in the walkers' precision, as are to and scale
 * @param scale bins / (to − from), computed in double and rounded
 * @param offset of its first cell in an array that holds all histograms' counts one after the other
 */
public record Axis(
    Precision precision, double from, double to, double scale, int bins, long offset) {

  /** The axes of an experiment's histograms, their counts one after the other. */
  public static List<Axis> of(Experiment experiment) {
    Precision precision = experiment.precision();
    List<Axis> axes = new ArrayList<>();
    long offset = 0;
    for (Histogram counted : experiment.histograms().values()) {
      Histogram.Axis histogram = counted.axes().getFirst();
      double scale = histogram.bins() / (histogram.to() - histogram.from());
      axes.add(
          new Axis(
              precision,
              precision.round(histogram.from()),
              precision.round(histogram.to()),
              precision.round(scale),
              histogram.bins(),
              offset));
      offset += HistogramCounts.flatLength(histogram.bins());
    }
    return List.copyOf(axes);
  }

  /** The cell of a value: 0 is underflow, 1 … bins the bins, bins + 1 overflow. */
  public int cell(double x) {
    double t = precision.round(precision.round(x - from) * scale);
    if (t < 0) {
      return 0;
    }
    return t >= bins || x >= to ? bins + 1 : 1 + (int) t;
  }
}
