package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * A whole experiment as a file has it, read and written. Each group reads and writes its own keys:
 * shape and types there, ranges and names in its record.
 */
final class ExperimentKeys {
  /** Keys of the format whose features this version lacks, with the value that asks for nothing. */
  private static final Map<String, String> LATER_KEYS = laterKeys();

  static final Set<String> ALL = keys();

  /** Keys that an experiment must have; an energy of the library brings the coordinates. */
  private static final List<String> REQUIRED =
      List.of("coordinates", "energy", "start", "method", "dt", "walkers", "steps");

  /** Without which nothing can be chosen for the others. */
  private static final List<String> NEVER_CHOSEN = List.of("coordinates", "energy", "temperature");

  private static final int LONGEST_TITLE = 1_000;

  private final YamlMap file;

  ExperimentKeys(YamlMap file) {
    this.file = file;
  }

  /**
   * @param defaultTitle the file's name
   */
  Experiment read(String defaultTitle) {
    file.requireOnly(ALL);
    LATER_KEYS.forEach(file::later);
    requireAll(REQUIRED);
    var model = Model.read(file);
    return file.build(() ->
        new Experiment(
            title(defaultTitle),
            model,
            MethodKeys.read(file),
            Clock.read(file),
            Population.read(file),
            Numerics.read(file),
            Outputs.read(file, model.coordinates()),
            file.optionalMap("check").map(Check::read),
            SweepKeys.read(file)));
  }

  /** The title stays out: it names an experiment and changes no number of it. */
  static Map<String, Object> json(Experiment x) {
    var json = new TreeMap<String, Object>();
    x.model().write(json);
    json.put("method", MethodKeys.json(x.method(), x.walled()));
    x.clock().write(json);
    x.population().write(json);
    x.numerics().write(json);
    x.outputs().write(json);
    x.check().ifPresent(check -> json.put("check", check.json()));
    SweepKeys.write(x.sweep(), x.walled(), json);
    return json;
  }

  /** Refuses a file in which nothing can be chosen for what it lacks. */
  void requireLeast() {
    file.requireOnly(ALL);
    boolean swept = file.isMap("sweep") && file.map("sweep").keys().contains(Sweep.TEMPERATURE);
    requireAll(file.has("method") || swept ? List.of("coordinates", "energy") : NEVER_CHOSEN);
  }

  /** Refuses a file that has no energy. */
  void requireEnergy() {
    file.requireOnly(ALL);
    requireAll(List.of("coordinates", "energy"));
  }

  /** All that is missing is said at once, so that nobody learns it key by key. */
  private void requireAll(List<String> required) {
    boolean brought = file.isMap("energy") || EnergyKeys.isOfLibrary(file);
    file.requireAll(
        required.stream()
            .filter(key -> !(brought && key.equals("coordinates")))
            .filter(key -> !(file.has("time") && key.equals("steps")))
            .toList());
  }

  /** One line, which is printed and is an attribute of the run file; its spaces mean nothing. */
  private String title(String defaultTitle) {
    var text = file.optionalText("title").orElse(defaultTitle);
    var line = Shown.printable(text.strip().replaceAll("\\s+", " "));
    if (line.length() > LONGEST_TITLE) {
      throw file.error("title", line.length() + " characters, must be at most " + LONGEST_TITLE);
    }
    return line;
  }

  private static Set<String> keys() {
    var keys = new TreeSet<>(Set.of("title", "method", "check", "sweep"));
    keys.addAll(LATER_KEYS.keySet());
    List.of(Model.KEYS, Clock.KEYS, Population.KEYS, Numerics.KEYS, Outputs.KEYS)
        .forEach(keys::addAll);
    return keys;
  }

  /** When a key may be left out. */
  static KeyTable.Need need(String key) {
    if (LATER_KEYS.containsKey(key)) {
      return KeyTable.Need.LATER;
    }
    return NEVER_CHOSEN.contains(key)
        ? KeyTable.Need.GIVEN
        : REQUIRED.contains(key) ? KeyTable.Need.CHOSEN : KeyTable.Need.FREE;
  }

  private static Map<String, String> laterKeys() {
    var keys = new LinkedHashMap<String, String>();
    for (var key : List.of("stop-when", "replicas")) {
      keys.put(key, "{}");
    }
    return keys;
  }
}
