package perrin.backend.java;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;

/** Replaces calls by the called function's operations. */
final class Inlining {
  private final Map<String, Code> definitions;
  private final CodeBuilder builder = new CodeBuilder();

  /**
   * @param definitions by the function's name
   */
  Inlining(Map<String, Code> definitions) {
    this.definitions = definitions;
  }

  Code inline(Code code) {
    Map<Op, Op> copies = new HashMap<>();
    for (Op input : code.inputs()) {
      copies.put(input, builder.input(input.type(), input.label()));
    }
    code.arrays().forEach(builder::array);
    copy(code.ops(), builder.root(), copies);
    Map<String, Op> outputs = new LinkedHashMap<>();
    code.outputs().forEach((name, op) -> outputs.put(name, copies.get(op)));
    return builder.build(outputs);
  }

  private void copy(List<Op> ops, CodeBuilder.Region region, Map<Op, Op> copies) {
    Map<Op, List<Op>> results = new HashMap<>();
    for (Op op : ops) {
      List<Op> operands = op.operands().stream().map(copies::get).toList();
      switch (op.opcode()) {
        case INPUT -> {}
        case CALL -> {
          results.put(op, call(definitions.get(op.function().name()), operands));
          copies.put(op, results.get(op).getFirst());
        }
        case LOOP -> results.put(op, loop(op, operands, region, copies));
        case RESULT -> copies.put(op, results.get(op.operand(0)).get((int) op.bits()));
        case LOAD -> copies.put(op, builder.load(region, op.label(), operands.getFirst()));
        case GATHER ->
            copies.put(
                op,
                op.source() == Op.Source.ARRAY
                    ? builder.gather(region, op.label(), operands.getFirst(), (int) op.number())
                    : builder.copy(op, operands));
        case STORE -> builder.store(region, op.label(), operands.get(0), operands.get(1));
        case SCATTER ->
            builder.scatter(
                region, op.label(), operands.get(0), (int) op.number(), operands.get(1));
        default -> copies.put(op, builder.copy(op, operands));
      }
    }
  }

  private List<Op> loop(Op loop, List<Op> operands, CodeBuilder.Region outer, Map<Op, Op> copies) {
    Op.Block body = loop.body();
    CodeBuilder.Region region = builder.open(outer, loop.label());
    copies.put(body.index(), region.index());
    for (int k = 0; k < body.carried().size(); k++) {
      copies.put(body.carried().get(k), builder.carried(region, operands.get(2 + k)));
    }
    copy(body.ops(), region, copies);
    List<Op> yields = body.yields().stream().map(copies::get).toList();
    return builder.close(region, operands.get(0), operands.get(1), yields);
  }

  private List<Op> call(Code function, List<Op> arguments) {
    Map<Op, Op> copies = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      copies.put(function.inputs().get(i), arguments.get(i));
    }
    copy(function.ops(), builder.root(), copies);
    return new ArrayList<>(function.outputs().values().stream().map(copies::get).toList());
  }
}
