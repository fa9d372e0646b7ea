package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import perrin.calculus.Graph;
import perrin.calculus.Node;

/**
 * An energy as a sum of parts that have no coordinate in common: E(x, y, z) = A(x, z) + B(y). Each
 * part then has a Boltzmann distribution of its own, and coordinates of different parts are
 * independent.
 *
 * <p>Sums are looked into, also where they have a factor that all walkers share, as in k/2·(x² +
 * y²), or are taken over an index. Nothing is expanded: (x + y)² is of x and y. Constants are left
 * out; they change nothing.
 */
final class SeparableEnergy {
  private final Graph graph;
  private final Map<Node.Variable, Integer> number = new LinkedHashMap<>();
  private final List<Summand> summands = new ArrayList<>();

  /** By coordinate another one of the same part, or itself: a forest whose roots are the parts. */
  private final int[] parent;

  /** What is added up, and the coordinates that it depends on, at least one. */
  private record Summand(Node node, TreeSet<Integer> coordinates) {}

  SeparableEnergy(Graph graph, List<Node.Variable> coordinates, Node energy) {
    this.graph = graph;
    this.parent = new int[coordinates.size()];
    for (int i = 0; i < parent.length; i++) {
      number.put(coordinates.get(i), i);
      parent[i] = i;
    }
    collect(energy, node -> node);
    for (Summand summand : summands) {
      for (int coordinate : summand.coordinates) {
        parent[root(coordinate)] = root(summand.coordinates.first());
      }
    }
  }

  private int root(int coordinate) {
    int i = coordinate;
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  /** The coordinates, ascending, of the part that a coordinate is in; itself at least. */
  List<Integer> together(int coordinate) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < parent.length; i++) {
      if (root(i) == root(coordinate)) {
        found.add(i);
      }
    }
    return List.copyOf(found);
  }

  /** The part of the energy that a coordinate is in; 0 where it has none. */
  Node part(int coordinate) {
    Node sum = graph.constant(0);
    for (Summand summand : summands) {
      if (root(summand.coordinates.first()) == root(coordinate)) {
        sum = graph.add(sum, summand.node);
      }
    }
    return sum;
  }

  /**
   * Takes a node apart.
   *
   * @param within what is done to it in the energy, such as taking it twice; linear
   */
  private void collect(Node node, UnaryOperator<Node> within) {
    TreeSet<Integer> coordinates = coordinates(node);
    if (coordinates.isEmpty()) {
      return;
    }
    if (coordinates.size() == 1) {
      summands.add(new Summand(within.apply(node), coordinates));
      return;
    }
    switch (node) {
      case Node.Sum sum -> {
        for (Node.Term term : sum.terms()) {
          collect(term.node(), part -> within.apply(graph.scale(term.coefficient(), part)));
        }
      }
      case Node.Product product -> collectProduct(product, coordinates, within);
      case Node.Total total ->
          collect(total.body(), part -> within.apply(graph.total(total.loop(), part)));
      case Node.Apply whole -> summands.add(new Summand(within.apply(whole), coordinates));
      case Node.Largest whole -> summands.add(new Summand(within.apply(whole), coordinates));
      case Node.Tabulated whole -> summands.add(new Summand(within.apply(whole), coordinates));
      case Node.Choice whole -> summands.add(new Summand(within.apply(whole), coordinates));
      case Node.Constant none -> throw new AssertionError("a number has no coordinates");
      case Node.Variable one -> throw new AssertionError("one coordinate, not several");
      case Node.Element whole -> summands.add(new Summand(within.apply(whole), coordinates));
      case Node.Count whole -> summands.add(new Summand(within.apply(whole), coordinates));
    }
  }

  private void collectProduct(
      Node.Product product, TreeSet<Integer> coordinates, UnaryOperator<Node> within) {
    Node shared = graph.constant(1);
    List<Node.Factor> own = new ArrayList<>();
    for (Node.Factor factor : product.factors()) {
      if (factor.base().shared()) {
        shared = graph.multiply(shared, graph.power(factor.base(), factor.exponent()));
      } else {
        own.add(factor);
      }
    }
    if (own.size() != 1 || own.getFirst().exponent() != 1) {
      summands.add(new Summand(within.apply(product), coordinates));
      return;
    }
    Node factor = shared;
    collect(own.getFirst().base(), part -> within.apply(graph.multiply(factor, part)));
  }

  /** The coordinates that a node depends on. */
  private TreeSet<Integer> coordinates(Node node) {
    TreeSet<Integer> found = new TreeSet<>();
    Set<Node> seen = new HashSet<>();
    List<Node> pending = new ArrayList<>(List.of(node));
    while (!pending.isEmpty()) {
      Node next = pending.removeLast();
      if (next.shared() || !seen.add(next)) {
        continue;
      }
      if (next instanceof Node.Variable variable) {
        found.add(number.get(variable));
      }
      pending.addAll(next.operands());
    }
    return found;
  }
}
