package perrin.backend;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import perrin.experiment.Histogram;
import perrin.statistics.HistogramCounts;

/**
 * How a histogram counts in single precision: bin = ⌊(x − from)·scale⌋, half-open.
 *
 * @param scale bins / (to − from), computed in double and rounded
 * @param offset of its first cell in an array that holds all histograms' counts one after the other
 */
public record Axis(float from, float to, float scale, int bins, long offset) {

  /** The axes of an experiment's histograms, their counts one after the other. */
  public static List<Axis> of(Collection<Histogram> histograms) {
    List<Axis> axes = new ArrayList<>();
    long offset = 0;
    for (Histogram counted : histograms) {
      Histogram.Axis histogram = counted.axes().getFirst();
      double scale = histogram.bins() / (histogram.to() - histogram.from());
      axes.add(
          new Axis(
              (float) histogram.from(),
              (float) histogram.to(),
              (float) scale,
              histogram.bins(),
              offset));
      offset += HistogramCounts.flatLength(histogram.bins());
    }
    return List.copyOf(axes);
  }

  /** The cell of a value: 0 is underflow, 1 … bins the bins, bins + 1 overflow. */
  public int cell(float x) {
    float t = (x - from) * scale;
    if (t < 0) {
      return 0;
    }
    return t >= bins || x >= to ? bins + 1 : 1 + (int) t;
  }
}
