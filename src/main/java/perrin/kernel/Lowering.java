package perrin.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perrin.calculus.Function;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.experiment.Precision;

/**
 * Turns formulas into operations, and so decides once for all backends how they are rounded:
 * products are taken with their shared factors first, sums as a chain of fused multiply-adds that
 * starts from a plain summand and takes what is ready early first (so that x − dt·∇E + σ·ξ becomes
 * two of them, the gradient last).
 */
final class Lowering {
  private final Graph graph;
  private final CodeBuilder code;
  private final SharedValues shared;
  private final Map<Node, Op> known = new HashMap<>();

  Lowering(Graph graph, CodeBuilder code, SharedValues shared) {
    this.graph = graph;
    this.code = code;
    this.shared = shared;
  }

  /** Says what a variable of a walker is. */
  void bind(Node.Variable variable, Op value) {
    known.put(variable, value);
  }

  Op lower(Node node) {
    Op before = known.get(node);
    if (before != null) {
      return before;
    }
    Op op =
        switch (node) {
          case Node.Constant number -> code.number(number.value());
          case Node value when value.shared() -> code.input(Type.REAL, shared.label(value));
          case Node.Variable variable ->
              throw new IllegalStateException("no value for " + variable.name());
          case Node.Sum sum -> sum(sum.constant(), sum.terms());
          case Node.Product product -> sum(0, List.of(new Node.Term(1, product)));
          case Node.Apply call -> apply(call);
        };
    known.put(node, op);
    return op;
  }

  private Op apply(Node.Apply call) {
    Function function = call.function();
    List<Op> arguments = call.arguments().stream().map(this::lower).toList();
    Code definition = Definition.of(function, Precision.SINGLE).code();
    Op result = definition.outputs().values().iterator().next();
    if (definition.ops().size() == 2 && result.operands().equals(definition.inputs())) {
      return code.op(result.opcode(), arguments.toArray(Op[]::new)); // it is a primitive itself
    }
    return code.call(function, arguments).getFirst();
  }

  /** A summand as sign · left · right, or sign · left where right is null. */
  private record Summand(boolean negative, Op left, Op right) {
    boolean plain() {
      return right == null;
    }
  }

  private Op sum(double constant, List<Node.Term> terms) {
    Node offset = graph.constant(constant);
    List<Summand> summands = new ArrayList<>();
    for (Node.Term term : terms) {
      if (term.node().shared()) {
        offset = graph.add(offset, graph.scale(term.coefficient(), term.node()));
      } else {
        summands.add(summand(term));
      }
    }
    summands.sort(
        Comparator.comparing((Summand s) -> !s.plain())
            .thenComparing(Summand::negative)
            .thenComparing(this::depth));
    boolean noOffset = offset instanceof Node.Constant number && number.value() == 0;
    Op total = noOffset ? null : lower(offset);
    for (Summand summand : summands) {
      total = total == null ? first(summand) : accumulate(total, summand);
    }
    return total;
  }

  private Op first(Summand summand) {
    Op value =
        summand.plain()
            ? summand.left()
            : code.op(Opcode.MULTIPLY, summand.left(), summand.right());
    return summand.negative() ? code.op(Opcode.NEGATE, value) : value;
  }

  private Op accumulate(Op total, Summand summand) {
    if (summand.plain()) {
      return code.op(summand.negative() ? Opcode.SUBTRACT : Opcode.ADD, total, summand.left());
    }
    Op left = summand.negative() ? code.op(Opcode.NEGATE, summand.left()) : summand.left();
    return code.op(Opcode.FMA, left, summand.right(), total);
  }

  private Summand summand(Node.Term term) {
    Node coefficient = graph.constant(term.coefficient());
    List<Node.Factor> own = new ArrayList<>();
    for (Node.Factor factor : factors(term.node())) {
      if (factor.base().shared()) {
        Node power = graph.power(factor.base(), factor.exponent());
        coefficient = graph.multiply(coefficient, power);
      } else {
        own.add(factor);
      }
    }
    boolean one = coefficient instanceof Node.Constant c && Math.abs(c.value()) == 1;
    boolean negative = one && ((Node.Constant) coefficient).value() < 0;
    List<Op> above = new ArrayList<>();
    List<Op> below = new ArrayList<>();
    for (Node.Factor factor : own) {
      Op base = lower(factor.base());
      int exponent = Math.abs(factor.exponent());
      List<Op> side = factor.exponent() > 0 ? above : below;
      if (one && exponent > 1) { // two halves, so that a sum may fuse the last multiplication
        side.add(power(base, exponent - exponent / 2));
        side.add(power(base, exponent / 2));
      } else {
        side.add(power(base, exponent));
      }
    }
    above.sort(Comparator.comparing(code::depth));
    if (!one) {
      above.addFirst(lower(coefficient));
    }
    return below.isEmpty() ? product(negative, above) : quotient(negative, above, below);
  }

  private static List<Node.Factor> factors(Node node) {
    return node instanceof Node.Product product
        ? product.factors()
        : List.of(new Node.Factor(node, 1));
  }

  private Summand product(boolean negative, List<Op> factors) {
    if (factors.size() == 1) {
      return new Summand(negative, factors.getFirst(), null);
    }
    Op left = multiply(factors.subList(0, factors.size() - 1));
    return new Summand(negative, left, factors.getLast());
  }

  private Summand quotient(boolean negative, List<Op> above, List<Op> below) {
    below.sort(Comparator.comparing(code::depth));
    Op dividend = above.isEmpty() ? code.number(1) : multiply(above);
    return new Summand(negative, code.op(Opcode.DIVIDE, dividend, multiply(below)), null);
  }

  private Op multiply(List<Op> factors) {
    Op product = factors.getFirst();
    for (Op factor : factors.subList(1, factors.size())) {
      product = code.op(Opcode.MULTIPLY, product, factor);
    }
    return product;
  }

  /** base^exponent by squaring, exponent ≥ 1. */
  private Op power(Op base, int exponent) {
    if (exponent == 1) {
      return base;
    }
    Op half = power(base, exponent / 2);
    Op square = code.op(Opcode.MULTIPLY, half, half);
    return exponent % 2 == 0 ? square : code.op(Opcode.MULTIPLY, square, base);
  }

  private int depth(Summand summand) {
    return Math.max(code.depth(summand.left()), summand.plain() ? 0 : code.depth(summand.right()));
  }
}
