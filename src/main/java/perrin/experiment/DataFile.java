package perrin.experiment;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * The arrays of a CSV or HDF5 file that an experiment names by {@code file} and perhaps {@code
 * sha256}.
 *
 * @param arrays by name, in the order of the file
 */
record DataFile(Data.Source source, Map<String, ArrayValue> arrays) {
  /** What every HDF5 file begins with. */
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** Larger ones do not fit into an array of bytes; far larger than data for a formula are. */
  private static final long LARGEST_FILE = 1L << 30;

  /** What a byte of a file may take of Java's memory: a table's value of two bytes has eight. */
  private static final int MEMORY = 8;

  /**
   * @param map has the key {@code file}
   * @param experiment the whole file; a data file's name is relative to it
   */
  static DataFile read(YamlMap map, YamlMap experiment) {
    var name = map.text("file");
    var path = path(map, folder(experiment), name);
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
    return new DataFile(new Data.Source(name, sha256), arrays);
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
}
