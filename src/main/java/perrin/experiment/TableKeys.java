package perrin.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import perrin.yaml.YamlMap;

/** One entry of {@code tables}, read and written: a function's values in place, or from a file. */
final class TableKeys {
  private static final Map<String, Table.Edge> EDGES =
      Map.of("natural", Table.Edge.NATURAL, "periodic", Table.Edge.PERIODIC);
  private static final Map<String, Table.Outside> OUTSIDE =
      Map.of("error", Table.Outside.ERROR, "linear", Table.Outside.LINEAR);
  private static final List<String> PLACES = List.of("x", "y");

  /** What a place may be off its even grid, in steps: files have rounded decimals. */
  private static final double UNEVEN = 1e-5;

  private final YamlMap map;
  private final Optional<DataFile> file;
  private final Map<String, String> columns = new LinkedHashMap<>();
  private int dimension;

  private TableKeys(YamlMap map, Optional<DataFile> file) {
    this.map = map;
    this.file = file;
  }

  static Map<String, Table> read(YamlMap experiment) {
    var tables = new LinkedHashMap<String, Table>();
    experiment
        .maps("tables")
        .forEach((name, map) -> {
          var file =
              map.has("file")
                  ? Optional.of(DataFile.read(map, experiment, List.of()))
                  : Optional.<DataFile>empty();
          tables.put(name, new TableKeys(map, file).read());
          map.finish();
        });
    return tables;
  }

  private Table read() {
    var values = array("values");
    dimension = values.shape().size() == 2 || map.has("y") ? 2 : 1;
    if (values.shape().size() < dimension) {
      return listed(values);
    }
    var axes = new ArrayList<Table.Axis>();
    for (int k = 0; k < dimension; k++) {
      axes.add(axis(k, values.shape().get(k)));
    }
    return table(axes, values);
  }

  private Table table(List<Table.Axis> axes, ArrayValue values) {
    var source = file.map(found -> new Table.Source(found.source(), columns));
    return map.build(() -> new Table(axes, values, source));
  }

  /** Numbers in place, or the array of the file that the key names. */
  private ArrayValue array(String key) {
    if (file.isEmpty()) {
      var list = map.numberArray(key);
      return new ArrayValue(list.elements().stream().mapToDouble(x -> x).toArray(), list.shape());
    }
    if (map.isList(key)) {
      throw map.error(key, "is given beside file; write the name of one of the file's arrays");
    }
    var name = map.text(key);
    var found = file.get().array(map, key, Column.ofNumbers(name.strip()));
    columns.put(key, name);
    return found;
  }

  /** The axis of a number: from its places, or from a range. */
  private Table.Axis axis(int number, int points) {
    var key = PLACES.get(number);
    if (!map.has(key)) {
      return axis(number, end("from", number), end("to", number), points);
    }
    for (var end : List.of("from", "to")) {
      if (map.has(end)) {
        throw map.error(end, "is given beside " + key + "; remove one");
      }
    }
    var places = array(key);
    if (places.shape().size() != 1 || places.values().length != points) {
      throw map.error(
          key,
          places
              + ", must have one dimension and "
              + points
              + " places, one for each of the values there");
    }
    return axis(number, key, places.values());
  }

  private double end(String key, int number) {
    if (!map.has(key)) {
      throw map.error(key, "missing; give from and to, or the places as " + PLACES.get(number));
    }
    if (dimension == 1 && !map.isList(key)) {
      return map.number(key);
    }
    var ends = map.numbers(key);
    if (ends.size() != dimension) {
      throw map.error(key, ends.size() + " numbers, must be " + dimension + ", one for each axis");
    }
    return ends.get(number);
  }

  private Table.Axis axis(int number, String key, double[] places) {
    double from = places[0];
    double to = places[places.length - 1];
    double step = (to - from) / (places.length - 1);
    for (int i = 1; i < places.length; i++) {
      if (!(places[i] > places[i - 1])) {
        throw map.error(
            key,
            places[i - 1] + ", " + places[i] + ": must ascend; sort the rows, each place once");
      }
      if (!(Math.abs(places[i] - (from + i * step)) <= UNEVEN * step)) {
        throw map.error(
            key,
            String.format(
                Locale.ROOT,
                "%s, %s: must be evenly spaced, %.6g apart here; interpolate the values to even"
                    + " places first",
                places[i - 1],
                places[i],
                step));
      }
    }
    return axis(number, from, to, places.length);
  }

  private Table.Axis axis(int number, double from, double to, int points) {
    var edge = word("edge", number, EDGES, "natural");
    var outside = word("outside", number, OUTSIDE, "error");
    boolean endless = edge == Table.Edge.PERIODIC;
    if (endless && outside == Table.Outside.LINEAR && (dimension == 1 || map.isList("outside"))) {
      throw map.error("outside", "linear, but what is periodic has no outside; remove one");
    }
    var beyond = endless ? Table.Outside.ERROR : outside;
    return map.build(() -> new Table.Axis(from, to, points, edge, beyond));
  }

  /** One word for all axes, or a list of one for each. */
  private <T> T word(String key, int number, Map<String, T> words, String otherwise) {
    if (!map.has(key)) {
      return words.get(otherwise);
    }
    if (!map.isList(key)) {
      return map.optionalWord(key, words).orElseThrow();
    }
    var list = map.texts(key);
    if (list.size() != dimension || !words.containsKey(list.get(number))) {
      throw map.error(
          key, list + ", must be one of " + new TreeSet<>(words.keySet()) + " for each axis");
    }
    return words.get(list.get(number));
  }

  /** A row for each point of a plane: x, y and the value, in order along either axis. */
  private Table listed(ArrayValue values) {
    double[] v = values.values();
    double[] x = places("x", v.length);
    double[] y = places("y", v.length);
    boolean yRuns = v.length > 1 && x[0] == x[1];
    double[] slow = yRuns ? x : y;
    double[] fast = yRuns ? y : x;
    int inner = 1;
    while (inner < v.length && slow[inner] == slow[0]) {
      inner++;
    }
    int outer = v.length / inner;
    for (int i = 0; i < v.length; i++) {
      if (outer * inner != v.length
          || slow[i] != slow[i / inner * inner]
          || fast[i] != fast[i % inner]) {
        throw map.error(
            "values",
            "row "
                + (i + 1)
                + ", at x = "
                + x[i]
                + ", y = "
                + y[i]
                + ", does not continue a grid; give every pair of places once, sorted by x, then y");
      }
    }
    double[] slowPlaces = new double[outer];
    double[] fastPlaces = new double[inner];
    double[] sorted = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      slowPlaces[i / inner] = slow[i];
      fastPlaces[i % inner] = fast[i];
      sorted[yRuns ? i : i % inner * outer + i / inner] = v[i];
    }
    var first = axis(0, "x", yRuns ? slowPlaces : fastPlaces);
    var second = axis(1, "y", yRuns ? fastPlaces : slowPlaces);
    return table(
        List.of(first, second), new ArrayValue(sorted, List.of(first.points(), second.points())));
  }

  private double[] places(String key, int length) {
    if (!map.has(key)) {
      throw map.error(key, "missing; values in one column need x and y for each");
    }
    var places = array(key);
    if (places.shape().size() != 1 || places.values().length != length) {
      throw map.error(key, places + ", must have " + length + " places, one for each value");
    }
    return places.values();
  }

  /** Edges that a table has unless it says otherwise are left out. */
  static Map<String, Object> json(Table table) {
    var json = new TreeMap<String, Object>();
    var axes = table.axes();
    var columns = table.source().map(Table.Source::columns).orElse(Map.of());
    if (!columns.containsKey("x")) {
      json.put("from", axes.stream().map(Table.Axis::from).toList());
      json.put("to", axes.stream().map(Table.Axis::to).toList());
    }
    if (axes.stream().anyMatch(axis -> axis.edge() != Table.Edge.NATURAL)) {
      json.put("edge", axes.stream().map(axis -> wordOf(axis.edge())).toList());
    }
    if (axes.stream().anyMatch(axis -> axis.outside() != Table.Outside.ERROR)) {
      json.put("outside", axes.stream().map(axis -> wordOf(axis.outside())).toList());
    }
    if (table.source().isEmpty()) {
      json.put("values", CanonicalJson.array(table.values()));
    }
    table
        .source()
        .ifPresent(source -> {
          json.put("file", source.file().file());
          json.put("sha256", source.file().sha256());
          json.putAll(columns);
        });
    return json;
  }

  private static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
