package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run file's experiment says of the data beside it. Read from the canonical JSON alone: the
 * file may come from anybody, and what it names is not opened.
 *
 * @param method its name
 * @param temperature kT, where the experiment has one
 * @param observables by name
 * @param sweep its axes; none where nothing is swept
 */
public record Outline(
    Coordinates coordinates,
    String method,
    Optional<Formula> temperature,
    Formula dt,
    long walkers,
    long firstWalker,
    long steps,
    long burnIn,
    long sampleEvery,
    Map<String, Histogram> histograms,
    Map<String, Formula> observables,
    Optional<Check> check,
    Sweep sweep) {

  public Outline {
    histograms = Names.inOrder(histograms);
    observables = Names.inOrder(observables);
    Experiment.requireSizes(walkers, firstWalker);
    Experiment.requireSamples(steps, burnIn, sampleEvery);
  }

  /**
   * Reads a canonical JSON.
   *
   * @throws ExperimentException where it is none
   */
  public static Outline read(String json) {
    var file = YamlMap.of(YamlParser.parse(json, "experiment"));
    var histograms = new LinkedHashMap<String, Histogram>();
    file.maps("histograms").forEach((name, map) -> histograms.put(name, HistogramReader.read(map)));
    return file.build(() ->
        new Outline(
            EnergyReader.coordinates(file, Map.of()),
            file.map("method").optionalText("name").orElse(Method.CUSTOM),
            file.optionalFormula("temperature"),
            file.formula("dt"),
            file.integer("walkers"),
            file.integer("first-walker"),
            file.integer("steps"),
            file.integer("burn-in"),
            file.integer("sample-every"),
            histograms,
            file.formulas("observables"),
            file.optionalMap("check").map(ExperimentReader::check),
            ExperimentReader.sweep(file)));
  }

  /** Number of sample times. */
  public long samples() {
    return (steps - burnIn) / sampleEvery;
  }

  /** Global number of the first walker of a point of the sweep. */
  public long firstWalker(int point) {
    return firstWalker + point * Sweep.wholeCohorts(walkers);
  }

  /** The coordinate that a formula is, if it is no more than that. */
  public Optional<String> coordinate(Formula formula) {
    return Optional.of(formula.canonical())
        .filter(Set.copyOf(coordinates.componentNames())::contains);
  }
}
