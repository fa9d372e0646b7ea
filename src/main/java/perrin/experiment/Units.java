package perrin.experiment;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import perrin.errors.BadValue;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;
import perrin.yaml.YamlParser;

/**
 * What numbers are in, in free text: {@code units: {x: nm, time: ps}}. They are carried along and
 * shown; nothing is converted, and no number of a run depends on them. They are part of the
 * experiment's identity all the same: 0.1 nm is another experiment than 0.1 m.
 *
 * @param byName of coordinates, state variables, parameters, observables, histograms, correlations,
 *     and of {@link #GENERAL}
 */
public record Units(Map<String, String> byName) {
  static final String KEY = "units";

  public static final Units NONE = new Units(Map.of());

  public static final String TIME = "time";
  public static final String ENERGY = "energy";

  /** Names that every experiment has. */
  private static final List<String> GENERAL = List.of(TIME, ENERGY, Sweep.TEMPERATURE);

  private static final int LONGEST = 60;

  public Units {
    byName = Names.inOrder(byName);
    byName.forEach(Units::requireText);
  }

  private static void requireText(String name, String text) {
    if (text.isBlank() || !text.equals(text.strip())) {
      throw new BadValue(
          KEY + "." + name,
          "\"" + Shown.line(text) + "\" is no unit; leave it out where there is none");
    }
    if (!Shown.line(text).equals(text) || text.indexOf('\t') >= 0) {
      throw new BadValue(
          KEY + "." + name,
          "\""
              + Shown.shortened(Shown.line(text))
              + "\" has a character that is not shown; remove it");
    }
    if (text.length() > LONGEST) {
      throw new BadValue(
          KEY + "." + name, text.length() + " characters, must be at most " + LONGEST);
    }
  }

  static Units read(YamlMap file) {
    var texts = new LinkedHashMap<String, String>();
    file.optionalMap(KEY)
        .ifPresent(map -> map.keys().forEach(name -> texts.put(name, map.text(name))));
    return file.build(() -> new Units(texts));
  }

  /**
   * Reads those of a run file, whose experiment may come from anybody.
   *
   * @param json canonical JSON
   */
  public static Units read(String json) {
    return json.contains("\"" + KEY + "\":")
        ? read(YamlMap.of(YamlParser.parse(json, "experiment")))
        : NONE;
  }

  /**
   * Those of a run's observables by name, where they have one.
   *
   * @param json canonical JSON
   */
  public static Map<String, String> ofObservables(String json) {
    var units = read(json);
    var found = new LinkedHashMap<String, String>();
    if (!units.equals(NONE)) {
      Outline.read(json)
          .observables()
          .forEach(
              (name, formula) -> units.of(name, formula).ifPresent(unit -> found.put(name, unit)));
    }
    return found;
  }

  void write(Map<String, Object> json) {
    if (!byName.isEmpty()) {
      json.put(KEY, new TreeMap<>(byName));
    }
  }

  /** Refuses names that nothing has. */
  void requireNames(Model model, Collection<Method> methods, Outputs outputs) {
    if (byName.isEmpty()) {
      return;
    }
    var known = new TreeSet<>(GENERAL);
    known.addAll(model.coordinates().names());
    known.addAll(model.parameters().keySet());
    known.addAll(outputs.observables().keySet());
    known.addAll(outputs.histograms().keySet());
    known.addAll(outputs.correlations().keySet());
    methods.forEach(method -> known.addAll(method.state().keySet()));
    for (var name : byName.keySet()) {
      if (!known.contains(name)) {
        throw new BadValue(
            KEY + "." + Shown.line(name),
            "is nothing of this experiment's"
                + Nearest.hintOrAll(
                    "name",
                    "names",
                    name,
                    known,
                    "; there are time, energy, temperature, coordinates, parameters, observables,"
                        + " histograms and correlations"));
      }
    }
  }

  /** The unit of what has a name. */
  public Optional<String> of(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The same of an output: its own, or that of what its formula names, {@code of: x}. */
  public Optional<String> of(String name, Formula formula) {
    return of(name).or(() -> of(formula.canonical()));
  }
}
