package perrin.backend;

import java.util.ArrayList;
import java.util.List;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.experiment.Precision;
import perrin.statistics.HistogramCounts;

/**
 * How a histogram counts in the walkers' precision: on each axis, bin = ⌊(x − from)·scale⌋,
 * half-open; the last axis runs fastest. Values with a part below its range are underflow, others
 * with a part at or beyond its end overflow.
 *
 * @param axes one for each quantity
 * @param offset of its first cell in an array that holds all histograms' counts one after the other
 */
public record Grid(Precision precision, List<Axis> axes, long offset) {

  /**
   * The bins of one quantity.
   *
   * @param from in the walkers' precision, as are to and scale
   * @param scale bins / (to − from), computed in double and rounded
   */
  public record Axis(double from, double to, double scale, int bins) {}

  public Grid {
    axes = List.copyOf(axes);
  }

  /** The grids of an experiment's histograms, their counts one after the other. */
  public static List<Grid> of(Experiment experiment) {
    Precision precision = experiment.precision();
    List<Grid> grids = new ArrayList<>();
    long offset = 0;
    for (Histogram histogram : experiment.histogramsByName().values()) {
      List<Axis> axes =
          histogram.axes().stream()
              .map(axis ->
                  new Axis(
                      precision.round(axis.from()),
                      precision.round(axis.to()),
                      precision.round(axis.bins() / (axis.to() - axis.from())),
                      axis.bins()))
              .toList();
      Grid grid = new Grid(precision, axes, offset);
      grids.add(grid);
      offset += grid.length();
    }
    return List.copyOf(grids);
  }

  /** Number of bins, those of all axes multiplied. */
  public int bins() {
    return axes.stream().mapToInt(Axis::bins).reduce(1, Math::multiplyExact);
  }

  /** Number of cells: the bins, underflow and overflow. */
  public int cells() {
    return bins() + 2;
  }

  /** Length of the counts by half of the run and group. */
  public int length() {
    return HistogramCounts.flatLength(bins());
  }

  /**
   * The cell of a walker: 0 is underflow, 1 … bins the bins, bins + 1 overflow.
   *
   * @param values shape [axes][walkers]
   */
  public int cell(double[][] values, int walker) {
    int bin = 0;
    boolean below = false;
    boolean above = false;
    for (int a = 0; a < axes.size(); a++) {
      Axis axis = axes.get(a);
      double x = values[a][walker];
      double t = precision.round(precision.round(x - axis.from) * axis.scale);
      below |= t < 0;
      above |= t >= axis.bins || x >= axis.to;
      bin = bin * axis.bins + (int) t;
    }
    return below ? 0 : above ? bins() + 1 : 1 + bin;
  }
}
