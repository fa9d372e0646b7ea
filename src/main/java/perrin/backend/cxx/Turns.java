package perrin.backend.cxx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perrin.kernel.Code;
import perrin.kernel.Op;

/**
 * The order in which a code's operations are written. The bits do not depend on it, for it keeps
 * each operation after its operands, and what reads or writes arrays where it was; how many
 * registers a compiler needs does.
 *
 * @param first before any output is assigned
 * @param ofOutput right before that output is assigned, by its name
 */
record Turns(List<Op> first, Map<String, List<Op>> ofOutput) {

  /** As the operations stand in the code. */
  static Turns asTheyStand(Code code) {
    Map<String, List<Op>> none = new LinkedHashMap<>();
    code.outputs().keySet().forEach(name -> none.put(name, List.of()));
    return new Turns(code.ops(), none);
  }

  /**
   * One output after the other: what only an output needs is made when its turn comes, each operand
   * right before what takes it. So a sum over many coordinates holds a few of them at a time.
   *
   * @param readOnly arrays that the code never writes
   */
  static Turns byOutput(Code code, Set<String> readOnly) {
    Set<Op> waiting = new HashSet<>();
    Set<Op> usedInLoops = new HashSet<>();
    code.ops().forEach(op -> addUsesInLoops(op, usedInLoops));
    for (Op op : code.ops()) {
      if (!usedInLoops.contains(op) && mayWait(op, readOnly)) {
        waiting.add(op);
      }
    }
    List<Op> first = new ArrayList<>();
    for (Op op : code.ops()) {
      if (!waiting.contains(op)) {
        op.operands().forEach(operand -> take(operand, waiting, first));
        first.add(op);
      }
    }
    Map<String, List<Op>> ofOutput = new LinkedHashMap<>();
    code.outputs()
        .forEach((name, op) -> {
          List<Op> own = new ArrayList<>();
          take(op, waiting, own);
          ofOutput.put(name, own);
        });
    return new Turns(first, ofOutput);
  }

  private static boolean mayWait(Op op, Set<String> readOnly) {
    return switch (op.opcode()) {
      case LOAD -> readOnly.contains(op.label());
      case GATHER -> op.source() != Op.Source.ARRAY || readOnly.contains(op.label());
      case CALL -> op.function().results().size() == 1;
      case RESULT -> false; // stays with its call
      default -> op.body() == null && !op.opcode().hasEffect();
    };
  }

  private static void addUsesInLoops(Op op, Set<Op> used) {
    if (op.body() != null) {
      for (Op inner : op.body().ops()) {
        used.addAll(inner.operands());
        addUsesInLoops(inner, used);
      }
      used.addAll(op.body().yields());
    }
  }

  /** Takes an operation and what it needs out of those that wait; operands come first. */
  private static void take(Op wanted, Set<Op> waiting, List<Op> taken) {
    Deque<Op> open = new ArrayDeque<>(List.of(wanted));
    while (!open.isEmpty()) {
      Op op = open.peek();
      if (!waiting.contains(op)) {
        open.pop();
        continue;
      }
      // The last first: of a sum written fma(a, a, rest), the rest.
      Op missing =
          op.operands().reversed().stream().filter(waiting::contains).findFirst().orElse(null);
      if (missing == null) {
        waiting.remove(op);
        taken.add(open.pop());
      } else {
        open.push(missing);
      }
    }
  }
}
