package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import perrin.errors.ExperimentException;
import perrin.yaml.YamlMap;
import perrin.yaml.YamlParser;

/**
 * What a run file's experiment says of the data beside it. Read from the canonical JSON alone: the
 * file may come from anybody, and what it names is not opened.
 *
 * @param method its name
 * @param minibatch what of the data's rows a step takes; empty for all
 * @param temperature kT, where the experiment has one
 * @param observables by name
 * @param sweep its axes; none where nothing is swept
 */
public record Outline(
    Coordinates coordinates,
    String method,
    Optional<Minibatch> minibatch,
    Optional<Formula> temperature,
    Clock clock,
    Population population,
    Map<String, Histogram> histograms,
    Map<String, Formula> observables,
    Optional<Check> check,
    Sweep sweep)
    implements Extent {

  public Outline {
    histograms = Names.inOrder(histograms);
    observables = Names.inOrder(observables);
  }

  /**
   * Reads a canonical JSON.
   *
   * @throws ExperimentException where it is none
   */
  public static Outline read(String json) {
    var file = YamlMap.of(YamlParser.parse(json, "experiment"));
    return file.build(() ->
        new Outline(
            EnergyKeys.coordinates(file, Map.of()),
            file.map("method").optionalText("name").orElse(Method.CUSTOM),
            Minibatch.read(file),
            Formulas.optional(file, "temperature"),
            Clock.read(file),
            Population.read(file),
            Outputs.histograms(file),
            Formulas.byName(file, "observables"),
            file.optionalMap("check").map(Check::read),
            SweepKeys.read(file)));
  }

  /**
   * The order of an experiment's own method, at walls where it has any: the power of dt with which
   * averages approach their limit.
   *
   * @param json canonical
   */
  public static int order(String json) {
    var method = YamlMap.of(YamlParser.parse(json, "experiment")).map("method");
    var key = method.has("order-at-walls") ? "order-at-walls" : "order";
    return method.has(key) ? method.smallInteger(key) : 1;
  }

  /** Global number of the first walker of a point of the sweep. */
  public long firstWalker(int point) {
    return population.firstWalker(sweep.block(point));
  }

  /** How time passes at a point of the sweep. */
  public Clock clock(int point) {
    return sweep.clock(clock, point);
  }

  /**
   * Whether a final state is one of a point's: a coordinate, or a state variable of its method.
   *
   * @param name of a number or vector
   */
  public boolean keeps(String name, int point) {
    return coordinates.names().contains(name)
        || sweep
            .method(point)
            .map(method -> method.state().keySet().stream().anyMatch(state -> isOf(name, state)))
            .orElse(true);
  }

  private boolean isOf(String name, String state) {
    return name.equals(state)
        || coordinates.names().stream().anyMatch(x -> name.equals(state + "_" + x));
  }

  /** The coordinate that a formula is, if it is no more than that. */
  public Optional<String> coordinate(Formula formula) {
    return Optional.of(formula.canonical())
        .filter(Set.copyOf(coordinates.componentNames())::contains);
  }
}
