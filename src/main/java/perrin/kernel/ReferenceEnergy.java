package perrin.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import perrin.calculus.ArrayView;
import perrin.calculus.Graph;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;

/** The energy on the host, in double precision: what a histogram is compared with. */
public final class ReferenceEnergy {
  private final Experiment experiment;
  private final List<Node.Variable> coordinates = new ArrayList<>();
  private Landscape landscape;

  ReferenceEnergy(Experiment experiment) {
    this.experiment = experiment;
  }

  /** Reads the formulas, when they are needed first. */
  private void prepare() {
    if (landscape == null) {
      landscape = new Landscape(experiment, Layout.HOST);
      for (String name : experiment.coordinates().componentNames()) {
        coordinates.add(landscape.graph().fresh(name, Scope.WALKER));
      }
    }
  }

  /** Empty where it is too long to be written out. */
  private Optional<Node> energy() {
    try {
      return Optional.of(landscape.energy(new Vector.Listed(coordinates)));
    } catch (ArrayView.NeedsArrayException e) {
      return Optional.empty();
    }
  }

  /**
   * The part of the energy that one coordinate feels, as a function of it, if {@code of} names a
   * coordinate and the energy is a sum of a part of that coordinate alone and a part without it.
   * Constants may be missing: they change nothing.
   */
  public Optional<DoubleUnaryOperator> along(Formula of) {
    int i = experiment.coordinates().componentNames().indexOf(of.text().strip());
    if (i < 0) {
      return Optional.empty();
    }
    prepare();
    Optional<Node> energy = energy();
    if (energy.isEmpty()) {
      return Optional.empty();
    }
    Node.Variable coordinate = coordinates.get(i);
    return part(energy.get(), coordinate)
        .map(part ->
            x ->
                new HostEvaluator(
                        name -> name.equals(coordinate.name()) ? x : landscape.constant(name))
                    .value(part));
  }

  /**
   * What is left of a node without the summands that a coordinate has no part in; empty where it
   * cannot be told from the others. Sums are looked into, also where they have a factor that all
   * walkers share, as in k/2·(x² + y²).
   */
  private Optional<Node> part(Node node, Node.Variable coordinate) {
    Graph graph = landscape.graph();
    Set<Node> needed = variables(node);
    if (!needed.contains(coordinate)) {
      return Optional.of(graph.constant(0));
    }
    if (needed.size() == 1) {
      return Optional.of(node);
    }
    return switch (node) {
      case Node.Sum sum -> partOfSum(sum, coordinate);
      case Node.Product product -> partOfProduct(product, coordinate);
      case Node.Constant number -> Optional.empty();
      case Node.Variable variable -> Optional.empty();
      case Node.Apply call -> Optional.empty();
      case Node.Choice choice -> Optional.empty();
      case Node.Element element -> Optional.empty();
      case Node.Count count -> Optional.empty();
      case Node.Total total -> Optional.empty();
    };
  }

  private Optional<Node> partOfSum(Node.Sum sum, Node.Variable coordinate) {
    Graph graph = landscape.graph();
    Node own = graph.constant(0);
    for (Node.Term term : sum.terms()) {
      Optional<Node> part = part(term.node(), coordinate);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      own = graph.add(own, graph.scale(term.coefficient(), part.get()));
    }
    return Optional.of(own);
  }

  private Optional<Node> partOfProduct(Node.Product product, Node.Variable coordinate) {
    Graph graph = landscape.graph();
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
      return Optional.empty();
    }
    Node factor = shared;
    return part(own.getFirst().base(), coordinate).map(part -> graph.multiply(factor, part));
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
      if (next instanceof Node.Variable variable) {
        found.add(variable);
      }
      pending.addAll(next.operands());
    }
    return found;
  }
}
