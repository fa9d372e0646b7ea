package perrin.experiment;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the key {@code data}: arrays in place, or a CSV or HDF5 file. */
final class DataReader {
  /** What every HDF5 file begins with. */
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** Larger ones do not fit into an array of bytes; far larger than data for a formula are. */
  private static final long LARGEST_FILE = 1L << 30;

  /** What a byte of a file may take of Java's memory: a table's value of two bytes has eight. */
  private static final int MEMORY = 8;

  private static final Set<String> KEYS = Set.of("file", "sha256", "arrays");

  private DataReader() {}

  static Optional<Data> read(YamlMap experiment) {
    return experiment
        .optionalMap("data")
        .filter(map -> !map.keys().isEmpty())
        .map(map -> {
          map.requireOnly(KEYS);
          var data = map.has("arrays") ? inPlace(map) : fromFile(map, folder(experiment));
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

  /** A file's name is relative to the experiment file. */
  private static Data fromFile(YamlMap map, Path folder) {
    var name = map.text("file");
    var path = path(map, folder, name);
    var bytes = bytes(map, path);
    var sha256 = sha256(bytes);
    Map<String, ArrayValue> arrays =
        isHdf5(bytes) ? Hdf5Data.read(bytes, path) : CsvData.read(bytes, path.toString());
    map.optionalText("sha256")
        .filter(wanted -> !wanted.equalsIgnoreCase(sha256))
        .ifPresent(wanted -> { // only now that it is a table: nothing is said of other files
          throw map.error(
              "sha256", Shown.shortened(wanted) + ", but that of " + path + " is " + sha256);
        });
    return map.build(() -> new Data(arrays, Optional.of(new Data.Source(name, sha256))));
  }

  private static Path path(YamlMap map, Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw map.error("file", "is not a file's name: " + e.getReason());
    }
  }

  private static Path folder(YamlMap experiment) {
    var file = Path.of(experiment.where().source());
    return file.getParent() == null ? Path.of("") : file.getParent();
  }

  private static byte[] bytes(YamlMap map, Path path) {
    long memory = Runtime.getRuntime().maxMemory();
    long most = Math.min(LARGEST_FILE, memory / MEMORY);
    String remedy =
        most < LARGEST_FILE
            ? "allow Java more memory than " + (memory >> 20) + " MiB: PERRIN_JAVA_OPTS=-Xmx8g"
            : "cut it into smaller ones";
    try {
      return WholeFile.read(path, most, remedy);
    } catch (WholeFile.Unreadable e) {
      String relative = Files.exists(path) ? "" : "; its place is relative to the experiment file";
      throw map.error("file", path + ": " + e.getMessage() + relative);
    }
  }

  /** At the beginning, or behind a block of the user's of 512, 1024, … bytes, as MATLAB writes. */
  private static boolean isHdf5(byte[] bytes) {
    for (long at = 0; at + HDF5.length <= bytes.length; at = Math.max(512, 2 * at)) {
      int from = (int) at;
      if (Arrays.equals(bytes, from, from + HDF5.length, HDF5, 0, HDF5.length)) {
        return true;
      }
    }
    return false;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
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
