package perrin.output;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import perrin.experiment.Precision;
import perrin.statistics.WalkerArray;

/**
 * A dataset of walkers' values, or of cohorts', as it will lie in a file: rows of walkers, one
 * after the other. They are written straight from where they are ({@link LateValues}).
 *
 * @param rows all of the same precision and length
 * @param shape of the rows; [] for one
 */
record WalkerRows(List<WalkerArray> rows, List<Integer> shape) {
  WalkerRows {
    rows = List.copyOf(rows);
    shape = List.copyOf(shape);
  }

  /** One number's, or a vector's components'. */
  static WalkerRows of(List<WalkerArray> components) {
    boolean one = components.size() == 1;
    return new WalkerRows(components, one ? List.of() : List.of(components.size()));
  }

  /** One of cohorts', or of walkers' in double precision. */
  static WalkerRows of(double[] row) {
    return new WalkerRows(List.of(new WalkerArray.Doubles(row)), List.of());
  }

  /** All dimensions, the walkers last. */
  long[] dimensions() {
    long walkers = rows.getFirst().walkers();
    return Stream.concat(shape.stream().map(Integer::longValue), Stream.of(walkers))
        .mapToLong(Long::longValue)
        .toArray();
  }

  /** A dataset of the same type with as many dimensions, and a single value. */
  Object placeholder() {
    boolean single = rows.getFirst().precision() == Precision.SINGLE;
    return Array.newInstance(single ? float.class : double.class, ones());
  }

  private int[] ones() {
    return Stream.generate(() -> 1).limit(shape.size() + 1L).mapToInt(one -> one).toArray();
  }

  /**
   * Those of all points of a sweep, whose axes come in front; NaN for what a point does not have.
   *
   * @param points null where it has none
   */
  static WalkerRows stacked(List<WalkerRows> points, List<Integer> axes) {
    WalkerRows like = points.stream().filter(Objects::nonNull).findFirst().orElseThrow();
    List<WalkerArray> unknown =
        points.contains(null) ? like.rows.stream().map(WalkerArray::unknown).toList() : List.of();
    return new WalkerRows(
        points.stream().flatMap(each -> (each == null ? unknown : each.rows).stream()).toList(),
        Stream.concat(axes.stream(), like.shape.stream()).toList());
  }
}
