package perrin.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.errors.Shown;
import perrin.experiment.Histogram;
import perrin.experiment.Outline;
import perrin.output.HistogramRecord;
import perrin.output.PointRecord;
import perrin.statistics.summary.BinnedValues;
import perrin.statistics.summary.Quantile;

/** What a point's histograms say of single quantities. */
final class Binned {
  private final Outline outline;
  private final PointRecord point;

  Binned(Outline outline, PointRecord point) {
    this.outline = outline;
    this.point = point;
  }

  /**
   * A quantity that was counted.
   *
   * @param histogram its name
   */
  record Found(String histogram, HistogramRecord.Axis axis, BinnedValues values) {
    /** Says which quantiles its range does not reach. */
    void complain(List<Quantile> quantiles, Collection<String> notices) {
      quantiles.stream()
          .filter(quantile -> Double.isNaN(quantile.value()))
          .forEach(quantile ->
              notices.add(
                  "histograms."
                      + histogram
                      + ": the "
                      + Shown.number(100 * quantile.p())
                      + " % quantile is not within "
                      + Shown.number(axis.from())
                      + " to "
                      + Shown.number(axis.to())
                      + "; widen the range"));
    }
  }

  /**
   * The histogram of a formula: one of that alone before one of two quantities, and one that holds
   * all values before one that does not. Of two quantities the share of one is known only where
   * nothing lies outside.
   */
  Optional<Found> of(String formula) {
    Optional<Found> best = Optional.empty();
    for (Map.Entry<String, Histogram> entry : outline.histograms().entrySet()) {
      List<Histogram.Axis> axes = entry.getValue().axes();
      for (int a = 0; a < axes.size(); a++) {
        if (axes.get(a).of().canonical().equals(formula)) {
          Optional<Found> found = found(entry.getKey(), a);
          boolean whole = found.filter(f -> f.values().outside() == 0).isPresent();
          boolean known = whole || found.isPresent() && axes.size() == 1;
          boolean better = best.isEmpty() || whole && best.get().values().outside() > 0;
          best = known && better ? found : best;
        }
      }
    }
    return best;
  }

  private Optional<Found> found(String name, int axis) {
    HistogramRecord histogram = point.histograms().get(name);
    if (histogram == null || histogram.counts().total() == 0) {
      return Optional.empty();
    }
    HistogramRecord.Axis of = histogram.axes().get(axis);
    long[][] groups = histogram.counts().nonEmptyGroups();
    if (histogram.dimensions() > 1) {
      for (int g = 0; g < groups.length; g++) {
        groups[g] = marginal(groups[g], histogram, axis);
      }
    }
    return Optional.of(new Found(name, of, new BinnedValues(of.from(), of.to(), groups)));
  }

  /** The counts of one of two quantities, [bins + 2]. */
  private static long[] marginal(long[] cells, HistogramRecord histogram, int axis) {
    int columns = histogram.axes().getLast().bins();
    long[] counts = new long[histogram.axes().get(axis).bins() + 2];
    for (int bin = 0; bin < cells.length - 2; bin++) {
      counts[1 + (axis == 0 ? bin / columns : bin % columns)] += cells[bin + 1];
    }
    counts[0] = cells[0];
    counts[counts.length - 1] = cells[cells.length - 1];
    return counts;
  }
}
