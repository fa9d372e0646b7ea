package perrin.calculus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Derivatives of single operations with respect to their operands: what both modes of
 * differentiation, {@link Gradient} and {@link Tangent}, are put together from.
 */
final class Slopes {
  private final Graph graph;
  private final Translator derivatives;

  Slopes(Graph graph, FunctionLibrary functions) {
    this.graph = graph;
    this.derivatives = new Translator(graph, functions);
  }

  /** Functions whose slope is infinite where they end. */
  private static final Set<String> ROOTS = Set.of("sqrt", "cbrt", "pow", "asin", "acos");

  /** Functions that may be 0, or whose slope may, over a whole region. */
  private static final Set<String> VANISHING =
      Set.of("abs", "ceil", "floor", "heaviside", "max", "min", "round", "sign");

  /** factor · slope is the derivative with respect to the operand. */
  record Slope(Node operand, double factor, Node slope, boolean ofRoot) {}

  List<Slope> of(Node.Product product) {
    List<Slope> slopes = new ArrayList<>();
    for (Node.Factor factor : product.factors()) {
      List<Node.Factor> left = new ArrayList<>();
      for (Node.Factor other : product.factors()) {
        int exponent = other == factor ? other.exponent() - 1 : other.exponent();
        left.add(new Node.Factor(other.base(), exponent));
      }
      slopes.add(new Slope(factor.base(), factor.exponent(), graph.product(left), false));
    }
    return slopes;
  }

  /** With respect to the arguments that are a walker's own. */
  List<Slope> of(Node.Apply call) {
    Function function = call.function();
    Map<String, Node> arguments = new HashMap<>();
    for (int i = 0; i < function.arguments().size(); i++) {
      arguments.put(function.arguments().get(i).name(), call.arguments().get(i));
    }
    List<Slope> slopes = new ArrayList<>();
    for (int i = 0; i < function.arguments().size(); i++) {
      if (!call.arguments().get(i).sharedByIndex()) {
        Node slope = derivatives.formula(function.derivatives().get(i), arguments);
        slopes.add(new Slope(call.arguments().get(i), 1, slope, ROOTS.contains(function.name())));
      }
    }
    return slopes;
  }

  /** The same table with a derivative more, which is another polynomial in each cell. */
  List<Slope> of(Node.Tabulated table) {
    List<Slope> slopes = new ArrayList<>();
    for (int i = 0; i < table.arguments().size(); i++) {
      if (!table.arguments().get(i).sharedByIndex()) {
        List<Integer> orders = new ArrayList<>(table.orders());
        orders.set(i, orders.get(i) + 1);
        Node slope = graph.tabulated(table.spline(), orders, table.arguments());
        slopes.add(new Slope(table.arguments().get(i), 1, slope, false));
      }
    }
    return slopes;
  }

  /**
   * factor · amount · slope. Where the amount is 0 because another branch was chosen, the slope may
   * be infinite: so the choice is made after the multiplication. Likewise where the amount vanishes
   * at the place where a root begins, as in max(0, √x − 2): 0 · ∞ is 0 there.
   */
  Node times(Node amount, Slope slope) {
    Node product = times(amount, slope.slope());
    if (slope.ofRoot() && hasPole(product) && vanishes(amount)) {
      Node none = graph.constant(0);
      product = graph.choice(Node.Comparison.EQUAL, amount, none, none, product);
    }
    return graph.scale(slope.factor(), product);
  }

  /** Whether a quotient by something of the walker's is left. */
  private static boolean hasPole(Node node) {
    return switch (node) {
      case Node.Product product ->
          product.factors().stream().anyMatch(f -> f.exponent() < 0 && !f.base().sharedByIndex());
      case Node.Sum sum -> sum.terms().stream().anyMatch(term -> hasPole(term.node()));
      case Node.Choice c -> hasPole(c.whenTrue()) || hasPole(c.whenFalse());
      case Node.Apply call -> ROOTS.contains(call.function().name());
      case Node.Constant _, Node.Variable _, Node.Element _, Node.Count _ -> false;
      case Node.Total _, Node.Largest _, Node.Tabulated _ -> false;
    };
  }

  /** Whether a factor is known to be 0 in places that are not rare. */
  private static boolean vanishes(Node node) {
    return switch (node) {
      case Node.Variable v -> !v.shared();
      case Node.Element e -> !e.sharedByIndex();
      case Node.Product product ->
          product.factors().stream().anyMatch(f -> f.exponent() > 0 && vanishes(f.base()));
      case Node.Sum sum ->
          sum.constant() == 0 && sum.terms().stream().allMatch(term -> vanishes(term.node()));
      case Node.Choice c ->
          isZero(c.whenTrue())
              || isZero(c.whenFalse())
              || vanishes(c.whenTrue())
              || vanishes(c.whenFalse());
      case Node.Apply call -> VANISHING.contains(call.function().name());
      case Node.Total total -> vanishes(total.body());
      case Node.Constant _, Node.Count _, Node.Largest _, Node.Tabulated _ -> false;
    };
  }

  private Node times(Node amount, Node slope) {
    return switch (amount) {
      case Node.Choice c when isMasked(c) ->
          graph.choice(
              c.comparison(),
              c.left(),
              c.right(),
              times(c.whenTrue(), slope),
              times(c.whenFalse(), slope));
      case Node.Sum sum when sum.terms().stream().anyMatch(t -> isMasked(t.node())) -> {
        List<Node.Term> terms = new ArrayList<>();
        for (Node.Term term : sum.terms()) {
          terms.add(new Node.Term(term.coefficient(), times(term.node(), slope)));
        }
        terms.add(new Node.Term(sum.constant(), slope));
        yield graph.linear(0, terms);
      }
      default -> graph.multiply(amount, slope);
    };
  }

  private static boolean isMasked(Node node) {
    return node instanceof Node.Choice c
        && (isZero(c.whenTrue())
            || isZero(c.whenFalse())
            || isMasked(c.whenTrue())
            || isMasked(c.whenFalse()));
  }

  private static boolean isZero(Node node) {
    return node instanceof Node.Constant number && number.value() == 0;
  }
}
