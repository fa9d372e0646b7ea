package perrin.experiment;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import perrin.errors.BadValue;
import perrin.errors.Location;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.errors.Synonyms;

/**
 * Which values take turns. The points of the grid are numbered row by row, the last axis running
 * fastest; each is an experiment by itself, with walkers of its own.
 *
 * @param axes in the order written; none where nothing is swept
 * @param time that every point lasts, where dt is swept; then steps, burn-in and sample-every are
 *     those of the experiment's own dt. Empty where every point has the same steps
 */
public record Sweep(List<Axis> axes, OptionalDouble time) {
  /** Nothing is swept. */
  public static final Sweep NONE = new Sweep(List.of());

  /**
   * The run file keeps a point's words in one attribute with those of all others; HDF5 takes 64
   * KiB.
   */
  public static final int MAX_POINTS = 1024;

  static final String TEMPERATURE = "temperature";
  static final String DT = "dt";

  /** What the names of a method's parameters begin with. */
  static final String METHOD = "method.";

  /**
   * One swept value.
   *
   * @param name {@code temperature}, {@code dt}, {@code method.NAME} for a parameter of the method
   *     or the name of another parameter
   * @param values in the order written, at least one, finite
   * @param where place of the values, which does not count when two axes are compared
   */
  public record Axis(String name, List<Double> values, Location where) {
    public Axis {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw refused(name, "[], must have at least one value");
      }
      for (double value : values) {
        if (!Double.isFinite(value)) {
          throw refused(name, value + ", must be finite");
        }
        if (name.equals(DT) && !(value > 0)) {
          throw refused(name, value + ", must be greater than 0");
        }
        if (name.equals(TEMPERATURE) && !(value >= 0)) {
          throw refused(name, value + ", must be at least 0");
        }
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Axis that && name.equals(that.name) && values.equals(that.values);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + values.hashCode();
    }
  }

  public Sweep {
    axes = List.copyOf(axes);
    var taken = new HashSet<String>();
    for (var axis : axes) {
      if (!taken.add(axis.name())) {
        throw refused(axis.name(), "is swept twice; remove one");
      }
    }
    double points =
        axes.stream().mapToDouble(axis -> axis.values().size()).reduce(1, (a, b) -> a * b);
    if (points > MAX_POINTS) {
      throw new BadValue(
          "sweep",
          String.format(
              Locale.ROOT,
              "%.0f points, must be at most %d; take fewer values",
              points,
              MAX_POINTS));
    }
  }

  /** Points of the same number of steps. */
  public Sweep(List<Axis> axes) {
    this(axes, OptionalDouble.empty());
  }

  /** The largest value of an axis; empty where there is no such axis. */
  public OptionalDouble largest(String name) {
    return axes.stream()
        .filter(axis -> axis.name().equals(name))
        .flatMap(axis -> axis.values().stream())
        .mapToDouble(value -> value)
        .max();
  }

  /** Whether a value is swept. */
  public boolean has(String name) {
    return axes.stream().anyMatch(axis -> axis.name().equals(name));
  }

  /** Whether nothing is swept. */
  public boolean isEmpty() {
    return axes.isEmpty();
  }

  /** Number of points, 1 where nothing is swept. */
  public int points() {
    return axes.stream().mapToInt(axis -> axis.values().size()).reduce(1, (a, b) -> a * b);
  }

  /** Lengths of the axes, [axes]. */
  public int[] shape() {
    return axes.stream().mapToInt(axis -> axis.values().size()).toArray();
  }

  /** The values of a point, by name of the axis, in order. */
  public Map<String, Double> values(int point) {
    var values = new LinkedHashMap<String, Double>();
    int left = point;
    for (var axis : axes.reversed()) {
      int length = axis.values().size();
      values.putFirst(axis.name(), axis.values().get(left % length));
      left /= length;
    }
    return values;
  }

  /** Each point in words, {@code tilt = 0.1, dt = 0.02}. */
  public List<String> words() {
    return IntStream.range(0, points())
        .mapToObj(point ->
            values(point).entrySet().stream()
                .map(entry -> entry.getKey() + " = " + Shown.number(entry.getValue()))
                .collect(Collectors.joining(", ")))
        .toList();
  }

  /**
   * One point as an experiment that is not swept: its walkers follow those of the point before,
   * from the next cohort on.
   */
  Experiment point(Experiment x, int point) {
    var values = values(point);
    var parameters = new LinkedHashMap<>(x.model().parameters());
    var ofMethod = new LinkedHashMap<>(x.method().parameters());
    var model = x.model();
    var dt = x.dt();
    for (var axis : axes) {
      var value = new Formula(Double.toString(values.get(axis.name())), axis.where());
      switch (axis.name()) {
        case TEMPERATURE -> model = model.withTemperature(value);
        case DT -> dt = value;
        case String name when name.startsWith(METHOD) ->
            ofMethod.put(name.substring(METHOD.length()), value);
        case String name -> parameters.put(name, value);
      }
    }
    return x.withoutSweep()
        .withModel(model.withParameters(parameters))
        .withMethod(x.method().withParameters(ofMethod))
        .withClock(time.isEmpty() ? x.clock().withDt(dt) : x.clock().during(time.getAsDouble(), dt))
        .withPopulation(x.population().point(point));
  }

  /** Refuses what the experiment does not have, and what is no number in it. */
  void requireWithin(Model model, Method method) {
    for (var axis : axes) {
      var name = axis.name();
      if (name.startsWith(METHOD)) {
        requireOfMethod(method, name);
      } else if (!name.equals(TEMPERATURE) && !name.equals(DT)) {
        requireParameter(model, method, name);
      }
    }
  }

  /** Refuses points that last the same time and are not sampled as often. */
  void requireSameSamples(Clock usual) {
    if (time.isEmpty()) {
      return;
    }
    double usualDt = usual.dt().number().orElseThrow();
    for (var axis : axes) {
      for (double value : axis.name().equals(DT) ? axis.values() : List.<Double>of()) {
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
  }

  /** Paths in a sweep would be no H5MD any more, which has no axes in front. */
  void requireWithout(Outputs outputs) {
    if (outputs.trajectories().isPresent()) {
      throw new BadValue(
          "trajectories", "not available with a sweep; run the points that matter one by one");
    }
  }

  private static void requireOfMethod(Method method, String name) {
    var value = method.parameters().get(name.substring(METHOD.length()));
    if (value == null) {
      var known = method.parameters().keySet().stream().map(METHOD::concat).toList();
      throw refused(
          name,
          "unknown parameter of "
              + method.name()
              + instead(
                  name.substring(METHOD.length()),
                  Nearest.hintOrAll("one", "ones", name, known, ""),
                  "parameter"));
    }
    if (value instanceof ByCoordinate) {
      throw refused(name, "has a value for each coordinate; give it one number, or sweep another");
    }
  }

  private static void requireParameter(Model model, Method method, String name) {
    var value = model.parameters().get(name);
    if (value == null) {
      var known = new TreeSet<>(model.parameters().keySet());
      known.add(TEMPERATURE);
      known.add(DT);
      method.parameters().keySet().forEach(parameter -> known.add(METHOD + parameter));
      var near =
          method.parameters().containsKey(name)
              ? "; write " + METHOD + name
              : instead(name, Nearest.hint("one", name, known), "sweep");
      throw refused(
          name,
          "cannot be swept; parameters, temperature, dt and method parameters can"
              + (near.isEmpty() ? declare(name) : near));
    }
    if (value instanceof FormulaArray) {
      throw refused(name, "is an array; only numbers can be swept");
    }
    if (model.energy().sizes().contains(name)) {
      throw refused(
          name, "is a size of " + model.energy().name().get() + "; run one size at a time");
    }
  }

  /** The answer of the table, or what is said where it has none. */
  private static String instead(String name, String otherwise, String kind) {
    var answer = Synonyms.hint(kind, name);
    return answer.isEmpty() ? otherwise : answer;
  }

  /** A name that nothing else has is probably a parameter to be; a path is of a key. */
  private static String declare(String name) {
    return name.contains(".")
        ? "; run it for each: perrin run FILE --set " + Shown.shortened(name) + "=VALUE -o OUT.h5"
        : "; declare it: parameters: {" + Shown.shortened(name) + ": 1}";
  }

  private static BadValue refused(String name, String problem) {
    return new BadValue("sweep." + name, problem);
  }
}
