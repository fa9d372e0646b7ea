package perrin.run.judging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import perrin.errors.ExperimentException;
import perrin.experiment.Boundary;
import perrin.experiment.Check;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.kernel.compile.KernelCompiler;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.run.look.Confinement;
import perrin.statistics.reference.BoltzmannReference;
import perrin.statistics.reference.Extent;
import perrin.statistics.reference.NoReferenceException;
import perrin.statistics.reference.PlaneParts;
import perrin.statistics.reference.PlaneReference;

/** What the histograms of an experiment are compared with. */
final class Reference {
  /** In kT: what the energy may differ at the two ends of a periodic coordinate. */
  private static final double LARGEST_JUMP = 1e-6;

  private final Experiment experiment;
  private final KernelCompiler.Compiled compiled;
  private final ReferenceEnergy energy;

  /** A share of the distribution beyond a histogram that is worth a word. */
  private static final double NOTABLE_SHARE = 1e-3;

  private static final double[] NO_LINES = {};

  /** By the coordinate of a part of one. */
  private final Map<Integer, BoltzmannReference> lines = new HashMap<>();

  /** By the first coordinate of a part of two. */
  private final Map<Integer, PlaneReference> planes = new HashMap<>();

  /** By histogram, why it has no reference. */
  private final Map<String, String> reasons = new HashMap<>();

  private final Map<String, List<String>> notes = new HashMap<>();
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
      double[] cells = cells(axes);
      double outside = cells[0] + cells[cells.length - 1];
      if (outside > NOTABLE_SHARE) {
        peakBeyond(axes).ifPresent(place -> notes.put(name, List.of(missed(place, outside))));
      }
      return cells;
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

  /**
   * Requires that coordinates which no histogram to be checked is of are kept together as well.
   *
   * @throws ExperimentException where one is not
   */
  void requireConfined() {
    Optional<String> checked = experiment.check().flatMap(Check::boltzmann);
    if (checked.isPresent() && reasonAgainst.isEmpty()) {
      List<String> all = new ArrayList<>(notes(checked.get()));
      all.addAll(new Confinement(experiment, energy, kT(), this::extent).require());
      notes.put(checked.get(), all);
    }
  }

  private static String missed(String place, double outside) {
    return String.format(
        Locale.ROOT,
        "the histogram misses a well: near %s, beyond its range, the Boltzmann distribution has a"
            + " peak (%.2g %% of it lie outside); widen the range.",
        place,
        100 * outside);
  }

  /** Why a histogram without a reference has none. */
  String reasonWithout(String name) {
    return reasonAgainst().orElseGet(() -> reasons.getOrDefault(name, ""));
  }

  /** What else is to be known of a histogram with a reference, a sentence each. */
  List<String> notes(String name) {
    return notes.getOrDefault(name, List.of());
  }

  private double[] cells(List<Histogram.Axis> axes) {
    Histogram.Axis first = axes.getFirst();
    Histogram.Axis second = axes.getLast();
    if (axes.size() == 1) {
      return marginal(first);
    }
    if (!together(axes)) {
      return PlaneParts.product(marginal(first), marginal(second)).cells();
    }
    return coordinate(first) < coordinate(second)
        ? plane(first).between(lines(first), lines(second)).cells()
        : plane(first).between(lines(second), lines(first)).transposed().cells();
  }

  /** Probabilities of [below, bins …, above] of one quantity. */
  private double[] marginal(Histogram.Axis axis) {
    if (part(axis).coordinates().size() == 1) {
      return line(axis).cells(axis.from(), axis.to(), axis.bins());
    }
    return isFirst(axis)
        ? plane(axis).between(lines(axis), NO_LINES).transposed().p()[0]
        : plane(axis).between(NO_LINES, lines(axis)).p()[0];
  }

  /** Where the energy has a well that the histogram misses: its coordinates, in words. */
  private Optional<String> peakBeyond(List<Histogram.Axis> axes) {
    Histogram.Axis first = axes.getFirst();
    if (axes.size() == 2 && !together(axes)) {
      return peakBeyond(List.of(first)).or(() -> peakBeyond(List.of(axes.getLast())));
    }
    if (part(first).coordinates().size() == 1) {
      OptionalDouble peak = line(first).peakBeyond(first.from(), first.to());
      return peak.stream().mapToObj(x -> place(first, x)).findFirst();
    }
    double[][] lines = {NO_LINES, NO_LINES};
    for (Histogram.Axis axis : axes) {
      lines[isFirst(axis) ? 0 : 1] = lines(axis);
    }
    return plane(first)
        .peakBeyond(lines[0], lines[1])
        .map(peak ->
            axes.stream()
                .map(axis -> place(axis, peak[isFirst(axis) ? 0 : 1]))
                .collect(Collectors.joining(", ")));
  }

  private static String place(Histogram.Axis axis, double at) {
    return String.format(Locale.ROOT, "%s = %.2g", axis.of().text().strip(), at);
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

  /** Whether two quantities are the two of one part. */
  private boolean together(List<Histogram.Axis> axes) {
    return part(axes.getFirst()).coordinates().equals(part(axes.getLast()).coordinates());
  }

  /** Whether a quantity is the first of its part. */
  private boolean isFirst(Histogram.Axis axis) {
    return part(axis).coordinates().getFirst() == coordinate(axis);
  }

  /** The distribution of a part of one coordinate. */
  private BoltzmannReference line(Histogram.Axis axis) {
    ReferenceEnergy.Part part = part(axis);
    Extent extent = extent(coordinate(axis)).orElseThrow();
    return lines.computeIfAbsent(
        coordinate(axis), i -> BoltzmannReference.of(x -> part.energy().value(x), kT(), extent));
  }

  /** The distribution of the two coordinates of a part. */
  private PlaneReference plane(Histogram.Axis axis) {
    ReferenceEnergy.Part part = part(axis);
    Extent here = Extent.around(axis.from(), axis.to());
    Extent first = extent(part.coordinates().getFirst()).orElse(here);
    Extent second = extent(part.coordinates().getLast()).orElse(here);
    return planes.computeIfAbsent(
        part.coordinates().getFirst(),
        i ->
            PlaneReference.of(
                (x, y) -> part.energy().value(x, y), part.energy().length(), kT(), first, second));
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

  /** By coordinate, the range of its first histogram by name. */
  private Map<Integer, Extent> expected() {
    if (expected == null) {
      expected = new HashMap<>();
      for (Histogram histogram : experiment.histogramsByName().values()) {
        for (Histogram.Axis axis : histogram.axes()) {
          energy
              .coordinate(axis.of())
              .ifPresent(i -> expected.putIfAbsent(i, Extent.around(axis.from(), axis.to())));
        }
      }
    }
    return expected;
  }

  /** Why walkers have no Boltzmann distribution, whatever the energy is like. */
  Optional<String> reasonAgainst() {
    return reasonAgainst;
  }

  private Optional<String> findReasonAgainst() {
    if (!experiment.force().isEmpty()) {
      return Optional.of("with a force there is no Boltzmann distribution of the energy");
    }
    if (experiment.minibatch().isPresent()) {
      return Optional.of(
          "with mini-batches their noise acts beside the temperature's, and the distribution is not"
              + " Boltzmann's");
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
