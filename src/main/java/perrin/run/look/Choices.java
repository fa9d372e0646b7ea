package perrin.run.look;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import perrin.experiment.Coordinates;
import perrin.experiment.Draft;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.Library;
import perrin.experiment.Method;

/**
 * What is chosen for the keys that an experiment leaves out, as YAML in flow style.
 *
 * <pre>
 * dt       an eighth of what the method can bear where the energy is most curved: 1/(4k), or 1/(4ω)
 * steps    ten times the slowest motion's time: τ = γ w²/kT with w the widest coordinate's width, or
 *          γ/k with k the least curvature; 2π τ e^(ΔE/kT) more for a barrier (Kramers); 4 of 10 burn in
 * walkers  100,000, or fewer where these would take 2e9 steps of an energy of ten operations
 * </pre>
 */
final class Choices {
  private static final double WORK = 2e9;
  private static final double OPERATIONS = 10;
  private static final double FEWEST_STEPS = 200;

  private static final double MOST_STEPS = 1e6;

  /** A method of order 1 has the bias of one of order 2 at a dt so much finer, about. */
  private static final double FINER = 5;

  private static final double MOST_WALKERS = 1e5;
  private static final double FEWEST_WALKERS = 2048;
  private static final long SAMPLES = 100;
  private static final int BINS = 100;

  /** Of single precision's 2^-24 enough to tell ten thousand places in a range apart. */
  private static final double FINE = 0x1p-10;

  /** Names that the run file uses among observables, or that are chosen for another one. */
  private static final Set<String> RESERVED = Set.of("step", "time", "energy");

  /** Coordinates that get a histogram and an average. */
  private static final int MOST_LISTED = 6;

  private final Draft draft;
  private final List<Look> looks;
  private final Coordinates coordinates;
  private final double dt;
  private final double steps;

  /**
   * @param sweptDt the largest dt of a sweep, which is then the experiment's own
   */
  Choices(Draft draft, List<Look> looks, OptionalDouble sweptDt) {
    this.draft = draft;
    this.looks = looks;
    this.coordinates = draft.coordinates();
    double bound = looks.stream().mapToDouble(Look::bound).min().orElseThrow();
    double slowest = looks.stream().mapToDouble(Look::slowest).max().orElseThrow();
    double finer = order() < 2 ? FINER : 1;
    double steep = slowest / 200; // of an energy that is nowhere curved
    double least = (Double.isInfinite(bound) ? steep : Math.min(bound / 8, slowest / 10)) / finer;
    double written = draft.number("dt").orElse(sweptDt.orElse(0));
    double chosen = draft.ignoresTimeStep() ? 1 : round(least, 1, RoundingMode.DOWN).doubleValue();
    dt = written > 0 ? written : chosen;
    double wanted = Math.clamp(10 * slowest / dt, FEWEST_STEPS, MOST_STEPS);
    OptionalDouble time = draft.number("time");
    steps = draft.number("steps").orElse(time.isPresent() ? time.getAsDouble() / dt : wanted);
  }

  /** The value of a key that the experiment must have. */
  String of(String key) {
    return switch (key) {
      case "start" -> new StartChoice(looks.getFirst(), coordinates).value();
      case "method" -> method();
      case "dt" -> plain(BigDecimal.valueOf(dt));
      case "walkers" -> walkers();
      case "steps" -> String.valueOf(stepCount());
      case "burn-in" -> String.valueOf(burnIn());
      case "sample-every" -> String.valueOf(Math.max(1, (stepCount() - burnIn()) / SAMPLES));
      default -> throw new IllegalArgumentException(key);
    };
  }

  /** The value of an output that the experiment may have; empty where there is nothing to ask. */
  Optional<String> output(String key) {
    List<Integer> listed = listed();
    return switch (key) {
      case "histograms" -> Optional.of(map(listed, i -> outputName(i), this::histogram));
      case "observables" ->
          Optional.of("{energy: energy, " + map(listed, this::outputName, this::name).substring(1));
      case "check" ->
          draft.has("force") || !noisy()
              ? Optional.empty()
              : Optional.of(draft.has("minibatch") ? "{}" : "{boltzmann: " + outputName(0) + "}");
      default -> throw new IllegalArgumentException(key);
    };
  }

  /** Whether the method's steps have noise, without which there is no Boltzmann distribution. */
  private boolean noisy() {
    var method = looks.getFirst().trial().method();
    return draws(method.step()) || method.state().values().stream().anyMatch(v -> draws(v.start()));
  }

  private static boolean draws(Formula formula) {
    return formula.text().contains("normal") || formula.text().contains("uniform");
  }

  /** Of the method that is given, or chosen. */
  private int order() {
    return looks.getFirst().trial().order();
  }

  /** The first that walls do not harm, where there are walls. */
  private String method() {
    Experiment trial = looks.getFirst().trial();
    return trial.walled()
        ? Completion.methods(draft).stream().filter(Choices::bearsWalls).findFirst().orElseThrow()
        : trial.method().name();
  }

  private static boolean bearsWalls(String name) {
    Method method = Library.method(name);
    return method.walls().order() == method.order();
  }

  /** Whether single precision has too few numbers in a coordinate's range. */
  boolean needsDouble() {
    boolean needs = false;
    for (int i = 0; i < coordinates.dimension(); i++) {
      int number = i;
      double from = least(look -> look.scan().from(number));
      double to = most(look -> look.scan().to(number));
      needs |= Math.max(Math.abs(from), Math.abs(to)) * FINE > to - from;
    }
    return needs;
  }

  private long stepCount() {
    return round(steps, 2, RoundingMode.UP).longValue();
  }

  private long burnIn() {
    return round(0.4 * steps, 2, RoundingMode.DOWN).longValue();
  }

  private String walkers() {
    double cost = looks.getFirst().energy().cost() / OPERATIONS;
    double fit = WORK / Math.max(1, cost) / steps;
    double walkers = Math.clamp(fit, FEWEST_WALKERS, MOST_WALKERS);
    return walkers == FEWEST_WALKERS
        ? String.valueOf((long) walkers)
        : String.valueOf(round(walkers, 1, RoundingMode.DOWN).longValue());
  }

  private List<Integer> listed() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_LISTED, coordinates.dimension()); i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private String name(int i) {
    String name = coordinates.componentNames().get(i);
    return name.contains("[") ? "\"" + name + "\"" : name;
  }

  /** A vector's component x[2] is called x_2; what is taken, or reserved, gets one more line. */
  private String outputName(int i) {
    List<String> names = coordinates.componentNames();
    String name = names.get(i).replace("[", "_").replace("]", "");
    boolean vector = !name.equals(names.get(i));
    while (RESERVED.contains(name) || vector && names.contains(name)) {
      name += "_";
    }
    return name;
  }

  private double least(ToDoubleFunction<Look> of) {
    return looks.stream().mapToDouble(of).min().orElseThrow();
  }

  private double most(ToDoubleFunction<Look> of) {
    return looks.stream().mapToDouble(of).max().orElseThrow();
  }

  private String histogram(int i) {
    double from = least(look -> look.scan().from(i));
    double to = most(look -> look.scan().to(i));
    var ends = looks.getFirst().reference().ends(i);
    BigDecimal unit = unit(to - from);
    String low =
        ends.filter(e -> e.from() >= from)
            .map(e -> plain(e.from()))
            .orElseGet(() -> plain(multiple(from, unit, RoundingMode.FLOOR)));
    String high =
        ends.filter(e -> e.to() <= to)
            .map(e -> plain(e.to()))
            .orElseGet(() -> plain(multiple(to, unit, RoundingMode.CEILING)));
    return "{of: " + name(i) + ", from: " + low + ", to: " + high + ", bins: " + BINS + "}";
  }

  /** A hundredth of a length, rounded down to a power of ten. */
  static BigDecimal unit(double length) {
    BigDecimal hundredth = BigDecimal.valueOf(length / 100);
    return BigDecimal.ONE.scaleByPowerOfTen(hundredth.precision() - hundredth.scale() - 1);
  }

  static BigDecimal multiple(double value, BigDecimal unit, RoundingMode mode) {
    return BigDecimal.valueOf(value).divide(unit, 0, mode).multiply(unit);
  }

  static BigDecimal round(double value, int digits, RoundingMode mode) {
    return BigDecimal.valueOf(value).round(new MathContext(digits, mode));
  }

  static String plain(double value) {
    return plain(BigDecimal.valueOf(value));
  }

  static String plain(BigDecimal value) {
    BigDecimal digits = value.stripTrailingZeros();
    boolean longer = digits.scale() > 6 || digits.precision() - digits.scale() > 7;
    return longer ? digits.toString().replace("E+", "e").replace("E", "e") : digits.toPlainString();
  }

  /** A map in flow style. */
  static String map(Collection<String> keys, Function<String, String> value) {
    return map(keys, key -> key, value);
  }

  static <K> String map(Collection<K> keys, Function<K, String> name, Function<K, String> value) {
    return keys.stream()
        .map(key -> name.apply(key) + ": " + value.apply(key))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
