package perrin.calculus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Exact derivatives by the reverse mode (Griewank &amp; Walther, Evaluating Derivatives, 2008, ch.
 * 3.2): one sweep from the result back to the variables gives all partial derivatives, at a small
 * multiple of the formula's own cost.
 */
public final class Gradient {
  private final Graph graph;
  private final Translator derivatives;
  private final Map<Node, List<Node.Term>> contributions = new HashMap<>();
  private final Map<Node, Node> adjoints = new HashMap<>();
  private final PriorityQueue<Node> pending =
      new PriorityQueue<>(Comparator.comparingInt(Node::id).reversed());

  private Gradient(Graph graph, FunctionLibrary functions) {
    this.graph = graph;
    this.derivatives = new Translator(graph, functions);
  }

  /**
   * ∂of/∂v for each variable v, in their order.
   *
   * @param variables with scope {@link Node.Scope#WALKER}
   */
  public static List<Node> of(
      Graph graph, FunctionLibrary functions, Node of, List<Node.Variable> variables) {
    Gradient sweep = new Gradient(graph, functions);
    sweep.run(of);
    List<Node> result = new ArrayList<>();
    for (Node.Variable variable : variables) {
      result.add(sweep.adjoints.getOrDefault(variable, graph.constant(0)));
    }
    return List.copyOf(result);
  }

  /**
   * Users have larger numbers than their operands, so a node's adjoint is complete when its turn
   * comes.
   */
  private void run(Node of) {
    contribute(of, graph.constant(1));
    while (!pending.isEmpty()) {
      Node node = pending.remove();
      Node adjoint = graph.linear(0, contributions.remove(node));
      switch (node) {
        case Node.Constant number -> {}
        case Node.Variable variable -> adjoints.put(variable, adjoint);
        case Node.Sum sum -> {
          for (Node.Term term : sum.terms()) {
            contribute(term.node(), graph.scale(term.coefficient(), adjoint));
          }
        }
        case Node.Product product -> throughProduct(product, adjoint);
        case Node.Apply call -> throughFunction(call, adjoint);
      }
    }
  }

  private void throughProduct(Node.Product product, Node adjoint) {
    for (Node.Factor factor : product.factors()) {
      List<Node.Factor> factors = new ArrayList<>();
      factors.add(new Node.Factor(adjoint, 1));
      for (Node.Factor other : product.factors()) {
        int exponent = other == factor ? other.exponent() - 1 : other.exponent();
        factors.add(new Node.Factor(other.base(), exponent));
      }
      contribute(factor.base(), graph.scale(factor.exponent(), graph.product(factors)));
    }
  }

  private void throughFunction(Node.Apply call, Node adjoint) {
    Function function = call.function();
    Map<String, Node> arguments = new HashMap<>();
    for (int i = 0; i < function.arguments().size(); i++) {
      arguments.put(function.arguments().get(i).name(), call.arguments().get(i));
    }
    for (int i = 0; i < function.arguments().size(); i++) {
      Node slope = derivatives.formula(function.derivatives().get(i), arguments);
      contribute(call.arguments().get(i), graph.multiply(adjoint, slope));
    }
  }

  private void contribute(Node node, Node amount) {
    if (node.shared()) {
      return; // no variable of a walker below
    }
    List<Node.Term> others =
        contributions.computeIfAbsent(
            node,
            first -> {
              pending.add(first);
              return new ArrayList<>();
            });
    others.add(new Node.Term(1, amount));
  }
}
