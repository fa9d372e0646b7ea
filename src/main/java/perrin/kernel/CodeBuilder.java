package perrin.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perrin.calculus.Function;

/** Builds {@link Code}, giving equal operations the same value. */
public final class CodeBuilder {
  private record Key(Opcode opcode, List<Op> operands, long number, long bits, String name) {}

  private final List<Op> inputs = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final Map<Key, Op> made = new HashMap<>();
  private final Map<Op, String> names = new HashMap<>();
  private final Map<Op, Integer> depths = new HashMap<>();

  /**
   * A value from outside.
   *
   * @param label what it is called in generated text, such as {@code s[0]}; unique in this code
   */
  public Op input(Type type, String label) {
    Key key = new Key(Opcode.INPUT, List.of(), 0, 0, label);
    return made.computeIfAbsent(
        key,
        k -> {
          Op op = new Op(Opcode.INPUT, type, List.of(), 0, 0, label, null);
          inputs.add(op);
          append(op);
          return op;
        });
  }

  public Op number(double value) {
    return make(Opcode.NUMBER, List.of(), value, 0, null);
  }

  public Op word(long bits) {
    return make(Opcode.BITS, List.of(), 0, bits, null);
  }

  public Op op(Opcode opcode, Op... operands) {
    return make(opcode, List.of(operands), 0, 0, null);
  }

  Op shift(Opcode opcode, Op word, int places) {
    return make(opcode, List.of(word), 0, places, null);
  }

  /** The same operation on other operands. */
  public Op copy(Op op, List<Op> operands) {
    return make(op.opcode(), operands, op.number(), op.bits(), op.function());
  }

  /** The results of a function, in the order of its file. */
  public List<Op> call(Function function, List<Op> arguments) {
    Op call = make(Opcode.CALL, arguments, 0, 0, function);
    if (function.results().size() == 1) {
      return List.of(call);
    }
    List<Op> results = new ArrayList<>();
    for (int i = 0; i < function.results().size(); i++) {
      results.add(make(Opcode.RESULT, List.of(call), 0, i, null));
    }
    return results;
  }

  /**
   * Gives a value a name for the reader of generated text, unless it has one or is a plain number.
   */
  public Op named(Op op, String name) {
    switch (op.opcode()) {
      case NUMBER, BITS, INPUT -> {}
      default -> names.putIfAbsent(op, name);
    }
    return op;
  }

  /** The finished code; what no output needs is left out. */
  public Code build(Map<String, Op> outputs) {
    Set<Op> needed = new HashSet<>();
    List<Op> pending = new ArrayList<>(outputs.values());
    while (!pending.isEmpty()) {
      Op op = pending.removeLast();
      if (needed.add(op)) {
        pending.addAll(op.operands());
      }
    }
    List<Op> kept = ops.stream().filter(needed::contains).toList();
    return new Code(
        inputs.stream().filter(needed::contains).toList(),
        kept,
        Collections.unmodifiableMap(new LinkedHashMap<>(outputs)),
        names);
  }

  private Op make(Opcode opcode, List<Op> operands, double number, long bits, Function function) {
    check(opcode, operands, function);
    Op fresh = new Op(opcode, opcode.result(), operands, number, bits, "", function);
    Op before = made.putIfAbsent(key(fresh), fresh);
    if (before != null) {
      return before;
    }
    append(fresh);
    return fresh;
  }

  private void append(Op op) {
    ops.add(op);
    depths.put(op, op.operands().stream().mapToInt(o -> depths.get(o) + 1).max().orElse(0));
  }

  /** Operations between the inputs and this value on the longest way. */
  int depth(Op op) {
    return depths.get(op);
  }

  private static Key key(Op op) {
    String function = op.function() == null ? "" : op.function().name();
    long number = Double.doubleToRawLongBits(op.number());
    return new Key(op.opcode(), op.operands(), number, op.bits(), function);
  }

  private static void check(Opcode opcode, List<Op> operands, Function function) {
    List<Type> types = operands.stream().map(Op::type).toList();
    List<Type> wanted =
        function == null
            ? opcode.operands()
            : function.arguments().stream()
                .map(a -> a.type() == Function.ArgumentType.WORD ? Type.WORD : Type.REAL)
                .toList();
    if (!types.equals(wanted)) {
      throw new IllegalArgumentException(opcode + " takes " + wanted + ", not " + types);
    }
  }
}
