package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A landscape of the library.
 *
 * @param reference the paper that made it known
 * @param source where the numbers of {@code minima} come from
 * @param coordinates in the usual order
 * @param parameters defaults, by name, in the order written
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
   * @param at its coordinates, by name
   */
  public record Minimum(Map<String, Double> at, double energy) {
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
    var coordinates = EnergyReader.coordinates(file);
    var description = file.text("description");
    var reference = file.text("reference");
    var source = file.text("source");
    var parameters = file.valuesByName("parameters");
    var energy = file.formula("energy");
    var domain = domain(file.map("domain"));
    var minima = file.mapList("minima").stream().map(m -> minimum(m, coordinates.names())).toList();
    file.finish();
    return file.build(() ->
        new EnergyFile(
            name, description, reference, source, coordinates, parameters, energy, domain, minima));
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

  private static Minimum minimum(YamlMap map, List<String> coordinates) {
    var at = new LinkedHashMap<String, Double>();
    coordinates.forEach(coordinate -> at.put(coordinate, map.number(coordinate)));
    var energy = map.number("energy");
    map.finish();
    return new Minimum(at, energy);
  }
}
