package perrin.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * A landscape of the library.
 *
 * @param reference the paper that made it known
 * @param source where the numbers of {@code minima} come from
 * @param coordinates in the usual order, of the usual lengths
 * @param parameters defaults, by name, in the order written
 * @param sizes those that an experiment may choose
 * @param domain for each coordinate, a range that holds everything of interest
 * @param minima the known minima at the default parameters, lowest first
 */
public record EnergyFile(
    String name,
    String description,
    String reference,
    String source,
    Coordinates coordinates,
    Map<String, Values> parameters,
    OpenSizes sizes,
    Formula energy,
    Map<String, Range> domain,
    List<Minimum> minima) {

  /** A range of a coordinate. */
  public record Range(double from, double to) {
    public Range {
      if (!(from < to)) {
        throw new BadValue("from", from + ", must be less than " + to);
      }
    }
  }

  /**
   * A known minimum.
   *
   * @param at the components of each coordinate, by name
   */
  public record Minimum(Map<String, List<Double>> at, double energy) {
    public Minimum {
      at = Names.inOrder(at);
    }
  }

  public EnergyFile {
    parameters = Names.inOrder(parameters);
    domain = Names.inOrder(domain);
    minima = List.copyOf(minima);
    parameters.keySet().forEach(parameter -> Names.requireVariable("parameters", parameter));
    if (!domain.keySet().equals(Set.copyOf(coordinates.names()))) {
      throw new BadValue("domain", domain.keySet() + ", must be given for " + coordinates.names());
    }
  }

  static EnergyFile read(String name, YamlMap file) {
    var parameters = Formulas.valuesByName(file, "parameters");
    var sizes = file.build(() -> new OpenSizes(lengths(file, parameters), shapes(file)));
    var usual = sizes.of(parameters, Map.of(), Optional.empty());
    var coordinates = EnergyKeys.coordinates(file, usual);
    var description = file.text("description");
    var reference = file.text("reference");
    var source = file.text("source");
    var energy = Formulas.read(file, "energy");
    var domain = domain(file.map("domain"));
    var minima = file.mapList("minima").stream().map(m -> minimum(m, coordinates)).toList();
    file.finish();
    return file.build(() ->
        new EnergyFile(
            name,
            description,
            reference,
            source,
            coordinates,
            parameters,
            sizes,
            energy,
            domain,
            minima));
  }

  /** Vectors with a parameter for a length, as in {@code {x: N}}. */
  private static Map<String, String> lengths(YamlMap file, Map<String, Values> parameters) {
    var lengths = new LinkedHashMap<String, String>();
    if (file.isMap("coordinates")) {
      var map = file.map("coordinates");
      for (var name : map.keys()) {
        if (parameters.containsKey(map.text(name))) {
          lengths.put(name, map.text(name));
        }
      }
    }
    return lengths;
  }

  private static Map<String, List<String>> shapes(YamlMap file) {
    var shapes = new LinkedHashMap<String, List<String>>();
    file.optionalMap("shapes")
        .ifPresent(map -> map.keys().forEach(name -> shapes.put(name, map.texts(name))));
    return shapes;
  }

  private static Map<String, Range> domain(YamlMap map) {
    var domain = new LinkedHashMap<String, Range>();
    for (var coordinate : map.keys()) {
      var ends = map.numbers(coordinate);
      if (ends.size() != 2 || !(ends.get(0) < ends.get(1))) {
        throw map.error(coordinate, ends + ", must be [from, to] with from < to");
      }
      domain.put(coordinate, new Range(ends.get(0), ends.get(1)));
    }
    return domain;
  }

  /** A number for a vector is that of all of its components. */
  private static Minimum minimum(YamlMap map, Coordinates coordinates) {
    var at = new LinkedHashMap<String, List<Double>>();
    for (var block : coordinates.blocks()) {
      var name = block.name();
      var components =
          map.isList(name)
              ? map.numbers(name)
              : Collections.nCopies(block.length(), map.number(name));
      if (components.size() != block.length()) {
        throw map.error(
            name,
            components.size()
                + " numbers, must be "
                + block.length()
                + ", as the length of "
                + name);
      }
      at.put(name, components);
    }
    var energy = map.number("energy");
    map.finish();
    return new Minimum(at, energy);
  }
}
