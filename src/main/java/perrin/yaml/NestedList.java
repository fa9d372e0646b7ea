package perrin.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A list, or a list of lists of equal length, as one array.
 *
 * @param elements the last index runs fastest
 * @param shape length of each dimension, [length] or [rows, columns]
 */
public record NestedList<T>(List<T> elements, List<Integer> shape) {
  public static <T> NestedList<T> read(YamlValue value, Function<YamlValue, T> element) {
    var rows = value.list();
    if (rows.isEmpty()) {
      throw value.error("[], must have at least one value");
    }
    if (!(rows.getFirst().node() instanceof YamlNode.Sequence)) {
      return new NestedList<>(rows.stream().map(element).toList(), List.of(rows.size()));
    }
    var elements = new ArrayList<T>();
    int columns = rows.getFirst().list().size();
    for (var row : rows) {
      var items = row.list();
      if (items.size() != columns || items.isEmpty()) {
        throw row.error(
            "a row of "
                + items.size()
                + ", must be "
                + Math.max(1, columns)
                + " long, as the first row is");
      }
      items.forEach(item -> elements.add(element.apply(item)));
    }
    return new NestedList<>(elements, List.of(rows.size(), columns));
  }

  /** Refuses a shape that is no array's of one or two dimensions with so many elements. */
  public static void requireShape(long elements, List<Integer> shape) {
    if (shape.isEmpty() || shape.size() > 2) {
      throw new IllegalArgumentException(shape + ", must have one or two dimensions");
    }
    long product = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    if (product != elements || product < 1) {
      throw new IllegalArgumentException(elements + " elements do not have the shape " + shape);
    }
  }
}
