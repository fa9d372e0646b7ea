package perrin.experiment;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import perrin.errors.BadValue;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * What is simulated: the coordinates, what acts on them, how warm it is, and where they begin.
 *
 * @param parameters by name, in the order written: the energy's defaults, its overrides over them,
 *     the top level's over both
 * @param where named sub-expressions, in the order written
 * @param force added to −∇E, by coordinate; none where a coordinate is missing
 * @param data arrays that formulas may index
 * @param tables functions given as numbers, by name
 * @param start by coordinate, in the order written, which numbers their draws
 * @param boundaries by coordinate
 * @param temperature kT, a formula of step and time; whoever compiles the method misses it if need
 *     be
 */
public record Model(
    Coordinates coordinates,
    Energy energy,
    Map<String, Values> parameters,
    Map<String, Formula> where,
    Map<String, Values> force,
    Optional<Data> data,
    Map<String, Table> tables,
    Map<String, Values> start,
    Map<String, Boundary> boundaries,
    Optional<Formula> temperature) {
  static final List<String> KEYS =
      List.of(
          "coordinates",
          "energy",
          "parameters",
          "where",
          "force",
          "data",
          Minibatch.KEY,
          "tables",
          "start",
          "boundaries",
          "temperature");

  public Model {
    parameters = Names.inOrder(parameters);
    where = Names.inOrder(where);
    force = Names.inOrder(force);
    tables = Names.inOrder(tables);
    start = Names.inOrder(start);
    boundaries = Names.inOrder(boundaries);
    force.forEach((name, value) -> coordinates.requireValues("force." + name, name, value));
    boundaries.forEach(
        (name, value) -> coordinates.requireValues("boundaries." + name, name, value.from()));
    requireStart(coordinates, start);
    temperature.ifPresent(Model::requireTemperature);
  }

  static Model read(YamlMap file) {
    var landscape = EnergyKeys.read(file);
    file.map("start");
    return file.build(() ->
        new Model(
            landscape.coordinates(),
            landscape.energy(),
            landscape.parameters(),
            Formulas.byName(file, "where"),
            Formulas.valuesByName(file, "force"),
            Data.read(file),
            TableKeys.read(file),
            Formulas.valuesByName(file, "start"),
            boundaries(file),
            Formulas.optional(file, "temperature")));
  }

  private static Map<String, Boundary> boundaries(YamlMap file) {
    var boundaries = new LinkedHashMap<String, Boundary>();
    file.optionalMap("boundaries")
        .ifPresent(
            map -> map.keys().forEach(name -> boundaries.put(name, Boundary.read(map, name))));
    return boundaries;
  }

  void write(Map<String, Object> json) {
    EnergyKeys.write(this, json);
    CanonicalJson.putUnlessEmpty(json, "where", CanonicalJson.each(where, CanonicalJson::value));
    CanonicalJson.putUnlessEmpty(json, "force", CanonicalJson.sorted(force, CanonicalJson::values));
    data.ifPresent(given -> given.write(json));
    CanonicalJson.putUnlessEmpty(json, "tables", CanonicalJson.sorted(tables, TableKeys::json));
    json.put("start", CanonicalJson.each(start, CanonicalJson::values));
    CanonicalJson.putUnlessEmpty(
        json, "boundaries", CanonicalJson.sorted(boundaries, Boundary::canonical));
    temperature.ifPresent(kT -> json.put("temperature", CanonicalJson.value(kT)));
  }

  /** The same with other values of parameters. */
  Model withParameters(Map<String, Values> others) {
    return new Model(
        coordinates, energy, others, where, force, data, tables, start, boundaries, temperature);
  }

  /** The same at another temperature. */
  Model withTemperature(Formula other) {
    var kT = Optional.of(other);
    return new Model(
        coordinates, energy, parameters, where, force, data, tables, start, boundaries, kT);
  }

  /** The same with gradients of all rows. */
  Model withWholeData() {
    var whole = data.map(Data::whole);
    return new Model(
        coordinates,
        energy,
        parameters,
        where,
        force,
        whole,
        tables,
        start,
        boundaries,
        temperature);
  }

  /**
   * One name space for all: the run file and a sweep name things without saying their kind.
   *
   * @return the names of all
   */
  Set<String> requireNames() {
    var taken = new HashSet<>(coordinates.names());
    for (var parameter : parameters.keySet()) {
      Names.requireVariable("parameters", parameter);
      requireFree(taken, "parameters." + parameter, parameter);
    }
    for (var name : where.keySet()) {
      Names.requireVariable("where", name);
      requireFree(taken, "where." + name, name);
    }
    for (var name : tables.keySet()) {
      Names.requireVariable("tables", name);
      requireFree(taken, "tables." + name, name);
    }
    data.ifPresent(
        given -> given.arrays().keySet().forEach(name -> requireFreeColumn(taken, given, name)));
    return taken;
  }

  private static void requireFreeColumn(Set<String> taken, Data data, String name) {
    if (data.source().isPresent() && data.columns().chosen().isEmpty() && taken.contains(name)) {
      throw new BadValue(
          "data",
          name
              + ": the name is taken by a coordinate or parameter; give the column another: "
              + ColumnKeys.renamed(Column.ofNumbers(name)).replace("{", "{data_"));
    }
    requireFree(taken, "data", name);
  }

  static void requireFree(Set<String> taken, String field, String name) {
    if (!taken.add(name)) {
      var which = field.equals("data") ? name + ": " : "";
      throw new BadValue(
          field, which + "the name is taken by a coordinate or parameter; choose another");
    }
  }

  private static void requireStart(Coordinates coordinates, Map<String, Values> start) {
    start.forEach((name, value) -> coordinates.requireValues("start." + name, name, value));
    for (var coordinate : coordinates.names()) {
      if (!start.containsKey(coordinate)) {
        throw new BadValue("start", coordinate + " is missing; every coordinate needs a start");
      }
    }
  }

  private static void requireTemperature(Formula temperature) {
    temperature
        .number()
        .filter(value -> !(value >= 0 && Double.isFinite(value)))
        .ifPresent(value -> {
          throw new BadValue(
              "temperature",
              Shown.shortened(temperature.text()) + ", must be at least 0 and finite");
        });
  }
}
