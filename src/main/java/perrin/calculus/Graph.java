package perrin.calculus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import perrin.calculus.Node.Constant;
import perrin.calculus.Node.Factor;
import perrin.calculus.Node.Product;
import perrin.calculus.Node.Scope;
import perrin.calculus.Node.Sum;
import perrin.calculus.Node.Term;
import perrin.calculus.Node.Variable;

/**
 * Makes nodes and simplifies while it makes them: constants fold, like terms and like factors
 * merge, sums and products are flat. The rules are those of real numbers; how a formula is rounded
 * is decided here once, for all backends.
 *
 * <p>Products are never expanded and sums never factored: (x² − 1)² stays a square, so that nothing
 * cancels that did not cancel as written.
 */
public final class Graph {
  /** Larger exponents could overflow when like factors merge. */
  private static final int MAX_EXPONENT = 1 << 30;

  private final Map<Object, Node> made = new HashMap<>();
  private int next;

  /** A number; −0 counts as 0. */
  public Node constant(double value) {
    double canonical = value == 0 ? 0.0 : value;
    return made.computeIfAbsent(canonical, key -> new Constant(next++, canonical));
  }

  /** The value of that name; the scope must be the same at every call. */
  public Variable variable(String name, Scope scope) {
    Node node = made.computeIfAbsent(name, key -> new Variable(next++, name, scope));
    return (Variable) node;
  }

  /** A variable that equals no other, such as the result of an assignment. */
  public Variable fresh(String name, Scope scope) {
    return new Variable(next++, name, scope);
  }

  public Node add(Node a, Node b) {
    return linear(0, List.of(new Term(1, a), new Term(1, b)));
  }

  public Node subtract(Node a, Node b) {
    return linear(0, List.of(new Term(1, a), new Term(-1, b)));
  }

  public Node negate(Node a) {
    return scale(-1, a);
  }

  /** factor · a. */
  public Node scale(double factor, Node a) {
    return linear(0, List.of(new Term(factor, a)));
  }

  public Node multiply(Node a, Node b) {
    return product(List.of(new Factor(a, 1), new Factor(b, 1)));
  }

  public Node divide(Node a, Node b) {
    return product(List.of(new Factor(a, 1), new Factor(b, -1)));
  }

  /** base^exponent. */
  public Node power(Node base, int exponent) {
    return product(List.of(new Factor(base, exponent)));
  }

  public Node apply(Function function, List<Node> arguments) {
    Node.Reach reach = Node.Reach.of(arguments);
    List<Node> copy = List.copyOf(arguments);
    return made.computeIfAbsent(
        List.of(Node.Apply.class, function.name(), copy),
        key -> new Node.Apply(next++, reach, function, copy));
  }

  /**
   * A table at a place.
   *
   * @param orders of the derivative with respect to each argument; a cubic has no fourth one
   */
  Node tabulated(Spline spline, List<Integer> orders, List<Node> arguments) {
    if (orders.stream().anyMatch(order -> order > 3)) {
      return constant(0);
    }
    Node.Reach reach = Node.Reach.of(arguments);
    List<Integer> copyOfOrders = List.copyOf(orders);
    List<Node> copy = List.copyOf(arguments);
    return made.computeIfAbsent(
        List.of(Node.Tabulated.class, spline, copyOfOrders, copy),
        key -> new Node.Tabulated(next++, reach, spline, copyOfOrders, copy));
  }

  /** {@code if(left comparison right, whenTrue, whenFalse)}. */
  public Node choice(
      Node.Comparison comparison, Node left, Node right, Node whenTrue, Node whenFalse) {
    if (whenTrue == whenFalse) {
      return whenTrue;
    }
    if (left instanceof Constant a && right instanceof Constant b) {
      return comparison.holds(a.value(), b.value()) ? whenTrue : whenFalse;
    }
    List<Node> operands = List.of(left, right, whenTrue, whenFalse);
    return made.computeIfAbsent(
        List.of(Node.Choice.class, comparison, operands),
        key ->
            new Node.Choice(
                next++, Node.Reach.of(operands), comparison, left, right, whenTrue, whenFalse));
  }

  /** array[at]. */
  public Node element(Array array, Index at) {
    if (array.scope() == Scope.RUN && at.isConstant()) {
      return constant(array.value(at.constant()));
    }
    Node.Reach reach = Node.Reach.of(array.scope(), at);
    return made.computeIfAbsent(
        List.of(Node.Element.class, array, at), key -> new Node.Element(next++, reach, array, at));
  }

  /** An index as a number. */
  public Node count(Index index) {
    if (index.isConstant()) {
      return constant(index.constant());
    }
    Node.Reach reach = Node.Reach.of(Scope.RUN, index);
    return made.computeIfAbsent(index, key -> new Node.Count(next++, reach, index));
  }

  /** Σ of the body over the loop's range; what does not depend on the index is taken out. */
  public Node total(Index.Loop loop, Node body) {
    if (body instanceof Constant number && number.value() == 0) {
      return body;
    }
    if (!body.loops().contains(loop) && loop.from().isConstant() && loop.to().isConstant()) {
      return scale(Math.max(0, loop.to().constant() - loop.from().constant() + 1), body);
    }
    if (body instanceof Sum sum && isScaledTerm(sum)) {
      Term term = sum.terms().getFirst();
      return scale(term.coefficient(), total(loop, term.node()));
    }
    if (body instanceof Product product) {
      List<Factor> outside = new ArrayList<>();
      List<Factor> inside = new ArrayList<>();
      for (Factor factor : product.factors()) {
        (factor.base().loops().contains(loop) ? inside : outside).add(factor);
      }
      if (!outside.isEmpty() && !inside.isEmpty()) {
        return multiply(product(outside), total(loop, product(inside)));
      }
    }
    Node.Reach reach = outside(loop, body);
    return made.computeIfAbsent(
        List.of(Node.Total.class, loop, body), key -> new Node.Total(next++, reach, loop, body));
  }

  /** The largest value of the body over a loop's range; see {@link Node.Largest}. */
  Node largest(Index.Loop loop, Node body) {
    if (!body.loops().contains(loop)) {
      return body;
    }
    Node.Reach reach = outside(loop, body);
    return made.computeIfAbsent(
        List.of(Node.Largest.class, loop, body),
        key -> new Node.Largest(next++, reach, Optional.of(loop), List.of(body)));
  }

  /** The largest of some values; see {@link Node.Largest}. */
  Node largest(List<Node> of) {
    Node.Reach reach = Node.Reach.of(of);
    List<Node> copy = List.copyOf(of);
    return made.computeIfAbsent(
        List.of(Node.Largest.class, copy),
        key -> new Node.Largest(next++, reach, Optional.empty(), copy));
  }

  /** How what a loop makes of a body may vary. */
  private static Node.Reach outside(Index.Loop loop, Node body) {
    Set<Index.Loop> loops = new LinkedHashSet<>(body.loops());
    loops.remove(loop);
    loop.from().collect(loops);
    loop.to().collect(loops);
    Set<Index.OfWalker> own = new LinkedHashSet<>(body.own());
    boolean lost = own.removeIf(number -> number.value().loops().contains(loop));
    return new Node.Reach(lost ? Scope.WALKER : body.reach().scope(), loops, own);
  }

  /** constant + Σ coefficient·node, simplified. */
  Node linear(double constant, List<Term> terms) {
    double sum = constant;
    Map<Node, Double> merged = new LinkedHashMap<>();
    for (Term term : terms) {
      sum += collect(term.coefficient(), term.node(), merged);
    }
    List<Term> kept = new ArrayList<>();
    merged.forEach((node, coefficient) -> {
      if (coefficient != 0) {
        kept.add(new Term(coefficient, node));
      }
    });
    if (kept.isEmpty()) {
      return constant(sum);
    }
    if (sum == 0 && kept.size() == 1 && kept.getFirst().coefficient() == 1) {
      return kept.getFirst().node();
    }
    return sum(sum == 0 ? 0.0 : sum, kept);
  }

  /**
   * Adds coefficient·node to {@code merged} (modified); returns the part that is a plain number.
   */
  private static double collect(double coefficient, Node node, Map<Node, Double> merged) {
    switch (node) {
      case Constant number -> {
        return coefficient * number.value();
      }
      // A sum is taken apart where that costs nothing: as a plain summand, or when it is but one
      // scaled term.
      case Sum inner when Math.abs(coefficient) == 1 || isScaledTerm(inner) -> {
        for (Term term : inner.terms()) {
          merged.merge(term.node(), coefficient * term.coefficient(), Double::sum);
        }
        return coefficient * inner.constant();
      }
      default -> {
        merged.merge(node, coefficient, Double::sum);
        return 0;
      }
    }
  }

  private static boolean isScaledTerm(Sum sum) {
    return sum.constant() == 0 && sum.terms().size() == 1;
  }

  private Node sum(double constant, List<Term> terms) {
    Node.Reach reach = Node.Reach.of(terms.stream().map(Term::node).toList());
    List<Term> copy = List.copyOf(terms);
    List<Term> anyOrder = new ArrayList<>(terms);
    anyOrder.sort(Comparator.comparingInt(term -> term.node().id()));
    return made.computeIfAbsent(
        List.of(Sum.class, constant, anyOrder), key -> new Sum(next++, reach, constant, copy));
  }

  /** Π base^exponent, simplified; a numeric coefficient ends up outside, as a sum of one term. */
  Node product(List<Factor> factors) {
    Map<Node, Long> merged = new LinkedHashMap<>();
    double coefficient = 1;
    for (Factor factor : factors) {
      coefficient *= collect(factor.base(), factor.exponent(), merged);
    }
    List<Factor> kept = new ArrayList<>();
    merged.forEach((base, exponent) -> {
      if (Math.abs(exponent) > MAX_EXPONENT) {
        throw new IllegalArgumentException("a power beyond " + MAX_EXPONENT);
      }
      if (exponent != 0) {
        kept.add(new Factor(base, exponent.intValue()));
      }
    });
    if (kept.isEmpty() || coefficient == 0) {
      return constant(coefficient);
    }
    Node bare =
        kept.size() == 1 && kept.getFirst().exponent() == 1
            ? kept.getFirst().base()
            : product(kept.toArray(Factor[]::new));
    return coefficient == 1 ? bare : scale(coefficient, bare);
  }

  /** Multiplies base^exponent into {@code merged} (modified); returns the numeric factor. */
  private static double collect(Node base, int exponent, Map<Node, Long> merged) {
    switch (base) {
      case Constant number -> {
        return integerPower(number.value(), exponent);
      }
      case Product inner -> {
        for (Factor factor : inner.factors()) {
          merged.merge(factor.base(), (long) exponent * factor.exponent(), Long::sum);
        }
        return 1;
      }
      case Sum inner when isScaledTerm(inner) -> {
        Term term = inner.terms().getFirst();
        return integerPower(term.coefficient(), exponent) * collect(term.node(), exponent, merged);
      }
      default -> {
        merged.merge(base, (long) exponent, Long::sum);
        return 1;
      }
    }
  }

  private Node product(Factor... factors) {
    Node.Reach reach = Node.Reach.of(Arrays.stream(factors).map(Factor::base).toList());
    List<Factor> copy = List.of(factors);
    List<Factor> anyOrder = new ArrayList<>(copy);
    anyOrder.sort(Comparator.comparingInt(factor -> factor.base().id()));
    return made.computeIfAbsent(
        List.of(Product.class, anyOrder), key -> new Product(next++, reach, copy));
  }

  /** value^exponent by repeated squaring: the same bits on every machine. */
  static double integerPower(double value, int exponent) {
    double result = 1;
    double square = value;
    for (int i = Math.abs(exponent); i > 0; i /= 2) {
      if (i % 2 == 1) {
        result *= square;
      }
      square *= square;
    }
    return exponent < 0 ? 1 / result : result;
  }
}
