package perrin.experiment;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * The keys {@code energy}, {@code coordinates} and {@code parameters}, read and written. They
 * belong together: an energy of the library brings its own coordinates and parameters.
 *
 * @param parameters the energy's defaults, its overrides over them, the top level's over both
 */
record EnergyKeys(Energy energy, Coordinates coordinates, Map<String, Values> parameters) {
  /** Names of the library are words joined by hyphens. */
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*");

  static EnergyKeys read(YamlMap experiment) {
    var given =
        experiment.has("coordinates")
            ? Optional.of(coordinates(experiment))
            : Optional.<Coordinates>empty();
    var parameters = Formulas.valuesByName(experiment, "parameters");
    if (!experiment.isMap("energy")) {
      var text = Formulas.read(experiment, "energy");
      if (Library.energies().contains(text.text())) {
        return library(Library.energy(text.text()), experiment, Map.of(), given, parameters);
      }
      requireNoMisspeltName(experiment, text.text(), given, parameters.keySet());
      return formula(experiment, Optional.empty(), text, given, parameters);
    }
    var map = experiment.map("energy");
    if (map.has("formula")) {
      var formula = Formulas.read(map, "formula");
      var label = map.optionalText("name").filter(name -> isLabelOf(name, formula));
      map.finish();
      return formula(experiment, label, formula, given, parameters);
    }
    var name = map.text("name");
    requireEnergy(map, "name", name);
    var file = Library.energy(name);
    return library(file, experiment, overrides(file, map), given, parameters);
  }

  /** Whether the energy is a name of the library, which brings its coordinates. */
  static boolean isOfLibrary(YamlMap experiment) {
    return experiment.isText("energy")
        && Library.energies().contains(experiment.text("energy").strip());
  }

  /** A landscape of the library is one only with the library's formula. */
  private static boolean isLabelOf(String name, Formula formula) {
    return !Library.energies().contains(name)
        || Library.energy(name).energy().canonical().equals(formula.canonical());
  }

  /** {@code [x, y]}, or {@code {x: 39, s: 1}}, where a length of 1 means a number. */
  private static Coordinates coordinates(YamlMap file) {
    return coordinates(file, Map.of());
  }

  /**
   * @param sizes names that may stand for lengths, of vectors then
   */
  static Coordinates coordinates(YamlMap file, Map<String, Integer> sizes) {
    if (!file.isMap("coordinates")) {
      return file.build(() -> Coordinates.ofNumbers(file.texts("coordinates")));
    }
    var lengths = file.map("coordinates");
    return file.build(() ->
        new Coordinates(
            lengths.keys().stream()
                .map(name -> {
                  boolean open = sizes.containsKey(lengths.text(name));
                  int length = open ? sizes.get(lengths.text(name)) : lengths.smallInteger(name);
                  return new Coordinates.Block(name, length, !open && length == 1);
                })
                .toList()));
  }

  private static EnergyKeys formula(
      YamlMap experiment,
      Optional<String> label,
      Formula formula,
      Optional<Coordinates> given,
      Map<String, Values> parameters) {
    var coordinates = given.orElseGet(() -> coordinates(experiment));
    return new EnergyKeys(new Energy(label, formula), coordinates, parameters);
  }

  private static EnergyKeys library(
      EnergyFile file,
      YamlMap experiment,
      Map<String, Values> overrides,
      Optional<Coordinates> given,
      Map<String, Values> topLevel) {
    var chosen = new LinkedHashMap<>(overrides);
    chosen.putAll(topLevel);
    var sizes = file.sizes().of(file.parameters(), chosen, given);
    var fitting = file.sizes().coordinates(file.coordinates(), sizes);
    var coordinates = given.orElse(fitting);
    if (!Set.copyOf(coordinates.blocks()).equals(Set.copyOf(fitting.blocks()))) {
      throw experiment.error(
          "coordinates",
          coordinates.written() + ", must be " + fitting.written() + ", those of " + file.name());
    }
    var parameters = new LinkedHashMap<String, Values>();
    file.parameters()
        .forEach((name, usual) -> {
          var value = chosen.getOrDefault(name, usual);
          parameters.put(name, file.sizes().value(name, value, usual, sizes));
        });
    chosen.forEach(parameters::putIfAbsent);
    var energy = new Energy(Optional.of(file.name()), file.energy());
    return new EnergyKeys(energy, coordinates, parameters);
  }

  private static Map<String, Values> overrides(EnergyFile file, YamlMap map) {
    var overrides = new LinkedHashMap<String, Values>();
    var valid = file.parameters().keySet();
    for (var key : map.keysBut("name", "parameter of " + file.name(), valid)) {
      overrides.put(key, Formulas.values(map, key));
    }
    return overrides;
  }

  private static void requireNoMisspeltName(
      YamlMap experiment, String text, Optional<Coordinates> given, Set<String> parameters) {
    var names = new HashSet<>(parameters);
    given.map(Coordinates::names).ifPresent(names::addAll);
    experiment.optionalMap("where").map(YamlMap::keys).ifPresent(names::addAll);
    if (isTakenForName(text, names)) {
      requireEnergy(experiment, "energy", text);
    }
  }

  /**
   * Whether an energy that is a text alone is read as a name of the library, not as a formula.
   * double-wel is a formula, too: a difference. But nobody defined double or wel.
   *
   * @param names what the experiment gives a name to
   */
  static boolean isTakenForName(String text, Set<String> names) {
    var words = List.of(text.split("-", -1));
    return Library.energies().contains(text)
        || words.stream().allMatch(word -> WORD.matcher(word).matches())
            && words.stream().noneMatch(names::contains);
  }

  private static void requireEnergy(YamlMap map, String key, String name) {
    if (!Library.energies().contains(name)) {
      throw map.error(
          key,
          Shown.shortened(name)
              + " is not an energy"
              + Library.instead("energy", name, Library.energies()));
    }
  }

  /** The keys {@code energy}, {@code coordinates} and {@code parameters} of a model. */
  static void write(Model model, Map<String, Object> json) {
    json.put("coordinates", json(model.coordinates()));
    json.put("energy", json(model));
    json.put("parameters", CanonicalJson.each(model.parameters(), CanonicalJson::values));
  }

  private static Object json(Coordinates coordinates) {
    if (coordinates.allNumbers()) {
      return coordinates.names();
    }
    var lengths = new LinkedHashMap<String, Object>();
    coordinates.blocks().forEach(block -> lengths.put(block.name(), block.length()));
    return lengths;
  }

  private static Object json(Model model) {
    var energy = model.energy();
    if (energy.name().isPresent()) {
      return new TreeMap<>(
          Map.of("name", energy.name().get(), "formula", CanonicalJson.value(energy.formula())));
    }
    var names = new HashSet<>(model.parameters().keySet());
    names.addAll(model.coordinates().names());
    names.addAll(model.where().keySet());
    return isTakenForName(energy.formula().canonical(), names)
        ? Map.of("formula", CanonicalJson.value(energy.formula()))
        : CanonicalJson.value(energy.formula());
  }
}
