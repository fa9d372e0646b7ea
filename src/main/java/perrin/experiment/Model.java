package perrin.experiment;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is simulated: the coordinates, what acts on them, and where they begin.
 *
 * @param parameters by name, in the order written: the energy's defaults, its overrides over them,
 *     the top level's over both
 * @param where named sub-expressions, in the order written
 * @param force added to −∇E, by coordinate; none where a coordinate is missing
 * @param data arrays that formulas may index
 * @param tables functions given as numbers, by name
 * @param start by coordinate, in the order written, which numbers their draws
 * @param boundaries by coordinate
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
    Map<String, Boundary> boundaries) {

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
  }

  /** The same with other values of parameters. */
  Model withParameters(Map<String, Values> others) {
    return new Model(coordinates, energy, others, where, force, data, tables, start, boundaries);
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
        given -> given.arrays().keySet().forEach(name -> requireFree(taken, "data", name)));
    return taken;
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
}
