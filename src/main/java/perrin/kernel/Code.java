package perrin.kernel;

import java.util.List;
import java.util.Map;

/**
 * Straight-line code over a walker's values: what one step, one start or one sample computes.
 *
 * @param inputs values from outside, in the order of the caller's arguments
 * @param ops all operations, inputs included, each after its operands
 * @param outputs the results, by name and in order
 * @param names for the reader of generated text, of some of the operations; need not differ
 */
public record Code(List<Op> inputs, List<Op> ops, Map<String, Op> outputs, Map<Op, String> names) {
  public Code {
    inputs = List.copyOf(inputs);
    ops = List.copyOf(ops);
    names = Map.copyOf(names);
  }
}
