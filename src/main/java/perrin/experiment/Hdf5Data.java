package perrin.experiment;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.EnumDataType;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Shown;

/**
 * The numeric datasets of one or two dimensions at the top of an HDF5 file. Only those that are
 * wanted are read; others are left alone, with the reason for whoever asks for one.
 */
final class Hdf5Data {
  /** An attribute of whatever MATLAB has written. */
  private static final String MATLAB = "MATLAB_class";

  private Hdf5Data() {}

  /**
   * @param path the file's name in complaints
   * @param wanted the datasets to read; none for all
   * @return the datasets in alphabetical order
   */
  static FileArrays read(byte[] bytes, Path path, Collection<Column> wanted) {
    for (var column : wanted) {
      if (column.factor()) {
        throw error(
            path, "factor(" + column.name() + "): makes numbers of the texts of a CSV file only");
      }
    }
    var arrays = new TreeMap<String, ArrayValue>();
    var refused = new TreeMap<String, ExperimentException>();
    var names = new ArrayList<String>();
    ExperimentException broken =
        error(path, "has no numeric dataset of one or two dimensions at its top");
    try (var file = HdfFile.fromBytes(bytes)) {
      for (Map.Entry<String, Node> entry : new TreeMap<>(file.getChildren()).entrySet()) {
        var name = entry.getKey();
        boolean here = !entry.getValue().isLink(); // a link may lead to any other file
        if (!here || !(entry.getValue() instanceof Dataset dataset)) {
          continue;
        }
        names.add(name);
        if (!wanted.isEmpty() && !wanted.contains(Column.ofNumbers(name))) {
          continue;
        }
        if (!isNumeric(dataset)) {
          refused.put(name, noArray(dataset, path));
          continue;
        }
        Hdf5Bounds.require(dataset, bytes.length);
        try {
          arrays.put(name, array(dataset, path));
        } catch (ExperimentException e) {
          refused.put(name, e);
          broken = e;
        }
      }
    } catch (IllegalArgumentException e) {
      throw error(path, e.getMessage());
    } catch (RuntimeException | StackOverflowError | InternalError e) {
      throw error(path, "cannot be read as HDF5: " + e.getMessage());
    }
    if (arrays.isEmpty() && wanted.isEmpty()) {
      throw broken;
    }
    return FileArrays.ofDatasets(names, arrays, refused);
  }

  private static ExperimentException noArray(Dataset dataset, Path path) {
    return error(
        path,
        "dataset "
            + dataset.getName()
            + ": of "
            + dataset.getJavaType().getSimpleName()
            + " and shape "
            + Arrays.toString(dataset.getDimensions())
            + ", must be of numbers and have one or two dimensions");
  }

  /** Numbers, those of 64 bits without a sign included, and h5py's truth values. */
  private static boolean isNumeric(Dataset dataset) {
    int rank = dataset.getDimensions().length;
    var type = dataset.getJavaType();
    boolean number =
        type.isPrimitive() && type != boolean.class && type != char.class
            || type == BigInteger.class
            || dataset.getDataType() instanceof EnumDataType;
    return number && (rank == 1 || rank == 2) && dataset.getSize() > 0;
  }

  /** TRUE and FALSE are 1 and 0. */
  private static double number(Dataset dataset, Object value, Path path) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case String word when word.equalsIgnoreCase("true") -> 1;
      case String word when word.equalsIgnoreCase("false") -> 0;
      default ->
          throw error(
              path,
              "dataset "
                  + dataset.getName()
                  + ": "
                  + Shown.shortened(String.valueOf(value))
                  + ", must be a number, or one of FALSE and TRUE");
    };
  }

  /** MATLAB has no arrays of one dimension: its vectors are rows or columns. */
  private static List<Integer> shape(Dataset dataset) {
    List<Integer> shape = Arrays.stream(dataset.getDimensions()).boxed().toList();
    boolean vector = shape.size() == 2 && shape.contains(1);
    return vector && dataset.getAttribute(MATLAB) != null
        ? List.of(shape.get(0) * shape.get(1))
        : shape;
  }

  private static ArrayValue array(Dataset dataset, Path path) {
    var flat = dataset.getDataFlat();
    var values = new double[Array.getLength(flat)];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(dataset, Array.get(flat, i), path);
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
    return new ArrayValue(values, shape(dataset));
  }

  private static ExperimentException error(Path path, String problem) {
    return new ExperimentException(Location.whole(path.toString()), "", problem);
  }
}
