package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
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
 * @param columns what of the file they are
 * @param minibatch what of their rows a step's gradient takes; empty for all
 */
public record Data(
    Map<String, ArrayValue> arrays,
    Optional<Source> source,
    Columns columns,
    Optional<Minibatch> minibatch) {

  /** So many texts of a factor are told, each of so many characters. */
  private static final int MOST_LEVELS = 10;

  private static final int LONGEST_LEVEL = 30;

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
    return new Data(arrays, source, columns, Optional.empty());
  }

  private Data with(Minibatch other) {
    return new Data(arrays, source, columns, Optional.of(other));
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
          map.requireOnly(Set.of("file", "sha256", ColumnKeys.KEY, "arrays"));
          return map.has("arrays") ? inPlace(map) : fromFile(map, experiment);
        });
  }

  private static Data inPlace(YamlMap map) {
    for (var key : List.of("file", ColumnKeys.KEY)) {
      if (map.has(key)) {
        throw map.error(key, "is given beside arrays; remove one");
      }
    }
    var arrays = new LinkedHashMap<String, ArrayValue>();
    var given = map.map("arrays");
    for (var name : given.keys()) {
      given.build(() -> {
        Names.requireCoordinate(name, name);
        return name;
      });
      var list = given.numberArray(name);
      var values = list.elements().stream().mapToDouble(x -> x).toArray();
      arrays.put(name, new ArrayValue(values, list.shape()));
    }
    return map.build(() -> new Data(arrays, Optional.empty(), Columns.NONE, Optional.empty()));
  }

  private static Data fromFile(YamlMap map, YamlMap experiment) {
    var chosen = ColumnKeys.read(map);
    var file = DataFile.read(map, experiment, chosen.values());
    return chosen.isEmpty() ? ofAll(map, file) : ofChosen(map, file, chosen);
  }

  private static Data ofChosen(YamlMap map, DataFile file, Map<String, Column> chosen) {
    var arrays = new LinkedHashMap<String, ArrayValue>();
    var levels = new LinkedHashMap<String, List<String>>();
    chosen.forEach((name, column) -> {
      boolean named = map.isMap(ColumnKeys.KEY) && map.map(ColumnKeys.KEY).has(name);
      var key = named ? ColumnKeys.KEY + "." + name : ColumnKeys.KEY;
      arrays.put(name, file.array(map, key, column));
      Optional.ofNullable(file.arrays().levels().get(column))
          .ifPresent(texts -> levels.put(name, texts));
    });
    return of(map, file, arrays, new Columns(chosen, levels, Map.of()));
  }

  /** All columns that have a name for formulas and nothing but numbers. */
  private static Data ofAll(YamlMap map, DataFile file) {
    var arrays = new LinkedHashMap<String, ArrayValue>();
    var unusable = new LinkedHashMap<String, String>();
    file.arrays()
        .arrays()
        .forEach((column, array) -> {
          if (ColumnKeys.hasName(column)) {
            arrays.put(column.name(), array);
          } else {
            unusable.put(column.name(), nameless(file, column));
          }
        });
    file.arrays().refused().forEach((column, e) -> unusable.put(column.name(), e.getMessage()));
    for (var name : List.copyOf(unusable.keySet())) {
      unusable.putIfAbsent(ColumnKeys.nameFor(name), unusable.get(name));
    }
    unusable.keySet().removeAll(arrays.keySet());
    if (arrays.isEmpty()) {
      var first = file.arrays().arrays().keySet().iterator().next();
      throw map.error(
          "file",
          file.path()
              + " has no "
              + file.arrays().kind()
              + " whose name formulas can have; give them names: "
              + ColumnKeys.renamed(first));
    }
    return of(map, file, arrays, new Columns(Map.of(), Map.of(), unusable));
  }

  private static String nameless(DataFile file, Column column) {
    return ColumnKeys.quoted(column.name())
        + ", a "
        + file.arrays().kind()
        + " of "
        + file.path()
        + ", is no name for formulas; give it one: "
        + ColumnKeys.renamed(column);
  }

  private static Data of(
      YamlMap map, DataFile file, Map<String, ArrayValue> arrays, Columns columns) {
    return map.build(() -> new Data(arrays, Optional.of(file.source()), columns, Optional.empty()));
  }

  /**
   * {@code iris.csv, 150 rows; species 0 = setosa, 1 = versicolor}, for people, where it is a file.
   */
  public Optional<String> words() {
    return source.map(file -> {
      var words = new StringBuilder(Shown.line(file.file()));
      rows()
          .ifPresent(rows -> words.append(", ").append(rows).append(rows == 1 ? " row" : " rows"));
      columns.levels().forEach((name, levels) -> words.append(words(name, levels)));
      return words.toString();
    });
  }

  private static String words(String name, List<String> levels) {
    var words = new StringBuilder(levels.isEmpty() ? "" : "; " + name + " ");
    for (int k = 0; k < Math.min(levels.size(), MOST_LEVELS); k++) {
      words.append(k == 0 ? "" : ", ").append(k).append(" = ").append(level(levels.get(k)));
    }
    int last = levels.size() - 1;
    if (last >= MOST_LEVELS) {
      words.append(", …, ").append(last).append(" = ").append(level(levels.get(last)));
    }
    return words.toString();
  }

  private static String level(String text) {
    return Shown.shortened(Shown.line(text), LONGEST_LEVEL);
  }

  /** A file is known by the hash of its bytes; its name stays, so that it can be read again. */
  void write(Map<String, Object> json) {
    json.put("data", json());
    minibatch.ifPresent(batch -> json.put(Minibatch.KEY, batch.json()));
  }

  private Map<String, Object> json() {
    if (source.isEmpty()) {
      return Map.of("arrays", CanonicalJson.each(arrays, CanonicalJson::array));
    }
    var json = new TreeMap<String, Object>();
    json.put("file", source.get().file());
    json.put("sha256", source.get().sha256());
    ColumnKeys.write(columns.chosen(), json);
    return json;
  }
}
