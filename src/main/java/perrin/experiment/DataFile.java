package perrin.experiment;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import perrin.errors.Shown;
import perrin.yaml.YamlMap;

/**
 * The arrays of a CSV or HDF5 file that an experiment names by {@code file} and perhaps {@code
 * sha256}.
 *
 * @param path where it lies
 */
record DataFile(Data.Source source, Path path, FileArrays arrays) {
  /** What every HDF5 file begins with. */
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** Larger ones do not fit into an array of bytes; far larger than data for a formula are. */
  private static final long LARGEST_FILE = 1L << 30;

  /**
   * What a byte of an HDF5 file may take of Java's memory, for numbers of one byte become eight.
   */
  private static final int MEMORY_HDF5 = 8;

  /** The same of text; what its numbers take is known when it is read. */
  private static final int MEMORY = 2;

  /**
   * @param map has the key {@code file}
   * @param experiment the whole file; a data file's name is relative to it
   * @param wanted the columns or datasets to read; none for all
   */
  static DataFile read(YamlMap map, YamlMap experiment, Collection<Column> wanted) {
    var name = map.text("file");
    var path = path(map, folder(experiment), name);
    var bytes = bytes(map, path);
    var sha256 = sha256(bytes);
    FileArrays arrays;
    if (isHdf5(bytes)) {
      requireSize(map, path, bytes.length, MEMORY_HDF5);
      arrays = Hdf5Data.read(bytes, path, wanted);
    } else {
      arrays = CsvData.read(bytes, path.toString(), wanted);
    }
    map.optionalText("sha256")
        .filter(given -> !given.equalsIgnoreCase(sha256))
        .ifPresent(given -> { // only now that it is a table: nothing is said of other files
          throw map.error(
              "sha256", Shown.shortened(given) + ", but that of " + path + " is " + sha256);
        });
    return new DataFile(new Data.Source(name, sha256), path, arrays);
  }

  /**
   * The array of a column.
   *
   * @param key of the map where it is asked for
   */
  ArrayValue array(YamlMap map, String key, Column column) {
    var array = arrays.arrays().get(column);
    if (array != null) {
      return array;
    }
    var refusal = arrays.refused().get(column);
    if (refusal != null) {
      throw refusal;
    }
    throw map.error(
        key, ColumnKeys.quoted(column.name()) + " is not in " + path + arrays.hint(column.name()));
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
    try {
      return WholeFile.read(path, most(MEMORY), remedy(MEMORY));
    } catch (WholeFile.Unreadable e) {
      String relative = Files.exists(path) ? "" : "; its place is relative to the experiment file";
      throw map.error("file", path + ": " + e.getMessage() + relative);
    }
  }

  private static void requireSize(YamlMap map, Path path, long size, int memory) {
    if (size > most(memory)) {
      throw map.error("file", path + ": " + WholeFile.tooLarge(size, most(memory), remedy(memory)));
    }
  }

  private static long most(int memory) {
    return Math.min(LARGEST_FILE, Runtime.getRuntime().maxMemory() / memory);
  }

  private static String remedy(int memory) {
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    return most(memory) < LARGEST_FILE
        ? "allow Java more memory than " + mebibytes + " MiB: PERRIN_JAVA_OPTS=-Xmx8g"
        : "cut it into smaller ones";
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
