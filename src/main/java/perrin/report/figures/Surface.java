package perrin.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.experiment.Boundary;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.kernel.landscape.PointEnergy;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.output.HistogramRecord;
import perrin.report.chart.Axis;
import perrin.report.chart.Ink;
import perrin.report.chart.Layer;
import perrin.statistics.landscape.Range;

/**
 * The energy of one or two coordinates over the ranges that figures show. Its mesh and its lines
 * are made once, for several figures show the same.
 */
final class Surface {
  /** Points along an axis of a mesh, by coordinates. */
  private static final int[] POINTS = {401, 141};

  /** Walkers and frames that are looked at for how far they are. */
  private static final int LOOKED_AT = 4_000;

  private static final double MARGIN = 0.08;

  /** Of a histogram's values: those within its range, where it has caught next to none. */
  private static final double FEW = 1e-3;

  private static final double MOST_ASPECT = 2.2;

  private final PointEnergy energy;
  private final List<String> names;
  private final double[] from;
  private final double[] to;
  private double[] values;
  private Layer.Contours contours;

  /**
   * @param names of the coordinates
   * @param from where each range begins, [coordinates]
   * @param to where it ends
   */
  Surface(PointEnergy energy, List<String> names, double[] from, double[] to) {
    this.energy = energy;
    this.names = List.copyOf(names);
    this.from = from;
    this.to = to;
  }

  PointEnergy energy() {
    return energy;
  }

  List<String> names() {
    return names;
  }

  double[] from() {
    return from;
  }

  double[] to() {
    return to;
  }

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
    var whole = new Surface(PointEnergy.often(experiment.get()), names, from, to);
    return Optional.of(whole.within(experiment.get()));
  }

  /** The same without what lies beyond boundaries, where no walker ever is. */
  Surface within(Experiment experiment) {
    double[] least = from.clone();
    double[] most = to.clone();
    var reference = new ReferenceEnergy(experiment);
    for (int i = 0; i < least.length; i++) {
      Optional<ReferenceEnergy.Ends> ends = reference.ends(i);
      if (ends.isPresent() && ends.get().from() < most[i] && ends.get().to() > least[i]) {
        least[i] = Math.max(least[i], ends.get().from());
        most[i] = Math.min(most[i], ends.get().to());
      }
    }
    return new Surface(energy, names, least, most);
  }

  /** What the ends of the picture are to a search for minima. */
  List<Range> ranges(Experiment experiment) {
    var reference = new ReferenceEnergy(experiment);
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      double low = from[i];
      double high = to[i];
      Range.End end =
          reference
              .ends(i)
              .filter(ends -> ends.from() == low && ends.to() == high)
              .map(ends ->
                  ends.kind() == Boundary.Kind.PERIODIC ? Range.End.PERIODIC : Range.End.WALL)
              .orElse(Range.End.OPEN);
      ranges.add(new Range(low, high, end));
    }
    return ranges;
  }

  /** One unit as long on either axis, where that does not make a picture too narrow. */
  Axis.Scale scale() {
    return scale((to[0] - from[0]) / (to[1] - from[1]));
  }

  static Axis.Scale scale(double aspect) {
    boolean even = aspect > 1 / MOST_ASPECT && aspect < MOST_ASPECT;
    return even ? Axis.Scale.EQUAL : Axis.Scale.LINEAR;
  }

  /** How many points of the mesh are lower than all around them. */
  int dips() {
    double[] values = values();
    int rows = dimension() == 1 ? 1 : points(1).length;
    int columns = values.length / rows;
    int dips = 0;
    for (int k = 0; k < values.length; k++) {
      boolean lowest = true;
      for (int i = Math.max(0, k / rows - 1); i <= Math.min(columns - 1, k / rows + 1); i++) {
        for (int j = Math.max(0, k % rows - 1); j <= Math.min(rows - 1, k % rows + 1); j++) {
          lowest &= i * rows + j == k || !(values[i * rows + j] <= values[k]);
        }
      }
      dips += lowest && !Double.isNaN(values[k]) ? 1 : 0;
    }
    return dips;
  }

  /** The range of a histogram of a coordinate. */
  private static Optional<HistogramRecord.Axis> counted(RunPoint point, String coordinate) {
    for (Map.Entry<String, Histogram> entry : point.outline().histograms().entrySet()) {
      List<Histogram.Axis> axes = entry.getValue().axes();
      HistogramRecord found = point.record().histograms().get(entry.getKey());
      for (int a = 0; a < axes.size(); a++) {
        if (found != null && isSeen(found) && axes.get(a).of().canonical().equals(coordinate)) {
          return Optional.of(found.axes().get(a));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether it holds more than stragglers: one that nobody is in says nothing of where to look. */
  private static boolean isSeen(HistogramRecord histogram) {
    return histogram.counts().inside() > FEW * histogram.counts().total();
  }

  /** Of the walkers at the end, and of the paths that are drawn. */
  private static double[] extent(RunPoint point, int coordinate) {
    double[] ends = Span.of(point.finals(coordinate, LOOKED_AT));
    double[] path =
        Span.of(
            point
                .paths()
                .filter(paths -> Paths.dimensions(paths) > coordinate)
                .map(paths -> Paths.all(paths, coordinate, LOOKED_AT))
                .orElse(new double[0]));
    double low = Math.min(ends[0], path[0]);
    double high = Math.max(ends[1], path[1]);
    double more = MARGIN * (high - low);
    return new double[] {low - more, high + more};
  }

  /** The first one over what all of them show. */
  static Surface around(List<Surface> surfaces) {
    double[] from = surfaces.getFirst().from().clone();
    double[] to = surfaces.getFirst().to().clone();
    for (Surface other : surfaces) {
      for (int i = 0; i < from.length; i++) {
        from[i] = Math.min(from[i], other.from()[i]);
        to[i] = Math.max(to[i], other.to()[i]);
      }
    }
    return new Surface(surfaces.getFirst().energy(), surfaces.getFirst().names(), from, to);
  }

  /**
   * The same over places, too; this one where they are within.
   *
   * @param places of each coordinate
   */
  Surface over(double[]... places) {
    double[] least = from.clone();
    double[] most = to.clone();
    boolean wider = false;
    for (int i = 0; i < places.length; i++) {
      double[] ends = Span.of(places[i]);
      double more = MARGIN * (ends[1] - ends[0]);
      if (ends[0] < from[i] || ends[1] > to[i]) {
        least[i] = Math.min(from[i], ends[0] - more);
        most[i] = Math.max(to[i], ends[1] + more);
        wider = true;
      }
    }
    return wider ? new Surface(energy, names, least, most) : this;
  }

  /** Whether it is the same everywhere, where lines and minima tell nothing. */
  boolean isFlat() {
    double[] values = values();
    return Arrays.stream(values).allMatch(value -> value == values[0]);
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
    if (values == null) {
      values = computed();
    }
    return values;
  }

  private double[] computed() {
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

  /** The least and the greatest value of the mesh that are finite, and how many are. */
  DoubleSummaryStatistics finite() {
    return Arrays.stream(values()).filter(Double::isFinite).summaryStatistics();
  }

  /** Lines of equal energy, of two coordinates. */
  Layer.Contours contours() {
    if (contours == null) {
      contours = IsoLines.of("energy", Ink.GREY, this);
    }
    return contours;
  }

  private double finite(double[] at) {
    double value = energy.energy(at);
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
