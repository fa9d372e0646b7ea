package perrin.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Straight-line code and counted loops over a walker's values: what one step, one start or one
 * sample computes.
 *
 * @param inputs values from outside, in the order of the caller's arguments
 * @param ops all operations, inputs included, each after its operands; those within loops are in
 *     the loops' bodies
 * @param outputs the results, by name and in order
 * @param names for the reader of generated text, of some of the operations; need not differ
 * @param arrays lengths of the walkers' arrays that exist while it runs, by name
 */
public record Code(
    List<Op> inputs,
    List<Op> ops,
    Map<String, Op> outputs,
    Map<Op, String> names,
    Map<String, Integer> arrays) {
  public Code {
    inputs = List.copyOf(inputs);
    ops = List.copyOf(ops);
    names = Map.copyOf(names);
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  /** No operations at all. */
  public static Code empty() {
    return new Code(List.of(), List.of(), Map.of(), Map.of(), Map.of());
  }

  /** Calls the visitor with each operation, those of loops' bodies too, in order. */
  public void forEach(Consumer<Op> visitor) {
    forEach(ops, visitor);
  }

  private static void forEach(List<Op> ops, Consumer<Op> visitor) {
    for (Op op : ops) {
      visitor.accept(op);
      if (op.body() != null) {
        forEach(op.body().ops(), visitor);
      }
    }
  }
}
