package perrin.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import perrin.calculus.Graph;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Formula;

/** The energy on the host, in double precision: what a histogram is compared with. */
public final class ReferenceEnergy {
  private final Landscape landscape;
  private final List<Node.Variable> coordinates = new ArrayList<>();
  private final Node energy;

  ReferenceEnergy(Landscape landscape) {
    this.landscape = landscape;
    for (String name : landscape.experiment().coordinates()) {
      coordinates.add(landscape.graph().fresh(name, Scope.WALKER));
    }
    energy = landscape.energy(coordinates);
  }

  /**
   * The part of the energy that one coordinate feels, as a function of it, if {@code of} names a
   * coordinate and the energy is a sum of a part of that coordinate alone and a part without it.
   * Constants may be missing: they change nothing.
   */
  public Optional<DoubleUnaryOperator> along(Formula of) {
    int i = landscape.experiment().coordinates().indexOf(of.text().strip());
    if (i < 0) {
      return Optional.empty();
    }
    Node.Variable coordinate = coordinates.get(i);
    Graph graph = landscape.graph();
    Node own = graph.constant(0);
    for (Node.Term term : terms(energy)) {
      Set<Node> needed = variables(term.node());
      if (needed.contains(coordinate)) {
        if (needed.size() > 1) {
          return Optional.empty();
        }
        own = graph.add(own, graph.scale(term.coefficient(), term.node()));
      }
    }
    Node part = own;
    Map<String, Double> parameters = landscape.parameters();
    return Optional.of(x ->
        new HostEvaluator(name -> name.equals(coordinate.name()) ? x : parameters.get(name))
            .value(part));
  }

  private static List<Node.Term> terms(Node node) {
    return node instanceof Node.Sum sum ? sum.terms() : List.of(new Node.Term(1, node));
  }

  /** The coordinates that a node depends on. */
  private static Set<Node> variables(Node node) {
    Set<Node> found = new HashSet<>();
    Set<Node> seen = new HashSet<>();
    List<Node> pending = new ArrayList<>(List.of(node));
    while (!pending.isEmpty()) {
      Node next = pending.removeLast();
      if (next.shared() || !seen.add(next)) {
        continue;
      }
      switch (next) {
        case Node.Constant number -> {}
        case Node.Variable variable -> found.add(variable);
        case Node.Sum sum -> sum.terms().forEach(term -> pending.add(term.node()));
        case Node.Product product -> product.factors().forEach(f -> pending.add(f.base()));
        case Node.Apply call -> pending.addAll(call.arguments());
      }
    }
    return found;
  }
}
