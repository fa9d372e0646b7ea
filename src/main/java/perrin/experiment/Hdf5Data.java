package perrin.experiment;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numeric datasets of one or two dimensions at the top of an HDF5 file. */
final class Hdf5Data {
  private Hdf5Data() {}

  /**
   * @param path the file's name in complaints
   * @return the datasets by name, in alphabetical order
   */
  static Map<String, ArrayValue> read(byte[] bytes, Path path) {
    var arrays = new LinkedHashMap<String, ArrayValue>();
    try (var file = HdfFile.fromBytes(bytes)) {
      for (Map.Entry<String, Node> entry : new TreeMap<>(file.getChildren()).entrySet()) {
        boolean here = !entry.getValue().isLink(); // a link may lead to any other file
        if (here && entry.getValue() instanceof Dataset dataset && isNumeric(dataset)) {
          Hdf5Bounds.require(dataset, bytes.length);
          arrays.put(entry.getKey(), array(dataset, path));
        }
      }
    } catch (ExperimentException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw error(path, e.getMessage());
    } catch (RuntimeException | StackOverflowError | InternalError e) {
      throw error(path, "cannot be read as HDF5: " + e.getMessage());
    }
    if (arrays.isEmpty()) {
      throw error(path, "has no numeric dataset of one or two dimensions at its top");
    }
    return arrays;
  }

  private static boolean isNumeric(Dataset dataset) {
    int rank = dataset.getDimensions().length;
    var type = dataset.getJavaType();
    boolean number = type.isPrimitive() && type != boolean.class && type != char.class;
    return number && (rank == 1 || rank == 2) && dataset.getSize() > 0;
  }

  private static ArrayValue array(Dataset dataset, Path path) {
    var flat = dataset.getDataFlat();
    var values = new double[Array.getLength(flat)];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((Number) Array.get(flat, i)).doubleValue();
      if (!Double.isFinite(values[i])) {
        throw error(
            path,
            "dataset "
                + dataset.getName()
                + ", value "
                + i
                + ": "
                + values[i]
                + ", must be finite");
      }
    }
    List<Integer> shape = Arrays.stream(dataset.getDimensions()).boxed().toList();
    return new ArrayValue(values, shape);
  }

  private static ExperimentException error(Path path, String problem) {
    return new ExperimentException(Location.whole(path.toString()), "", problem);
  }
}
