package perrin.backend.java;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perrin.backend.java.BlockProgram.Instruction;
import perrin.backend.java.BlockProgram.Loop;
import perrin.backend.java.BlockProgram.Step;
import perrin.kernel.Code;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.Type;

/** Gives every value of a code a register. */
final class Allocation {
  private final Code code;
  private final Map<Op, Integer> register = new HashMap<>();
  private final Map<Type, Deque<Integer>> free = new EnumMap<>(Type.class);
  private final int[] used = new int[Type.values().length];
  private final List<Step> constants = new ArrayList<>();
  private final List<String> arrays = new ArrayList<>();

  Allocation(Code code) {
    this.code = code;
    for (Type type : Type.values()) {
      free.put(type, new ArrayDeque<>());
    }
  }

  BlockProgram program() {
    Map<String, Integer> inputs = new HashMap<>();
    for (Op op : code.inputs()) {
      inputs.put(op.label(), fresh(op));
    }
    List<Instruction> steps = region(code.ops(), code.outputs().values());
    Map<String, Integer> outputs = new LinkedHashMap<>();
    code.outputs().forEach((name, op) -> outputs.put(name, register.get(op)));
    return new BlockProgram(steps, inputs, outputs, constants, arrays, code.arrays(), used);
  }

  /**
   * The operations of a code or of a round of a loop.
   *
   * @param kept results that are needed afterwards
   */
  private List<Instruction> region(List<Op> ops, Collection<Op> kept) {
    Set<Op> own = new HashSet<>(ops);
    Map<Op, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      for (Op operand : needs(ops.get(i))) {
        lastUse.put(operand, i);
      }
    }
    kept.forEach(op -> lastUse.put(op, Integer.MAX_VALUE));
    List<Instruction> steps = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      allocate(ops.get(i), steps);
      for (Op operand : needs(ops.get(i))) {
        if (lastUse.get(operand) == i && own.contains(operand) && !lasts(operand)) {
          free.get(operand.type()).push(register.get(operand));
        }
      }
    }
    return steps;
  }

  /** What must be there while an operation is made; for a loop, what its rounds need too. */
  private static Set<Op> needs(Op op) {
    Set<Op> needed = new HashSet<>(op.operands());
    if (op.body() != null) {
      op.body().ops().forEach(inner -> needed.addAll(needs(inner)));
      needed.addAll(op.body().yields());
    }
    return needed;
  }

  /** Whether a value keeps its register for good. */
  private static boolean lasts(Op op) {
    return switch (op.opcode()) {
      case INPUT, NUMBER, BITS -> true;
      default -> op.type() == Type.INDEX || op.type() == Type.NONE;
    };
  }

  private void allocate(Op op, List<Instruction> steps) {
    switch (op.opcode()) {
      case INPUT -> {}
      case NUMBER, BITS, INDEX_NUMBER -> {
        fresh(op);
        constants.add(step(op));
      }
      case LOOP -> steps.add(loop(op));
      case RESULT -> register.put(op, register.get(carried(op)));
      default -> {
        if (op.type() != Type.NONE) {
          Integer again = free.get(op.type()).poll();
          if (again == null) {
            fresh(op);
          } else {
            register.put(op, again);
          }
        }
        steps.add(step(op));
      }
    }
  }

  private static Op carried(Op result) {
    return result.operand(0).body().carried().get((int) result.bits());
  }

  private Loop loop(Op op) {
    Op.Block body = op.body();
    fresh(body.index());
    body.carried().forEach(this::fresh);
    List<Instruction> steps = region(body.ops(), body.yields());
    return new Loop(
        register.get(body.index()),
        register.get(op.operand(0)),
        register.get(op.operand(1)),
        registers(op.operands().subList(2, op.operands().size())),
        registers(body.carried()),
        registers(body.yields()),
        steps);
  }

  private int[] registers(List<Op> ops) {
    return ops.stream().mapToInt(register::get).toArray();
  }

  private Step step(Op op) {
    int[] at = {-1, -1, -1};
    for (int k = 0; k < op.operands().size(); k++) {
      at[k] = register.get(op.operand(k));
    }
    int target = op.type() == Type.NONE ? -1 : register.get(op);
    Op.Source source = op.opcode() == Opcode.GATHER ? op.source() : null;
    boolean ofArray =
        op.opcode() == Opcode.LOAD || op.opcode().hasEffect() || source == Op.Source.ARRAY;
    int array = ofArray ? array(op.label()) : -1;
    return new Step(
        op.opcode(), target, at[0], at[1], at[2], op.number(), op.bits(), array, source);
  }

  private int array(String name) {
    if (!arrays.contains(name)) {
      arrays.add(name);
    }
    return arrays.indexOf(name);
  }

  /** A register of its own. */
  private int fresh(Op op) {
    int number = used[op.type().ordinal()]++;
    register.put(op, number);
    return number;
  }
}
