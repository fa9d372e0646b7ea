package perrin.output;

import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Groups, datasets and attributes as they will lie in a file. The trees of a sweep's points become
 * one, in which every array has the sweep's axes in front.
 */
final class ResultTree {
  private final Map<String, ResultTree> groups = new LinkedHashMap<>();
  private final Map<String, Values> datasets = new LinkedHashMap<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final Map<String, Object> constants = new LinkedHashMap<>();

  /**
   * A dataset.
   *
   * @param array any array of numbers, held by reference, or {@link WalkerRows}
   * @param options null for none
   */
  private record Values(Object array, DatasetCreationOptions options) {}

  /** Adds a group, to be filled. */
  ResultTree putGroup(String name) {
    var group = new ResultTree();
    groups.put(name, group);
    return group;
  }

  void putDataset(String name, Object array) {
    putDataset(name, array, null);
  }

  void putDataset(String name, Object array, DatasetCreationOptions options) {
    datasets.put(name, new Values(array, options));
  }

  /** A number that is a result: each point of a sweep has its own. */
  void putAttribute(String name, Object number) {
    attributes.put(name, number);
  }

  /** A number or word that the experiment decides: it is the same at all points of a sweep. */
  void putConstant(String name, Object value) {
    constants.put(name, value);
  }

  /** Writes a tree that has no walkers' values. */
  void writeTo(WritableGroup parent) {
    LateValues none = new LateValues();
    writeTo(parent, none);
    if (!none.isEmpty()) {
      throw new IllegalStateException("walkers' values in " + parent.getPath());
    }
  }

  /**
   * Writes all of it; groups without a dataset below them are left out.
   *
   * @param late gets the walkers' values, for which there are placeholders
   */
  void writeTo(WritableGroup parent, LateValues late) {
    datasets.forEach((name, values) -> {
      if (values.array() instanceof WalkerRows rows) {
        parent.putDataset(name, rows.placeholder());
        late.put((parent.getPath() + "/" + name).replaceAll("/+", "/"), rows);
      } else if (values.options() == null) {
        parent.putDataset(name, values.array());
      } else {
        parent.putDataset(name, values.array(), values.options());
      }
    });
    attributes.forEach(parent::putAttribute);
    constants.forEach(parent::putAttribute);
    groups.forEach((name, group) -> {
      if (!group.isEmpty()) {
        group.writeTo(parent.putGroup(name), late);
      }
    });
  }

  private boolean isEmpty() {
    return datasets.isEmpty() && groups.values().stream().allMatch(ResultTree::isEmpty);
  }

  /**
   * Puts points together.
   *
   * @param points row by row, the last axis running fastest
   * @param shape lengths of the axes
   */
  static ResultTree stacked(List<ResultTree> points, int[] shape) {
    var all = new ResultTree();
    names(points.stream().map(point -> point.groups))
        .forEach(name ->
            all.groups.put(
                name,
                stacked(
                    points.stream()
                        .map(point -> point.groups.getOrDefault(name, new ResultTree()))
                        .toList(),
                    shape)));
    names(points.stream().map(point -> point.datasets))
        .forEach(name -> {
          var values = points.stream().map(point -> point.datasets.get(name)).toList();
          var arrays = values.stream().map(v -> v == null ? null : v.array()).toList();
          var options =
              values.stream().filter(Objects::nonNull).findFirst().orElseThrow().options();
          all.putDataset(name, stackedArrays(arrays, shape), options);
        });
    names(points.stream().map(point -> point.attributes))
        .forEach(name -> {
          var values = points.stream().map(point -> point.attributes.get(name)).toList();
          all.attributes.put(name, stack(filled(values), shape, 0));
        });
    points.forEach(point -> all.constants.putAll(point.constants));
    return all;
  }

  private static Object stackedArrays(List<?> arrays, int[] shape) {
    if (arrays.stream().noneMatch(WalkerRows.class::isInstance)) {
      return stack(filled(arrays), shape, 0);
    }
    return WalkerRows.stacked(
        arrays.stream().map(WalkerRows.class::cast).toList(),
        Arrays.stream(shape).boxed().toList());
  }

  private static List<String> names(Stream<Map<String, ?>> maps) {
    return maps.flatMap(map -> map.keySet().stream()).distinct().toList();
  }

  /**
   * What a point does not have is NaN there: a reference at kT = 0, the state of another method.
   */
  private static List<Object> filled(List<?> values) {
    Object present = values.stream().filter(Objects::nonNull).findFirst().orElseThrow();
    return values.stream().<Object>map(value -> value == null ? unknown(present) : value).toList();
  }

  private static Object unknown(Object like) {
    return switch (like) {
      case Double _ -> Double.NaN;
      case float[] row -> {
        var nothing = new float[row.length];
        Arrays.fill(nothing, Float.NaN);
        yield nothing;
      }
      case double[] row -> {
        var nothing = new double[row.length];
        Arrays.fill(nothing, Double.NaN);
        yield nothing;
      }
      case Object[] rows -> {
        var nothing = (Object[]) Array.newInstance(rows.getClass().componentType(), rows.length);
        Arrays.setAll(nothing, i -> unknown(rows[i]));
        yield nothing;
      }
      default -> throw new IllegalArgumentException("not at all points: " + like.getClass());
    };
  }

  /** One array of arrays of … values; of primitive numbers where the values are numbers. */
  private static Object stack(List<?> values, int[] shape, int axis) {
    if (axis == shape.length) {
      return values.getFirst();
    }
    int each = values.size() / shape[axis];
    Object stack = null;
    for (int i = 0; i < shape[axis]; i++) {
      Object part = stack(values.subList(i * each, (i + 1) * each), shape, axis + 1);
      stack = stack == null ? Array.newInstance(primitive(part), shape[axis]) : stack;
      Array.set(stack, i, part);
    }
    return stack;
  }

  private static Class<?> primitive(Object value) {
    return switch (value) {
      case Double _ -> double.class;
      case Long _ -> long.class;
      case Integer _ -> int.class;
      default -> value.getClass();
    };
  }
}
