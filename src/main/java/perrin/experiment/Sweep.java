package perrin.experiment;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.errors.BadValue;
import perrin.errors.Shown;

/**
 * Which values take turns. The points of the grid are numbered row by row, the last axis running
 * fastest; each is an experiment by itself. Its walkers are its own, but for points that differ in
 * the method alone: those run side by side from the same starts, with the same random numbers.
 *
 * @param axes in the order written; none where nothing is swept
 * @param time that every point lasts, where dt is swept; then steps, burn-in and sample-every are
 *     those of the experiment's own dt. Empty where every point has the same steps
 */
public record Sweep(List<SweepAxis> axes, OptionalDouble time) {
  /** Nothing is swept. */
  public static final Sweep NONE = new Sweep(List.of());

  /**
   * The run file keeps a point's words in one attribute with those of all others; HDF5 takes 64
   * KiB.
   */
  public static final int MAX_POINTS = 1024;

  public static final String TEMPERATURE = "temperature";
  public static final String DT = "dt";

  /** The axis of whole methods. */
  public static final String METHODS = "method";

  /** What the names of a method's parameters begin with. */
  static final String METHOD = "method.";

  public Sweep {
    axes = List.copyOf(axes);
    var taken = new HashSet<String>();
    for (var axis : axes) {
      if (!taken.add(axis.name())) {
        throw refused(axis.name(), "is swept twice; remove one");
      }
    }
    double points = axes.stream().mapToDouble(SweepAxis::length).reduce(1, (a, b) -> a * b);
    if (points > MAX_POINTS) {
      throw new BadValue(
          "sweep",
          String.format(
              Locale.ROOT,
              "%.0f points, must be at most %d; take fewer values",
              points,
              MAX_POINTS));
    }
    if (taken.contains(DT) && methods(axes).anyMatch(each -> each.dt().isPresent())) {
      throw refused(DT, "is swept, and methods have a dt of their own; remove one");
    }
  }

  /** Points of the same number of steps. */
  public Sweep(List<SweepAxis> axes) {
    this(axes, OptionalDouble.empty());
  }

  private static Stream<SweepValue.OfMethod> methods(List<SweepAxis> axes) {
    return axes.stream()
        .flatMap(axis -> axis.values().stream())
        .filter(SweepValue.OfMethod.class::isInstance)
        .map(SweepValue.OfMethod.class::cast);
  }

  /** The methods that take turns; none where the experiment's own is the only one. */
  public List<SweepValue.OfMethod> methods() {
    return methods(axes).toList();
  }

  /** The largest of a number's values; empty where it is not swept. */
  public OptionalDouble largest(String name) {
    return numbers(name).max();
  }

  /** Values along an axis of numbers; of dt those of methods, too, that are numbers. */
  private DoubleStream numbers(String name) {
    var swept =
        axes.stream()
            .filter(axis -> axis.name().equals(name) && axis.isOfNumbers())
            .flatMapToDouble(axis -> DoubleStream.of(axis.numbers()));
    return name.equals(DT) ? DoubleStream.concat(swept, ownSteps()) : swept;
  }

  private DoubleStream ownSteps() {
    return methods(axes)
        .flatMap(each -> each.dt().stream())
        .flatMap(dt -> dt.number().stream())
        .mapToDouble(value -> value);
  }

  /** Whether a value of the experiment's own is replaced at all points. */
  public boolean replaces(String name) {
    return axes.stream().anyMatch(axis -> axis.name().equals(name))
        || name.equals(DT)
            && !methods().isEmpty()
            && methods(axes).allMatch(each -> each.dt().isPresent());
  }

  /** Whether points have different time steps. */
  boolean hasOwnSteps() {
    return replaces(DT) || methods(axes).anyMatch(each -> each.dt().isPresent());
  }

  /** Whether nothing is swept. */
  public boolean isEmpty() {
    return axes.isEmpty();
  }

  /** Number of points, 1 where nothing is swept. */
  public int points() {
    return axes.stream().mapToInt(SweepAxis::length).reduce(1, (a, b) -> a * b);
  }

  /** Number of points that have walkers of their own. */
  int blocks() {
    return axes.stream()
        .filter(SweepAxis::isOfNumbers)
        .mapToInt(SweepAxis::length)
        .reduce(1, (a, b) -> a * b);
  }

  /** Which of these a point belongs to: its number in the grid without the axis of methods. */
  int block(int point) {
    int block = 0;
    int[] places = places(point);
    for (int a = 0; a < places.length; a++) {
      block = axes.get(a).isOfNumbers() ? block * axes.get(a).length() + places[a] : block;
    }
    return block;
  }

  /** Lengths of the axes, [axes]. */
  public int[] shape() {
    return axes.stream().mapToInt(SweepAxis::length).toArray();
  }

  /** Where a point lies along each axis, [axes]. */
  public int[] places(int point) {
    int[] places = shape();
    int left = point;
    for (int a = places.length - 1; a >= 0; a--) {
      int length = places[a];
      places[a] = left % length;
      left /= length;
    }
    return places;
  }

  /** The values of a point, by name of the axis, in order. */
  public Map<String, SweepValue> values(int point) {
    var values = new LinkedHashMap<String, SweepValue>();
    int[] places = places(point);
    for (int a = 0; a < places.length; a++) {
      values.put(axes.get(a).name(), axes.get(a).values().get(places[a]));
    }
    return values;
  }

  /** The same as numbers and words. */
  public Map<String, Object> plain(int point) {
    var plain = new LinkedHashMap<String, Object>();
    values(point).forEach((name, value) -> plain.put(name, value.plain()));
    return plain;
  }

  /** Each point in words, {@code tilt = 0.1, dt = 0.02}. */
  public List<String> words() {
    return IntStream.range(0, points()).mapToObj(this::words).toList();
  }

  private String words(int point) {
    return values(point).entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue().word())
        .collect(Collectors.joining(", "));
  }

  /** The method of a point; empty for that of the experiment. */
  public Optional<Method> method(int point) {
    return values(point).get(METHODS) instanceof SweepValue.OfMethod chosen
        ? Optional.of(chosen.method())
        : Optional.empty();
  }

  /** One point as an experiment that is not swept. */
  Experiment point(Experiment x, int point) {
    var values = values(point);
    var parameters = new LinkedHashMap<>(x.model().parameters());
    var method = method(point).orElse(x.method());
    var ofMethod = new LinkedHashMap<>(method.parameters());
    var model = x.model();
    var dt = x.dt();
    for (var axis : axes) {
      switch (values.get(axis.name())) {
        case SweepValue.OfMethod chosen -> dt = chosen.dt().orElse(dt);
        case SweepValue.Number number -> {
          var value = new Formula(Double.toString(number.value()), axis.where());
          switch (axis.name()) {
            case TEMPERATURE -> model = model.withTemperature(value);
            case DT -> dt = value;
            case String name when name.startsWith(METHOD) ->
                ofMethod.put(name.substring(METHOD.length()), value);
            case String name -> parameters.put(name, value);
          }
        }
      }
    }
    return x.withoutSweep()
        .withModel(model.withParameters(parameters))
        .withMethod(method.withParameters(ofMethod))
        .withClock(time.isEmpty() ? x.clock().withDt(dt) : x.clock().during(time.getAsDouble(), dt))
        .withPopulation(x.population().point(block(point)));
  }

  /** Refuses points that last the same time and are not sampled as often, or have no such dt. */
  void requireSameSamples(Clock usual) {
    if (time.isEmpty()) {
      return;
    }
    for (var each : methods()) {
      if (each.dt().isPresent() && each.dt().get().number().isEmpty()) {
        throw refused(
            METHODS, each.word() + ": with time, dt must be a number; give steps instead of time");
      }
    }
    double usualDt = usual.dt().number().orElseThrow();
    for (double value : numbers(DT).toArray()) {
      long samples = usual.samplesDuring(time.getAsDouble(), value);
      if (samples != usual.samples()) {
        throw refused(
            DT,
            String.format(
                Locale.ROOT,
                "in time %s there are %d samples at %s, and %d at dt: %s; choose values of dt that"
                    + " divide burn-in and sample-every evenly",
                Shown.number(time.getAsDouble()),
                samples,
                Shown.number(value),
                usual.samples(),
                Shown.number(usualDt)));
      }
    }
  }

  /**
   * Refuses paths of different lengths, which no array holds, and more of them than can be kept.
   */
  void requirePaths(Outputs outputs, Clock clock, int dimension) {
    outputs
        .trajectories()
        .ifPresent(kept -> {
          if (time.isPresent()) {
            throw new BadValue(
                "trajectories",
                "not available where points of different dt last the same time, for their frames"
                    + " are not as many; give steps instead of time");
          }
          kept.requireMemory(clock.steps(), dimension, points());
        });
  }

  private static BadValue refused(String name, String problem) {
    return new BadValue("sweep." + name, problem);
  }
}
