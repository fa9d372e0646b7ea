package perrin.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import perrin.experiment.Boundary;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentException;
import perrin.experiment.Histogram;
import perrin.kernel.KernelCompiler;
import perrin.kernel.ReferenceEnergy;
import perrin.statistics.BoltzmannReference;
import perrin.statistics.Extent;
import perrin.statistics.NoReferenceException;
import perrin.statistics.PlaneReference;

/** What the histograms of an experiment are compared with. */
final class Reference {
  /** In kT: what the energy may differ at the two ends of a periodic coordinate. */
  private static final double LARGEST_JUMP = 1e-6;

  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;
  private final ReferenceEnergy energy;

  /** By the first coordinate of a part of two. */
  private final Map<Integer, PlaneReference> planes = new HashMap<>();

  /** By histogram, why it has no reference. */
  private final Map<String, String> reasons = new HashMap<>();

  private final Optional<String> reasonAgainst;
  private Map<Integer, Extent> expected;

  Reference(Experiment experiment, KernelCompiler.Compiled compiled) {
    this.experiment = experiment;
    this.compiled = compiled;
    this.energy = compiled.energy();
    this.reasonAgainst = findReasonAgainst();
  }

  /**
   * Probabilities of [underflow, bins …, overflow] of a histogram; empty where no reference can be
   * had, for {@link #reasonWithout a reason}.
   *
   * @throws ExperimentException where this histogram is the one to be checked, and there is no
   *     Boltzmann distribution
   */
  double[] cells(String name) {
    if (reasonAgainst().isPresent()) {
      return new double[0];
    }
    List<Histogram.Axis> axes = experiment.histograms().get(name).axes();
    Optional<String> against = energy.reasonAgainst(axes.stream().map(Histogram.Axis::of).toList());
    if (against.isPresent()) {
      reasons.put(name, against.get());
      return new double[0];
    }
    try {
      return axes.size() == 1 ? marginal(axes.getFirst()) : cells(axes.getFirst(), axes.getLast());
    } catch (NoReferenceException e) {
      boolean checked = experiment.check().filter(check -> check.compares(name)).isPresent();
      if (checked && !e.exists()) {
        throw new ExperimentException(
            axes.getFirst().of().where(), "check.boltzmann", name + ": " + e.getMessage());
      }
      reasons.put(name, e.getMessage());
      return new double[0];
    }
  }

  /** Why a histogram without a reference has none. */
  String reasonWithout(String name) {
    return reasonAgainst().orElseGet(() -> reasons.getOrDefault(name, ""));
  }

  private double[] cells(Histogram.Axis first, Histogram.Axis second) {
    int x = coordinate(first);
    int y = coordinate(second);
    double[] linesX = lines(first);
    double[] linesY = lines(second);
    if (part(first).coordinates().equals(part(second).coordinates())) {
      double[][] parts =
          x < y
              ? plane(first).between(linesX, linesY)
              : transposed(plane(first).between(linesY, linesX));
      return flat(parts);
    }
    double[] p = marginal(first);
    double[] q = marginal(second);
    double[][] product = new double[p.length][q.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < q.length; j++) {
        product[i][j] = p[i] * q[j];
      }
    }
    return flat(product);
  }

  /** Probabilities of [below, bins …, above] of one quantity. */
  private double[] marginal(Histogram.Axis axis) {
    int coordinate = coordinate(axis);
    ReferenceEnergy.Part part = part(axis);
    if (part.coordinates().size() == 1) {
      Extent extent = extent(coordinate).orElse(Extent.around(axis.from(), axis.to()));
      return BoltzmannReference.of(x -> part.energy().value(x), kT(), extent)
          .cells(axis.from(), axis.to(), axis.bins());
    }
    boolean isFirst = part.coordinates().getFirst() == coordinate;
    double[] none = {};
    return isFirst
        ? transposed(plane(axis).between(lines(axis), none))[0]
        : plane(axis).between(none, lines(axis))[0];
  }

  private static double[] lines(Histogram.Axis axis) {
    return BoltzmannReference.edges(axis.from(), axis.to(), axis.bins());
  }

  private int coordinate(Histogram.Axis axis) {
    return energy.coordinate(axis.of()).orElseThrow();
  }

  private ReferenceEnergy.Part part(Histogram.Axis axis) {
    return energy.part(coordinate(axis)).orElseThrow();
  }

  /** The distribution of the two coordinates of a part. */
  private PlaneReference plane(Histogram.Axis axis) {
    ReferenceEnergy.Part part = part(axis);
    PlaneReference known = planes.get(part.coordinates().getFirst());
    if (known != null) {
      return known;
    }
    List<Extent> extents = new ArrayList<>();
    for (int coordinate : part.coordinates()) {
      extents.add(extent(coordinate).orElse(Extent.around(axis.from(), axis.to())));
    }
    PlaneReference made =
        PlaneReference.of(
            (x, y) -> part.energy().value(x, y),
            part.energy().length(),
            kT(),
            extents.getFirst(),
            extents.getLast());
    planes.put(part.coordinates().getFirst(), made);
    return made;
  }

  private double kT() {
    return compiled.schedule().constantTemperature().orElseThrow();
  }

  /** Where a coordinate is kept, or where a histogram expects it. */
  private Optional<Extent> extent(int coordinate) {
    return energy
        .ends(coordinate)
        .map(range -> Extent.within(range.from(), range.to()))
        .or(() -> Optional.ofNullable(expected().get(coordinate)));
  }

  /** By coordinate, the range of its first histogram. */
  private Map<Integer, Extent> expected() {
    if (expected == null) {
      expected = new HashMap<>();
      for (Histogram histogram : experiment.histograms().values()) {
        for (Histogram.Axis axis : histogram.axes()) {
          energy
              .coordinate(axis.of())
              .ifPresent(i -> expected.putIfAbsent(i, Extent.around(axis.from(), axis.to())));
        }
      }
    }
    return expected;
  }

  private static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return columns;
  }

  /**
   * Cells in the order that histograms count them.
   *
   * @param parts probabilities of below, bins, above of the first and of the second quantity
   * @return [underflow, bins, the second quantity's fastest …, overflow]: with a part below its
   *     range, others with a part beyond its end
   */
  private static double[] flat(double[][] parts) {
    int rows = parts.length - 2;
    int columns = parts[0].length - 2;
    double[] cells = new double[rows * columns + 2];
    for (int i = 0; i < parts.length; i++) {
      for (int j = 0; j < parts[i].length; j++) {
        boolean below = i == 0 || j == 0;
        boolean above = i > rows || j > columns;
        int cell = below ? 0 : above ? cells.length - 1 : 1 + (i - 1) * columns + j - 1;
        cells[cell] += parts[i][j];
      }
    }
    return cells;
  }

  /** Why walkers have no Boltzmann distribution, whatever the energy is like. */
  Optional<String> reasonAgainst() {
    return reasonAgainst;
  }

  private Optional<String> findReasonAgainst() {
    if (!experiment.force().isEmpty()) {
      return Optional.of("with a force there is no Boltzmann distribution of the energy");
    }
    OptionalDouble kT = compiled.schedule().constantTemperature();
    if (kT.isEmpty()) {
      return Optional.of("the temperature changes from step to step");
    }
    if (kT.getAsDouble() == 0) {
      return Optional.of("kT = 0");
    }
    return compiled.schedule().constantDt()
        ? drivenRound()
        : Optional.of("dt changes from step to step");
  }

  /**
   * A coordinate that comes round where the energy jumps: the walkers do not feel the jump, go
   * round and round, and have another distribution.
   */
  private Optional<String> drivenRound() {
    List<String> names = experiment.coordinates().componentNames();
    for (int i = 0; i < names.size() && !experiment.boundaries().isEmpty(); i++) {
      boolean periodic =
          energy.ends(i).filter(ends -> ends.kind() == Boundary.Kind.PERIODIC).isPresent();
      Optional<ReferenceEnergy.Part> part = periodic ? energy.part(i) : Optional.empty();
      if (part.isPresent() && jump(part.get(), i) > LARGEST_JUMP * kT()) {
        return Optional.of(
            "the energy differs at the two ends of the periodic coordinate "
                + names.get(i)
                + ", so that walkers are driven round");
      }
    }
    return Optional.empty();
  }

  /** The largest difference of the energy at the ends of one coordinate that was found. */
  private double jump(ReferenceEnergy.Part part, int round) {
    double largest = 0;
    double[] at = new double[part.coordinates().size()];
    int places = 1 + 64 / at.length;
    for (int k = 0; k <= places; k++) {
      for (int i = 0; i < at.length; i++) {
        Extent extent = extent(part.coordinates().get(i)).orElse(Extent.around(-1, 1));
        at[i] = extent.from() + (extent.to() - extent.from()) * k / places;
      }
      ReferenceEnergy.Ends ends = energy.ends(round).orElseThrow();
      int i = part.coordinates().indexOf(round);
      at[i] = ends.from();
      double from = part.energy().value(at);
      at[i] = ends.to();
      double to = part.energy().value(at);
      double rounding = 1e-12 * Math.max(Math.abs(from), Math.abs(to));
      double jump = Math.abs(to - from) - rounding;
      largest = Math.max(largest, Double.isNaN(jump) ? 0 : jump);
    }
    return largest;
  }
}
