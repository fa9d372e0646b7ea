package perrin.calculus;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A formula with other indices: each index of some sums around it is replaced, and the sums within
 * that depend on one get indices of their own, so that none of them is taken for another.
 */
final class Reindexing {
  private final Graph graph;
  private final Map<Index.Loop, Index> indices;
  private final int deeper;
  private final Map<Node, Node> done = new HashMap<>();

  /**
   * @param indices what takes the place of the loops' indices
   * @param deeper what is added to the depth of the sums within, at least 0
   */
  Reindexing(Graph graph, Map<Index.Loop, Index> indices, int deeper) {
    this.graph = graph;
    this.indices = indices;
    this.deeper = deeper;
  }

  Node of(Node node) {
    if (Collections.disjoint(node.loops(), indices.keySet())) {
      return node;
    }
    Node before = done.get(node);
    if (before == null) {
      before = rewritten(node);
      done.put(node, before);
    }
    return before;
  }

  private Node rewritten(Node node) {
    return switch (node) {
      case Node.Constant number -> number;
      case Node.Variable variable -> variable;
      case Node.Sum sum ->
          graph.linear(
              sum.constant(),
              sum.terms().stream()
                  .map(term -> new Node.Term(term.coefficient(), of(term.node())))
                  .toList());
      case Node.Product product ->
          graph.product(
              product.factors().stream()
                  .map(factor -> new Node.Factor(of(factor.base()), factor.exponent()))
                  .toList());
      case Node.Apply call -> graph.apply(call.function(), all(call.arguments()));
      case Node.Tabulated table ->
          graph.tabulated(table.spline(), table.orders(), all(table.arguments()));
      case Node.Choice c ->
          graph.choice(
              c.comparison(), of(c.left()), of(c.right()), of(c.whenTrue()), of(c.whenFalse()));
      case Node.Element element -> graph.element(element.array(), with(element.at()));
      case Node.Count count -> graph.count(with(count.index()));
      case Node.Total total -> total(total);
      case Node.Largest largest ->
          largest
              .loop()
              .map(loop -> {
                Index.Loop own = own(loop);
                return graph.largest(own, within(loop, own).of(largest.of().getFirst()));
              })
              .orElseGet(() -> graph.largest(all(largest.of())));
    };
  }

  private List<Node> all(List<Node> nodes) {
    return nodes.stream().map(this::of).toList();
  }

  private Node total(Node.Total total) {
    Index.Loop own = own(total.loop());
    return graph.total(own, within(total.loop(), own).of(total.body()));
  }

  private Index.Loop own(Index.Loop loop) {
    return new Index.Loop(loop.depth() + deeper, with(loop.from()), with(loop.to()));
  }

  private Index with(Index index) {
    return index.with(indices, this::of);
  }

  /** For what is computed in the rounds of a loop. */
  private Reindexing within(Index.Loop loop, Index.Loop own) {
    Map<Index.Loop, Index> within = new HashMap<>(indices);
    within.put(loop, Index.of(own));
    return new Reindexing(graph, within, deeper);
  }
}
