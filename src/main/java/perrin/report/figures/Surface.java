package perrin.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.kernel.landscape.PointEnergy;
import perrin.output.HistogramRecord;
import perrin.output.TrajectoryRecord;

/**
 * The energy of one or two coordinates over the ranges that a figure shows.
 *
 * @param names of the coordinates
 * @param from where each range begins, [coordinates]
 * @param to where it ends
 */
record Surface(PointEnergy energy, List<String> names, double[] from, double[] to) {
  /** Points along an axis of a mesh, by coordinates. */
  private static final int[] POINTS = {401, 121};

  /** Walkers and frames that are looked at for how far they are. */
  private static final int LOOKED_AT = 4_000;

  /** What lies farther out than all but this share, on either side, does not widen a picture. */
  private static final double FAR = 0.005;

  private static final double MARGIN = 0.08;

  /** Where walkers are; empty where nothing tells. */
  static Optional<Surface> of(RunPoint point) {
    Optional<Experiment> experiment = point.experiment();
    if (experiment.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = point.outline().coordinates().componentNames();
    double[] from = new double[names.size()];
    double[] to = new double[names.size()];
    for (int i = 0; i < from.length; i++) {
      Optional<HistogramRecord.Axis> counted = counted(point, names.get(i));
      double[] ends =
          counted.isPresent()
              ? new double[] {counted.get().from(), counted.get().to()}
              : extent(point, i);
      if (!(ends[0] < ends[1])) {
        return Optional.empty();
      }
      from[i] = ends[0];
      to[i] = ends[1];
    }
    return Optional.of(new Surface(PointEnergy.often(experiment.get()), names, from, to));
  }

  /** The range of a histogram of a coordinate. */
  private static Optional<HistogramRecord.Axis> counted(RunPoint point, String coordinate) {
    for (Map.Entry<String, Histogram> entry : point.outline().histograms().entrySet()) {
      List<Histogram.Axis> axes = entry.getValue().axes();
      HistogramRecord found = point.record().histograms().get(entry.getKey());
      for (int a = 0; a < axes.size(); a++) {
        if (found != null && axes.get(a).of().canonical().equals(coordinate)) {
          return Optional.of(found.axes().get(a));
        }
      }
    }
    return Optional.empty();
  }

  private static double[] extent(RunPoint point, int coordinate) {
    List<Double> seen = new ArrayList<>();
    for (double value : point.finals(coordinate, LOOKED_AT)) {
      seen.add(value);
    }
    point
        .paths()
        .filter(paths -> Paths.dimensions(paths) > coordinate)
        .ifPresent(paths -> collect(paths, coordinate, seen));
    double[] sorted = seen.stream().mapToDouble(x -> x).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new double[] {0, 0};
    }
    double low = sorted[(int) (FAR * (sorted.length - 1))];
    double high = sorted[(int) ((1 - FAR) * (sorted.length - 1))];
    double more = MARGIN * (high - low);
    return new double[] {low - more, high + more};
  }

  private static void collect(TrajectoryRecord paths, int coordinate, List<Double> seen) {
    int walkers = Paths.walkers(paths);
    int stride = Math.max(1, paths.step().length * walkers / LOOKED_AT);
    for (int i = 0; i < paths.step().length * walkers; i += stride) {
      seen.add(Paths.value(paths, i / walkers, i % walkers, coordinate));
    }
  }

  int dimension() {
    return names.size();
  }

  /** Places along an axis of the mesh, both ends among them. */
  double[] points(int axis) {
    int count = POINTS[dimension() - 1];
    return IntStream.range(0, count)
        .mapToDouble(i -> from[axis] + (to[axis] - from[axis]) * i / (count - 1))
        .toArray();
  }

  /** E on the mesh, the second coordinate running fastest; NaN where it is not finite. */
  double[] values() {
    double[] x = points(0);
    if (dimension() == 1) {
      return Arrays.stream(x).map(at -> finite(new double[] {at})).toArray();
    }
    double[] y = points(1);
    return IntStream.range(0, x.length * y.length)
        .parallel()
        .mapToDouble(i -> finite(new double[] {x[i / y.length], y[i % y.length]}))
        .toArray();
  }

  private double finite(double[] at) {
    double value = energy.energy(at);
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
