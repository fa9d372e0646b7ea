package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What had to be read of all points of a sweep to have it of one: attributes, and datasets that are
 * packed as a whole. It serves the other points, and goes with whoever reads them.
 */
final class Unpacked {
  /**
   * Where something lies.
   *
   * @param address of a node
   * @param attribute empty for the dataset's own values
   */
  private record Place(long address, String attribute) {}

  private final Map<Place, Object> known = new HashMap<>();

  /** What a dataset holds whose numbers are plain; unpacked at the first call alone. */
  PlainNumbers numbers(Dataset dataset) {
    return (PlainNumbers) dataset(dataset, () -> PlainNumbers.of(dataset));
  }

  /** What a dataset holds; read at the first call alone. */
  Object dataset(Node dataset, Supplier<Object> read) {
    return known.computeIfAbsent(new Place(dataset.getAddress(), ""), _ -> read.get());
  }

  /** What an attribute holds; read at the first call alone. */
  Object attribute(Node node, String name, Supplier<Object> read) {
    return known.computeIfAbsent(new Place(node.getAddress(), name), _ -> read.get());
  }
}
