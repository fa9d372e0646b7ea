package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import perrin.errors.BadValue;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * The arrays that formulas index, {@code y[i]}.
 *
 * @param arrays by name, in the order of the file
 * @param source where they come from; empty where they stand in the experiment file
 * @param minibatch what of their rows a step's gradient takes; empty for all
 */
public record Data(
    Map<String, ArrayValue> arrays, Optional<Source> source, Optional<Minibatch> minibatch) {

  /**
   * A data file.
   *
   * @param file its name as written
   * @param sha256 of its bytes, in hexadecimal
   */
  public record Source(String file, String sha256) {}

  public Data {
    arrays = Names.inOrder(arrays);
    if (arrays.isEmpty()) {
      throw new BadValue("arrays", "{}, must have at least one array");
    }
  }

  /** The same with gradients of all rows. */
  Data whole() {
    return new Data(arrays, source, Optional.empty());
  }

  private Data with(Minibatch other) {
    return new Data(arrays, source, Optional.of(other));
  }

  /** The length of all arrays' first dimension; empty where they differ. */
  public OptionalInt rows() {
    var lengths =
        arrays.values().stream().map(array -> array.shape().getFirst()).collect(Collectors.toSet());
    return lengths.size() == 1 ? OptionalInt.of(lengths.iterator().next()) : OptionalInt.empty();
  }

  /** Reads the keys {@code data}, arrays in place or a CSV or HDF5 file, and {@code minibatch}. */
  static Optional<Data> read(YamlMap experiment) {
    Optional<Data> data = arrays(experiment);
    Optional<Minibatch> batch = Minibatch.read(experiment);
    if (batch.isEmpty()) {
      return data;
    }
    if (data.isEmpty()) {
      throw experiment.error(Minibatch.KEY, "takes rows of the data, and there is no key data");
    }
    int rows =
        data.get()
            .rows()
            .orElseThrow(() ->
                experiment.error(
                    Minibatch.KEY,
                    "takes rows of the data, whose arrays have different lengths; which are its"
                        + " rows is not known"));
    return experiment.build(() -> {
      batch.get().requireWithin(rows);
      return data.map(given -> given.with(batch.get()));
    });
  }

  private static Optional<Data> arrays(YamlMap experiment) {
    return experiment
        .optionalMap("data")
        .filter(map -> !map.keys().isEmpty())
        .map(map -> {
          map.requireOnly(Set.of("file", "sha256", "arrays"));
          var data = map.has("arrays") ? inPlace(map) : fromFile(map, experiment);
          data.arrays().keySet().forEach(name -> requireName(map, name));
          return data;
        });
  }

  private static Data inPlace(YamlMap map) {
    if (map.has("file")) {
      throw map.error("file", "is given beside arrays; remove one");
    }
    var arrays = new LinkedHashMap<String, ArrayValue>();
    var given = map.map("arrays");
    for (var name : given.keys()) {
      var list = given.numberArray(name);
      var values = list.elements().stream().mapToDouble(x -> x).toArray();
      arrays.put(name, new ArrayValue(values, list.shape()));
    }
    return map.build(() -> new Data(arrays, Optional.empty(), Optional.empty()));
  }

  private static Data fromFile(YamlMap map, YamlMap experiment) {
    var file = DataFile.read(map, experiment);
    return map.build(() -> new Data(file.arrays(), Optional.of(file.source()), Optional.empty()));
  }

  /** The place of an array in the experiment file, or of the name of its file. */
  private static void requireName(YamlMap map, String name) {
    try {
      Names.requireCoordinate(name, name);
    } catch (BadValue e) {
      throw map.has("arrays")
          ? map.error("arrays." + name, e.problem())
          : map.error(
              "file",
              "array \""
                  + Shown.shortened(name)
                  + "\": "
                  + e.problem()
                      .replace("choose another", "rename the column in " + map.text("file")));
    }
  }

  /** A file is known by the hash of its bytes; its name stays, so that it can be read again. */
  void write(Map<String, Object> json) {
    json.put("data", json());
    minibatch.ifPresent(batch -> json.put(Minibatch.KEY, batch.json()));
  }

  private Map<String, Object> json() {
    return source
        .<Map<String, Object>>map(
            file -> new TreeMap<>(Map.of("file", file.file(), "sha256", file.sha256())))
        .orElseGet(() -> Map.of("arrays", CanonicalJson.each(arrays, CanonicalJson::array)));
  }
}
