package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * What a run leaves behind, beside the final states.
 *
 * @param histograms by name, in the order written
 * @param observables by name, in the order written
 * @param correlations by name, in the order written
 * @param learning the coefficient that is asked for
 * @param best whether each walker's lowest energy is kept
 * @param units what all these numbers are in
 */
public record Outputs(
    Map<String, Histogram> histograms,
    Map<String, Formula> observables,
    Map<String, Correlation> correlations,
    Optional<Trajectories> trajectories,
    Optional<LearningCoefficient> learning,
    Optional<Best> best,
    Units units) {
  /** Final states alone. */
  public static final Outputs NONE =
      new Outputs(
          Map.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Units.NONE);

  static final List<String> KEYS =
      List.of(
          "histograms",
          "observables",
          "correlations",
          "trajectories",
          LearningCoefficient.KEY,
          Best.KEY,
          Best.POLISH,
          Units.KEY);

  /** Datasets that the run file keeps beside the observables. */
  private static final Set<String> BESIDE_OBSERVABLES = Set.of("step", "time");

  public Outputs {
    histograms = Names.inOrder(histograms);
    observables = Names.inOrder(observables);
    correlations = Names.inOrder(correlations);
    histograms.keySet().forEach(name -> Names.requireOutput("histograms", name));
    correlations.keySet().forEach(name -> Names.requireOutput("correlations", name));
    for (var name : observables.keySet()) {
      Names.requireOutput("observables", name);
      if (BESIDE_OBSERVABLES.contains(name)) {
        throw new BadValue("observables." + name, "the run file uses this name; choose another");
      }
    }
  }

  static Outputs read(YamlMap file, Coordinates coordinates) {
    var correlations = new LinkedHashMap<String, Correlation>();
    file.maps("correlations")
        .forEach((name, map) -> correlations.put(name, Correlation.read(map, coordinates)));
    var histograms = histograms(file);
    var observables = Formulas.byName(file, "observables");
    var trajectories =
        file.optionalMap("trajectories")
            .filter(map -> !map.keys().isEmpty())
            .map(Trajectories::read);
    var learning = LearningCoefficient.read(file);
    var best = Best.read(file);
    var units = Units.read(file);
    return file.build(() ->
        new Outputs(histograms, observables, correlations, trajectories, learning, best, units));
  }

  static Map<String, Histogram> histograms(YamlMap file) {
    var histograms = new LinkedHashMap<String, Histogram>();
    file.maps("histograms").forEach((name, map) -> histograms.put(name, Histogram.read(map)));
    return histograms;
  }

  void write(Map<String, Object> json) {
    json.put("histograms", CanonicalJson.sorted(histograms, Histogram::json));
    json.put("observables", CanonicalJson.each(observables, CanonicalJson::value));
    CanonicalJson.putUnlessEmpty(
        json, "correlations", CanonicalJson.sorted(correlations, Correlation::json));
    trajectories.ifPresent(kept -> json.put("trajectories", kept.json()));
    learning.ifPresent(wanted -> json.put(LearningCoefficient.KEY, wanted.json()));
    best.ifPresent(wanted -> json.put(Best.KEY, wanted.json()));
    best.filter(wanted -> wanted.polish() > 0)
        .ifPresent(wanted -> json.put(Best.POLISH, wanted.polish()));
    units.write(json);
  }

  /** One histogram, or none, and the observables. */
  Outputs ofHistogram(Optional<String> name) {
    var kept = name.map(known -> Map.of(known, histograms.get(known))).orElse(Map.of());
    return new Outputs(
        kept,
        observables,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Units.NONE);
  }

  /** Refuses what asks for more than the run has. */
  void requireWithin(long walkers, Clock clock, Model model, Precision precision) {
    long steps = clock.steps();
    long samples = clock.samples();
    histograms.forEach(
        (name, histogram) -> histogram.requireWithin("histograms." + name, precision));
    correlations.forEach((name, correlation) -> {
      var field = "correlations." + name;
      if (correlation.lags() >= samples) {
        throw new BadValue(
            field + ".lags",
            correlation.lags() + ", must be less than the number of samples, " + samples);
      }
      if (correlation instanceof Correlation.Displacement displacement) {
        displacement.of().forEach(coordinate -> requireUnwrapped(model, field + ".of", coordinate));
      }
    });
    learning.ifPresent(wanted -> wanted.requireWithin(model.coordinates()));
    for (String name :
        best.isPresent() ? List.of("step", "found_step", "polished") : List.<String>of()) {
      if (model.coordinates().names().contains(name)) {
        throw new BadValue(
            Best.KEY, "keeps a value called " + name + ", as a coordinate is; rename that");
      }
    }
    trajectories.ifPresent(kept -> {
      if (kept.walkers() > walkers) {
        throw new BadValue(
            "trajectories.walkers", kept.walkers() + ", must be at most walkers, " + walkers);
      }
      if (kept.every() > steps) {
        throw new BadValue(
            "trajectories.every", kept.every() + ", must be at most steps, " + steps);
      }
      kept.requireAtoms(model.coordinates());
      kept.requireMemory(steps, model.coordinates().dimension(), 1);
    });
  }

  /** A periodic coordinate has been put back into its range nobody knows how often. */
  private static void requireUnwrapped(Model model, String field, String coordinate) {
    model.coordinates().requireKnown(field, coordinate);
    var boundary = model.boundaries().get(coordinate);
    if (boundary != null && boundary.kind() == Boundary.Kind.PERIODIC) {
      throw new BadValue(
          field,
          coordinate
              + " is periodic, and the displacement of such coordinates is not available in this"
              + " version yet; name others");
    }
  }
}
