package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/** Reads the key {@code data}: arrays in place, or a CSV or HDF5 file. */
final class DataReader {
  private static final Set<String> KEYS = Set.of("file", "sha256", "arrays");

  private DataReader() {}

  static Optional<Data> read(YamlMap experiment) {
    return experiment
        .optionalMap("data")
        .filter(map -> !map.keys().isEmpty())
        .map(map -> {
          map.requireOnly(KEYS);
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
    return map.build(() -> new Data(arrays, Optional.empty()));
  }

  private static Data fromFile(YamlMap map, YamlMap experiment) {
    var file = DataFile.read(map, experiment);
    return map.build(() -> new Data(file.arrays(), Optional.of(file.source())));
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
}
