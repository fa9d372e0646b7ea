package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import perrin.calculus.Function;
import perrin.calculus.Gradient;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Definition;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;

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
  private final Nests nests;
  private final SplineLowering splines;
  private final IndexLowering indices;

  Lowering(Graph graph, CodeBuilder code, SharedValues shared) {
    this.graph = graph;
    this.code = code;
    this.shared = shared;
    nests = new Nests(this, code);
    splines = new SplineLowering(code, shared);
    indices = new IndexLowering(this, code, shared, nests);
  }

  /** Says what a variable of a walker is. */
  void bind(Node.Variable variable, Op value) {
    nests.known(variable).put(variable, value);
  }

  Op lower(Node node) {
    want(List.of(node));
    return value(node);
  }

  /** Announces what {@link #value} will be asked for, so that its sums may share loops. */
  void want(List<Node> nodes) {
    nests.want(nodes);
  }

  /**
   * Sets an array to zero and adds the shares of a derivative to its elements.
   *
   * @param array its name in the code
   */
  void gather(String array, int length, List<Gradient.Share> shares) {
    nests.gather(array, length, shares);
  }

  /** Runs a statement for all values of an index. */
  void forEach(Index.Loop loop, Consumer<CodeBuilder.Region> statement) {
    nests.forEach(loop, statement);
  }

  /** As {@link #lower}, for what has been announced as wanted. */
  Op value(Node node) {
    Map<Node, Op> known = nests.known(node);
    Op before = known.get(node);
    if (before != null) {
      return before;
    }
    Op op =
        switch (node) {
          case Node.Constant number -> code.number(number.value());
          case Node given when isGiven(given) -> given(given);
          case Node.Variable variable ->
              throw new IllegalStateException("no value for " + variable.name());
          case Node.Sum sum -> sum(sum.constant(), sum.terms());
          case Node.Product product -> sum(0, List.of(new Node.Term(1, product)));
          case Node.Apply call -> apply(call);
          case Node.Tabulated table ->
              splines.value(table, table.arguments().stream().map(this::value).toList());
          case Node.Choice choice -> choice(choice);
          case Node.Element element when element.array().words() ->
              code.op(Opcode.TO_REAL_SIGNED, indices.wordOf(element));
          case Node.Element element -> indices.element(element);
          case Node.Count count when count.index().isOwn() ->
              code.op(Opcode.TO_REAL_SIGNED, word(count.index()));
          case Node.Count count -> code.op(Opcode.INDEX_TO_REAL, index(count.index()));
          case Node.Total total -> nests.total(total);
          case Node.Largest largest when largest.loop().isPresent() -> nests.largest(largest);
          case Node.Largest largest -> largest(largest.of());
        };
    known.put(node, op);
    return op;
  }

  /** Whether the host computes the value, once for a run or a step or, in a table, each index. */
  private boolean isGiven(Node node) {
    return node.sharedByIndex() && (hasNoIndex(node) || shared.tabulates(node));
  }

  private static boolean hasNoIndex(Node node) {
    return node.loops().isEmpty() && node.own().isEmpty();
  }

  private Op given(Node node) {
    if (hasNoIndex(node)) {
      return code.input(Type.REAL, shared.label(node));
    }
    SharedValues.Place place = shared.place(node);
    Opcode gather = place.inRows() ? Opcode.GATHER_ROW : Opcode.GATHER;
    return place.at().isOwn()
        ? code.gather(gather, word(place.at()), place.length() - 1, place.offset())
        : code.indexed(Opcode.TABLE, index(place.at()), place.offset());
  }

  /** An index that all walkers share. */
  Op index(Index index) {
    return indices.index(index);
  }

  /** A walker's own index. */
  Op word(Index index) {
    return indices.word(index);
  }

  private Op largest(List<Node> nodes) {
    Op found = code.number(Node.LOWEST);
    for (Node node : nodes) {
      found = larger(found, value(node));
    }
    return found;
  }

  /** What is not a number is never larger. */
  Op larger(Op a, Op b) {
    return code.op(Opcode.SELECT, code.op(Opcode.LESS, a, b), b, a);
  }

  private Op choice(Node.Choice choice) {
    Op left = value(choice.left());
    Op right = value(choice.right());
    Op condition =
        switch (choice.comparison()) {
          case LESS -> code.op(Opcode.LESS, left, right);
          case LESS_OR_EQUAL -> code.op(Opcode.LESS_OR_EQUAL, left, right);
          case EQUAL -> code.op(Opcode.EQUAL, left, right);
        };
    return code.op(Opcode.SELECT, condition, value(choice.whenTrue()), value(choice.whenFalse()));
  }

  /**
   * total + node, as one fused operation where the node is a product.
   *
   * @param total asked for when the node's operands are computed
   */
  Op add(Supplier<Op> total, Node node) {
    boolean whole = isGiven(node) || node instanceof Node.Sum sum && sum.constant() != 0;
    Node.Term only =
        node instanceof Node.Sum sum && sum.terms().size() == 1
            ? sum.terms().getFirst()
            : new Node.Term(1, node);
    Summand summand =
        whole || node instanceof Node.Sum sum && sum.terms().size() > 1
            ? new Summand(false, value(node), null)
            : summand(only);
    return accumulate(total.get(), summand);
  }

  private Op apply(Node.Apply call) {
    Function function = call.function();
    List<Op> arguments = call.arguments().stream().map(this::value).toList();
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
    for (Node.Term term : terms) {
      if (isGiven(term.node())) {
        offset = graph.add(offset, graph.scale(term.coefficient(), term.node()));
      }
    }
    boolean together = isGiven(offset); // not where their indices are too many for one table
    offset = together ? offset : graph.constant(constant);
    List<Summand> summands = new ArrayList<>();
    for (Node.Term term : terms) {
      if (!together || !isGiven(term.node())) {
        summands.add(summand(term));
      }
    }
    summands.sort(
        Comparator.comparing((Summand s) -> !s.plain())
            .thenComparing(Summand::negative)
            .thenComparing(this::depth));
    boolean noOffset = offset instanceof Node.Constant number && number.value() == 0;
    Op total = noOffset ? null : value(offset);
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
    List<Op> ratios = new ArrayList<>();
    List<Node.Factor> all = ratios(factors(term.node()), ratios);
    Node coefficient = graph.constant(term.coefficient());
    for (Node.Factor factor : all) {
      if (isGiven(factor.base())) {
        Node power = graph.power(factor.base(), factor.exponent());
        coefficient = graph.multiply(coefficient, power);
      }
    }
    boolean apart = isGiven(coefficient) && shared.leavesRange(coefficient);
    boolean together = isGiven(coefficient) && !apart;
    coefficient = together ? coefficient : graph.constant(term.coefficient());
    List<Node.Factor> own = new ArrayList<>();
    for (Node.Factor factor : all) {
      if (!together || !isGiven(factor.base())) {
        own.add(factor);
      }
    }
    boolean one = coefficient instanceof Node.Constant c && Math.abs(c.value()) == 1;
    boolean negative = one && ((Node.Constant) coefficient).value() < 0;
    List<Op> powers = new ArrayList<>(ratios);
    for (Node.Factor factor : own) {
      if (apart && isGiven(factor.base())) {
        continue;
      }
      Op base = factor.exponent() > 0 ? value(factor.base()) : reciprocal(factor.base());
      int exponent = Math.abs(factor.exponent());
      if (one && exponent > 1) { // two halves, so that a sum may fuse the last multiplication
        powers.add(power(base, exponent - exponent / 2));
        powers.add(power(base, exponent / 2));
      } else {
        powers.add(power(base, exponent));
      }
    }
    powers.sort(Comparator.comparing(code::depth));
    boolean first = true; // shared factors whose product leaves the range go to either end
    for (Node.Factor factor : own) {
      if (apart && isGiven(factor.base())) {
        powers.add(first ? 0 : powers.size(), value(graph.power(factor.base(), factor.exponent())));
        first = !first;
      }
    }
    if (!one) {
      powers.addFirst(value(coefficient));
    }
    return product(negative, powers);
  }

  /**
   * Takes apart what rounding would lose: of (s/r)^12 the host's s^12 may be beyond the range of
   * the walkers' numbers though s/r is about 1. Such powers are made as powers of the ratio.
   *
   * @param ratios the powers of ratios; added to
   * @return the factors that are left
   */
  private List<Node.Factor> ratios(List<Node.Factor> factors, List<Op> ratios) {
    List<Node.Factor> left = new ArrayList<>(factors);
    for (Node.Factor given : factors) {
      int e = given.exponent();
      if (!isGiven(given.base()) || !shared.leavesRange(graph.power(given.base(), e))) {
        continue;
      }
      left.stream()
          .filter(own -> !isGiven(own.base()) && opposite(own.exponent(), e))
          .findFirst()
          .ifPresent(own -> {
            left.remove(given);
            left.remove(own);
            ratios.add(ratio(given, own, left));
          });
    }
    return left;
  }

  private static boolean opposite(int a, int b) {
    return Integer.signum(a) == -Integer.signum(b);
  }

  /**
   * The power (s^k w^±1)^m of a host's factor s^e and a walker's, m as large as it may be; k is 2
   * where w is a squared distance.
   *
   * @param left what is left of both; added to
   */
  private Op ratio(Node.Factor given, Node.Factor own, List<Node.Factor> left) {
    int sign = Integer.signum(given.exponent());
    int e = Math.abs(given.exponent());
    int w = Math.abs(own.exponent());
    int k = Math.max(1, Math.round((float) e / w));
    int m = Math.min(w, e / k);
    if (e > k * m) {
      left.add(new Node.Factor(given.base(), sign * (e - k * m)));
    }
    if (w > m) {
      left.add(new Node.Factor(own.base(), -sign * (w - m)));
    }
    Op walker = sign < 0 ? value(own.base()) : reciprocal(own.base());
    Op host = value(graph.power(given.base(), sign * k));
    return power(code.op(Opcode.MULTIPLY, host, walker), m);
  }

  /** Quotients by the same node share one division, whatever else they are made of. */
  private Op reciprocal(Node node) {
    return code.op(Opcode.DIVIDE, code.number(1), value(node));
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
