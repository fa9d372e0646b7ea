package perrin.experiment;

import java.util.Arrays;
import java.util.List;
import perrin.yaml.NestedList;

/**
 * An array of data.
 *
 * @param values finite; the last index runs fastest; not to be modified
 * @param shape length of each dimension, [length] or [rows, columns]
 */
public record ArrayValue(double[] values, List<Integer> shape) {
  public ArrayValue {
    shape = List.copyOf(shape);
    NestedList.requireShape(values.length, shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrayValue array
        && shape.equals(array.shape)
        && Arrays.equals(values, array.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "array of shape " + shape;
  }
}
