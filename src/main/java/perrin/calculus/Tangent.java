package perrin.calculus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Exact derivatives by the forward mode (Griewank &amp; Walther, Evaluating Derivatives, 2008, ch.
 * 3.1): the derivative of a formula along one coordinate, operation by operation from the
 * coordinate to the result. Of a gradient it gives second derivatives, such as the Laplacian.
 *
 * <p>What is derived is how the formula changes where it is smooth: at a jump, or a kink of which
 * this is the second derivative, there is more to say than a number (see {@link Smoothness}).
 */
public final class Tangent {
  private final Graph graph;
  private final Slopes slopes;

  private Tangent(Graph graph, FunctionLibrary functions) {
    this.graph = graph;
    this.slopes = new Slopes(graph, functions);
  }

  /** ∂of/∂x. */
  public static Node of(Graph graph, FunctionLibrary functions, Node of, Node.Variable x) {
    return new Tangent(graph, functions).new Direction(x).of(of);
  }

  /**
   * ∂of/∂x[at] for the walkers' one array x.
   *
   * @param at may depend on the indices of sums around {@code of}
   */
  public static Node of(Graph graph, FunctionLibrary functions, Node of, Index at) {
    return new Tangent(graph, functions).new Direction(at, Set.of()).of(of);
  }

  /** Σ ∂²E/∂x² of all coordinates, of the gradient's components. */
  public static Node laplacian(
      Graph graph, FunctionLibrary functions, List<Node> gradient, List<Node.Variable> x) {
    Tangent tangent = new Tangent(graph, functions);
    List<Node.Term> terms = new ArrayList<>();
    for (int i = 0; i < gradient.size(); i++) {
      terms.add(new Node.Term(1, tangent.new Direction(x.get(i)).of(gradient.get(i))));
    }
    return graph.linear(0, terms);
  }

  /** The same of a gradient's shares: a pass over the loops that they are made in. */
  public static Node laplacian(
      Graph graph, FunctionLibrary functions, List<Gradient.Share> shares) {
    Tangent tangent = new Tangent(graph, functions);
    List<Node.Term> terms = new ArrayList<>();
    for (Gradient.Share share : shares) {
      Node own = tangent.new Direction(share.at(), Set.of()).of(share.value());
      for (Index.Loop loop : share.nest().reversed()) {
        own = graph.total(loop, own);
      }
      terms.add(new Node.Term(1, own));
    }
    return graph.linear(0, terms);
  }

  /** Derivatives along one coordinate. */
  private final class Direction {
    private final Function<Node, Node> seed;
    private final Optional<Index> at;
    private final Set<Node> elsewhere;
    private final Set<Index.Loop> taken = new LinkedHashSet<>();
    private final Map<Node, Node> known = new HashMap<>();

    /** Along a variable, or along one element, whatever others it may be equal to. */
    Direction(Node x) {
      seed = node -> graph.constant(node == x ? 1 : 0);
      at = Optional.empty();
      elsewhere = Set.of();
      taken.addAll(x.loops());
    }

    /**
     * @param elsewhere elements that count as constants
     */
    Direction(Index at, Set<Node> elsewhere) {
      this.seed =
          node ->
              node instanceof Node.Element element && !elsewhere.contains(element)
                  ? whetherEqual(element.at(), at)
                  : graph.constant(0);
      this.at = Optional.of(at);
      this.elsewhere = elsewhere;
      taken.addAll(at.loops());
      elsewhere.forEach(element -> taken.addAll(element.loops()));
    }

    Node of(Node node) {
      if (node.sharedByIndex()) {
        return graph.constant(0);
      }
      Node before = known.get(node);
      if (before == null) {
        before = derived(node);
        known.put(node, before);
      }
      return before;
    }

    private Node derived(Node node) {
      return switch (node) {
        case Node.Constant number -> graph.constant(0);
        case Node.Count count -> graph.constant(0);
        case Node.Largest constant -> graph.constant(0);
        case Node.Variable variable -> seed.apply(variable);
        case Node.Element element -> seed.apply(element);
        case Node.Sum sum ->
            graph.linear(
                0,
                sum.terms().stream()
                    .map(term -> new Node.Term(term.coefficient(), of(term.node())))
                    .toList());
        case Node.Product product -> through(slopes.of(product));
        case Node.Apply call -> through(slopes.of(call));
        case Node.Tabulated table -> through(slopes.of(table));
        case Node.Choice c ->
            graph.choice(c.comparison(), c.left(), c.right(), of(c.whenTrue()), of(c.whenFalse()));
        case Node.Total total -> {
          Rounds rounds = apart(total);
          yield at.isPresent()
              ? of(rounds, at.get())
              : graph.total(rounds.loop(), of(rounds.body()));
        }
      };
    }

    private Node through(List<Slopes.Slope> operands) {
      List<Node.Term> terms = new ArrayList<>();
      for (Slopes.Slope slope : operands) {
        terms.add(new Node.Term(1, slopes.times(of(slope.operand()), slope)));
      }
      return graph.linear(0, terms);
    }

    /**
     * Most rounds of a sum do not touch x[at]. Where it can be told which one does, as in Σ x[k]²,
     * only that one is derived, and no loop is left.
     */
    private Node of(Rounds total, Index place) {
      List<Node.Term> terms = new ArrayList<>();
      Set<Node> done = new LinkedHashSet<>(elsewhere);
      for (Node.Element element : elements(total.body(), new HashMap<>())) {
        Optional<Index> round = round(element, place, total.loop());
        if (!done.contains(element) && round.isPresent()) {
          done.add(element);
          Node derived = new Direction(element).of(total.body());
          Map<Index.Loop, Index> there = Map.of(total.loop(), round.get());
          terms.add(new Node.Term(1, new Reindexing(graph, there, 0).of(derived)));
        }
      }
      Node others = new Direction(place, done).of(total.body());
      terms.add(new Node.Term(1, graph.total(total.loop(), others)));
      return graph.linear(0, terms);
    }

    /** The same sum with an index that is none of those of the direction, and deeper. */
    private Rounds apart(Node.Total total) {
      int depth = taken.stream().mapToInt(Index.Loop::depth).max().orElse(-1);
      Index.Loop loop = total.loop();
      if (loop.depth() > depth) {
        return new Rounds(loop, total.body());
      }
      int deeper = depth + 1 - loop.depth();
      Index.Loop own = new Index.Loop(depth + 1, loop.from(), loop.to());
      Map<Index.Loop, Index> renamed = Map.of(loop, Index.of(own));
      return new Rounds(own, new Reindexing(graph, renamed, deeper).of(total.body()));
    }
  }

  /** Σ over an index of a body. */
  private record Rounds(Index.Loop loop, Node body) {}

  /** The round in which an element is x[place], if there is just one, in all cases. */
  private static Optional<Index> round(Node.Element element, Index place, Index.Loop loop) {
    return element
        .at()
        .whereEqual(place, loop)
        .filter(k -> !k.isOwn()) // else sums within might end where no two walkers' do
        .filter(k -> k.minus(loop.from()).isNeverNegative())
        .filter(k -> loop.to().minus(k).isNeverNegative());
  }

  /** A walker's elements in a formula, without those that its own sums run through. */
  private static Set<Node.Element> elements(Node node, Map<Node, Set<Node.Element>> known) {
    Set<Node.Element> before = known.get(node);
    if (before != null) {
      return before;
    }
    Set<Node.Element> found = new LinkedHashSet<>();
    if (!node.sharedByIndex()) {
      node.operands().forEach(operand -> found.addAll(elements(operand, known)));
      switch (node) {
        case Node.Element element -> found.add(element);
        case Node.Total total -> found.removeIf(e -> e.loops().contains(total.loop()));
        case Node.Constant _, Node.Variable _, Node.Sum _, Node.Product _ -> {}
        case Node.Apply _, Node.Choice _, Node.Count _, Node.Tabulated _ -> {}
        case Node.Largest largest ->
            largest.loop().ifPresent(loop -> found.removeIf(e -> e.loops().contains(loop)));
      }
    }
    known.put(node, found);
    return found;
  }

  /** 1 where two places of an array are the same, else 0. */
  private Node whetherEqual(Index a, Index b) {
    Index difference = a.minus(b);
    if (difference.isConstant()) {
      return graph.constant(difference.constant() == 0 ? 1 : 0);
    }
    if (difference.min() > 0 || difference.max() < 0) {
      return graph.constant(0);
    }
    return graph.choice(
        Node.Comparison.EQUAL,
        graph.count(a),
        graph.count(b),
        graph.constant(1),
        graph.constant(0));
  }
}
