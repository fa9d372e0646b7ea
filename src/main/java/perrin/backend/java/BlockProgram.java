package perrin.backend.java;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Definition;
import perrin.kernel.Kernel;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.Type;

/**
 * Code as a list of operations over registers, each a block of values, one a walker. Calls are
 * written out; a register is used again when its value is no longer needed, except those of
 * constants, which are filled once.
 *
 * @param steps the operations, in order
 * @param inputs registers to fill before a run, by the input's label
 * @param outputs registers that hold the results after it, by name
 * @param constants operations that fill a register for good
 * @param registers how many of each type: real, word, pred
 */
record BlockProgram(
    List<Step> steps,
    Map<String, Integer> inputs,
    Map<String, Integer> outputs,
    List<Step> constants,
    int[] registers) {

  /** One operation: its result and operands are register numbers, counted for each type apart. */
  record Step(Opcode opcode, int target, int a, int b, int c, double number, long bits) {}

  static BlockProgram of(Code code, Kernel kernel) {
    Map<String, Code> definitions = new HashMap<>();
    for (Definition definition : kernel.definitions()) {
      definitions.put(definition.function().name(), definition.code());
    }
    return new Allocation(new Inlining(definitions).inline(code)).program();
  }

  /** Replaces calls by the called function's operations. */
  private static final class Inlining {
    private final Map<String, Code> definitions;
    private final CodeBuilder builder = new CodeBuilder();

    Inlining(Map<String, Code> definitions) {
      this.definitions = definitions;
    }

    Code inline(Code code) {
      Map<Op, Op> copies = new HashMap<>();
      for (Op input : code.inputs()) {
        copies.put(input, builder.input(input.type(), input.label()));
      }
      copy(code, copies);
      Map<String, Op> outputs = new java.util.LinkedHashMap<>();
      code.outputs().forEach((name, op) -> outputs.put(name, copies.get(op)));
      return builder.build(outputs);
    }

    private void copy(Code code, Map<Op, Op> copies) {
      Map<Op, List<Op>> results = new HashMap<>();
      for (Op op : code.ops()) {
        List<Op> operands = op.operands().stream().map(copies::get).toList();
        switch (op.opcode()) {
          case INPUT -> {}
          case CALL -> {
            results.put(op, call(definitions.get(op.function().name()), operands));
            copies.put(op, results.get(op).getFirst());
          }
          case RESULT -> copies.put(op, results.get(op.operand(0)).get((int) op.bits()));
          default -> copies.put(op, builder.copy(op, operands));
        }
      }
    }

    private List<Op> call(Code function, List<Op> arguments) {
      Map<Op, Op> copies = new HashMap<>();
      for (int i = 0; i < arguments.size(); i++) {
        copies.put(function.inputs().get(i), arguments.get(i));
      }
      copy(function, copies);
      return function.outputs().values().stream().map(copies::get).toList();
    }
  }

  /** Gives every value a register. */
  private static final class Allocation {
    private final Code code;
    private final Map<Op, Integer> register = new HashMap<>();
    private final Map<Op, Integer> lastUse = new HashMap<>();
    private final Map<Type, Deque<Integer>> free = new HashMap<>();
    private final int[] used = new int[Type.values().length];
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> constants = new ArrayList<>();

    Allocation(Code code) {
      this.code = code;
      for (Type type : Type.values()) {
        free.put(type, new ArrayDeque<>());
      }
    }

    BlockProgram program() {
      List<Op> ops = code.ops();
      for (int i = 0; i < ops.size(); i++) {
        for (Op operand : ops.get(i).operands()) {
          lastUse.put(operand, i);
        }
      }
      code.outputs().values().forEach(op -> lastUse.put(op, Integer.MAX_VALUE));
      Map<String, Integer> inputs = new HashMap<>();
      for (Op op : code.inputs()) {
        inputs.put(op.label(), reserve(op));
      }
      for (int i = 0; i < ops.size(); i++) {
        allocate(ops.get(i), i);
      }
      Map<String, Integer> outputs = new java.util.LinkedHashMap<>();
      code.outputs().forEach((name, op) -> outputs.put(name, register.get(op)));
      return new BlockProgram(
          List.copyOf(steps), Map.copyOf(inputs), outputs, List.copyOf(constants), used);
    }

    private void allocate(Op op, int i) {
      switch (op.opcode()) {
        case INPUT -> {}
        case NUMBER, BITS -> {
          reserve(op);
          constants.add(step(op));
        }
        default -> {
          int target = fresh(op.type());
          register.put(op, target);
          steps.add(step(op));
          op.operands().stream().distinct().forEach(operand -> release(operand, i));
        }
      }
    }

    private Step step(Op op) {
      int[] at = {-1, -1, -1};
      for (int k = 0; k < op.operands().size(); k++) {
        at[k] = register.get(op.operand(k));
      }
      return new Step(op.opcode(), register.get(op), at[0], at[1], at[2], op.number(), op.bits());
    }

    /** A register that is never used for anything else. */
    private int reserve(Op op) {
      int number = used[op.type().ordinal()]++;
      register.put(op, number);
      lastUse.put(op, Integer.MAX_VALUE);
      return number;
    }

    private int fresh(Type type) {
      Integer again = free.get(type).poll();
      return again != null ? again : used[type.ordinal()]++;
    }

    private void release(Op op, int now) {
      if (lastUse.get(op) == now) {
        free.get(op.type()).push(register.get(op));
      }
    }
  }
}
