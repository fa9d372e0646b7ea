package perrin.calculus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Exact derivatives by the reverse mode (Griewank &amp; Walther, Evaluating Derivatives, 2008, ch.
 * 3.2): one sweep from the result back to the variables gives all partial derivatives, at a small
 * multiple of the formula's own cost.
 *
 * <p>The derivative of a sum over an index is a loop over the same index, in which the body is
 * computed anew; so no memory is needed for its rounds, however many they are.
 */
public final class Gradient {
  private final Graph graph;
  private final Slopes slopes;
  private final Map<Node, Node> partials = new HashMap<>();
  private final List<Share> shares = new ArrayList<>();

  private Gradient(Graph graph, FunctionLibrary functions) {
    this.graph = graph;
    this.slopes = new Slopes(graph, functions);
  }

  /**
   * A part of the derivative with respect to the elements of a walker's array: to element {@code
   * at} it adds {@code value}, for each round of the loops around it.
   *
   * @param nest the loops, outermost first
   */
  public record Share(List<Index.Loop> nest, Index at, Node value) {
    public Share {
      nest = List.copyOf(nest);
    }
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
      result.add(sweep.partials.getOrDefault(variable, graph.constant(0)));
    }
    return List.copyOf(result);
  }

  /** All shares of the derivatives with respect to elements of walkers' arrays. */
  public static List<Share> shares(Graph graph, FunctionLibrary functions, Node of) {
    Gradient sweep = new Gradient(graph, functions);
    sweep.run(of);
    return List.copyOf(sweep.shares);
  }

  private void run(Node of) {
    Level root = new Level(Optional.empty(), List.of());
    root.contribute(of, graph.constant(1));
    root.run();
  }

  /** The sweep through what is computed in one round of a nest of loops. */
  private final class Level {
    private final Optional<Level> outer;
    private final List<Index.Loop> nest;
    private final Map<Node, List<Node.Term>> contributions = new HashMap<>();
    private final Map<Node, List<Node.Term>> outgoing = new LinkedHashMap<>();
    private final PriorityQueue<Node> pending =
        new PriorityQueue<>(Comparator.comparingInt(Node::id).reversed());

    Level(Optional<Level> outer, List<Index.Loop> nest) {
      this.outer = outer;
      this.nest = nest;
    }

    /**
     * Users have larger numbers than their operands, so a node's adjoint is complete when its turn
     * comes.
     */
    void run() {
      while (!pending.isEmpty()) {
        Node node = pending.remove();
        Node adjoint = graph.linear(0, contributions.remove(node));
        switch (node) {
          case Node.Constant number -> {}
          case Node.Count count -> {}
          case Node.Largest constant -> {}
          case Node.Variable variable -> partials.put(variable, adjoint);
          case Node.Element element -> shares.add(new Share(nest, element.at(), adjoint));
          case Node.Sum sum -> {
            for (Node.Term term : sum.terms()) {
              contribute(term.node(), graph.scale(term.coefficient(), adjoint));
            }
          }
          case Node.Product product -> through(slopes.of(product), adjoint);
          case Node.Apply call -> through(slopes.of(call), adjoint);
          case Node.Tabulated table -> through(slopes.of(table), adjoint);
          case Node.Choice choice -> throughChoice(choice, adjoint);
          case Node.Total total -> throughTotal(total, adjoint);
        }
      }
      outgoing.forEach((node, terms) ->
          outer
              .orElseThrow()
              .contribute(node, graph.total(nest.getLast(), graph.linear(0, terms))));
    }

    private void through(List<Slopes.Slope> operands, Node adjoint) {
      for (Slopes.Slope slope : operands) {
        contribute(slope.operand(), slopes.times(adjoint, slope));
      }
    }

    private void throughChoice(Node.Choice c, Node adjoint) {
      Node none = graph.constant(0);
      contribute(c.whenTrue(), graph.choice(c.comparison(), c.left(), c.right(), adjoint, none));
      contribute(c.whenFalse(), graph.choice(c.comparison(), c.left(), c.right(), none, adjoint));
    }

    private void throughTotal(Node.Total total, Node adjoint) {
      List<Index.Loop> deeper = new ArrayList<>(nest);
      deeper.add(total.loop());
      Level inner = new Level(Optional.of(this), deeper);
      inner.contribute(total.body(), adjoint);
      inner.run();
    }

    /** What does not depend on this level's index belongs further out, summed over the index. */
    private void contribute(Node node, Node amount) {
      if (node.sharedByIndex() || node instanceof Node.Largest) {
        return; // no variable of a walker below, or none that counts
      }
      Node.Term term = new Node.Term(1, amount);
      if (outer.isPresent() && !node.loops().contains(nest.getLast())) {
        outgoing.computeIfAbsent(node, first -> new ArrayList<>()).add(term);
        return;
      }
      contributions
          .computeIfAbsent(
              node,
              first -> {
                pending.add(first);
                return new ArrayList<>();
              })
          .add(term);
    }
  }
}
