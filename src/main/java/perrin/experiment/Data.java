package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The arrays that formulas index, {@code y[i]}.
 *
 * @param arrays by name, in the order of the file
 * @param source where they come from; empty where they stand in the experiment file
 */
public record Data(Map<String, ArrayValue> arrays, Optional<Source> source) {

  /**
   * A data file.
   *
   * @param file its name as written
   * @param sha256 of its bytes, in hexadecimal
   */
  public record Source(String file, String sha256) {}

  public Data {
    arrays = Names.inOrder(arrays);
    if (arrays.isEmpty()) {
      throw new BadValue("arrays", "{}, must have at least one array");
    }
  }

  /** The length of all arrays' first dimension; empty where they differ. */
  public OptionalInt rows() {
    var lengths =
        arrays.values().stream().map(array -> array.shape().getFirst()).collect(Collectors.toSet());
    return lengths.size() == 1 ? OptionalInt.of(lengths.iterator().next()) : OptionalInt.empty();
  }
}
