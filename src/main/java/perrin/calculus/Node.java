package perrin.calculus;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A formula as mathematics: what is left when names are resolved and the rules of arithmetic
 * applied. Nodes are made by a {@link Graph} only, which gives equal formulas the same node; so
 * nodes are compared by identity, and common sub-expressions are shared by construction.
 */
public sealed interface Node {
  /** What the largest of no values is: the lowest number that all precisions have. */
  double LOWEST = -Float.MAX_VALUE;

  /** Order of creation in its graph; an operand's is smaller than its user's. */
  int id();

  /** How its value may vary. */
  Reach reach();

  /** What the value is computed from. */
  List<Node> operands();

  default Scope scope() {
    return reach().own().isEmpty() ? reach().scope() : Scope.WALKER;
  }

  /** The indices of sums that it depends on. */
  default Set<Index.Loop> loops() {
    return reach().loops();
  }

  /** The walkers' own whole numbers that it depends on, besides what else is a walker's. */
  default Set<Index.OfWalker> own() {
    return reach().own();
  }

  /**
   * How a value may vary: how widely it is shared, and from index to index of which sums.
   *
   * @param scope of all but the walkers' own indices
   * @param own these
   */
  record Reach(Scope scope, Set<Index.Loop> loops, Set<Index.OfWalker> own) {
    static final Reach RUN = new Reach(Scope.RUN, Set.of(), Set.of());

    /** Of what depends on no index of a walker's own. */
    Reach(Scope scope, Set<Index.Loop> loops) {
      this(scope, loops, Set.of());
    }

    /** Of what an index is put into. */
    static Reach of(Scope scope, Index index) {
      return new Reach(scope, index.loops(), index.own());
    }

    Reach or(Reach other) {
      return new Reach(scope.or(other.scope), both(loops, other.loops), both(own, other.own));
    }

    /** What the walkers' own indices are made of. */
    private List<Node> ownValues() {
      return own.stream().map(Index.OfWalker::value).toList();
    }

    private static <T> Set<T> both(Set<T> some, Set<T> others) {
      if (others.isEmpty() || some.containsAll(others)) {
        return some;
      }
      Set<T> both = new LinkedHashSet<>(some);
      both.addAll(others);
      return Collections.unmodifiableSet(both);
    }

    static Reach of(Collection<? extends Node> operands) {
      Reach reach = RUN;
      for (Node operand : operands) {
        reach = reach.or(operand.reach());
      }
      return reach;
    }
  }

  /** How widely a value is shared. */
  enum Scope {
    /** The same for all walkers and steps. */
    RUN,
    /** The same for all walkers, changing from step to step: a schedule. */
    STEP,
    /** A walker's own. */
    WALKER;

    Scope or(Scope other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** A number. */
  record Constant(int id, double value) implements Node {
    @Override
    public Reach reach() {
      return Reach.RUN;
    }

    @Override
    public List<Node> operands() {
      return List.of();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** A named value from outside: a coordinate, a parameter, kT, a Gaussian. */
  record Variable(int id, String name, Scope scope) implements Node {
    @Override
    public Reach reach() {
      return new Reach(scope, Set.of());
    }

    @Override
    public List<Node> operands() {
      return List.of();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** constant + Σ coefficient·node; at least two terms or one with a coefficient. */
  record Sum(int id, Reach reach, double constant, List<Term> terms) implements Node {
    @Override
    public List<Node> operands() {
      return terms.stream().map(Term::node).toList();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** Π base^exponent; at least two factors or one with an exponent other than 1. */
  record Product(int id, Reach reach, List<Factor> factors) implements Node {
    @Override
    public List<Node> operands() {
      return factors.stream().map(Factor::base).toList();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** A function of the library applied to its arguments. */
  record Apply(int id, Reach reach, Function function, List<Node> arguments) implements Node {
    @Override
    public List<Node> operands() {
      return arguments;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** One of two values: {@code if(left < right, whenTrue, whenFalse)}. */
  record Choice(
      int id,
      Reach reach,
      Comparison comparison,
      Node left,
      Node right,
      Node whenTrue,
      Node whenFalse)
      implements Node {
    @Override
    public List<Node> operands() {
      return List.of(left, right, whenTrue, whenFalse);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** An element of an array. */
  record Element(int id, Reach reach, Array array, Index at) implements Node {
    @Override
    public List<Node> operands() {
      return reach.ownValues();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** An index as a number. */
  record Count(int id, Reach reach, Index index) implements Node {
    @Override
    public List<Node> operands() {
      return reach.ownValues();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** Σ over an index of a body that may depend on it. */
  record Total(int id, Reach reach, Index.Loop loop, Node body) implements Node {
    @Override
    public List<Node> operands() {
      return List.of(body);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /**
   * The largest of some values, in all rounds of a loop if there is one. It shifts the exponents of
   * {@code logsumexp}, which does not depend on the shift: so it counts as a constant, and its
   * derivatives are 0. Where one of them is not a number it may be any of the others.
   */
  record Largest(int id, Reach reach, Optional<Index.Loop> loop, List<Node> of) implements Node {
    @Override
    public List<Node> operands() {
      return of;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /**
   * A table at a place, or a derivative of it.
   *
   * @param orders of the derivative, one for each argument; 0 for none
   */
  record Tabulated(int id, Reach reach, Spline spline, List<Integer> orders, List<Node> arguments)
      implements Node {
    @Override
    public List<Node> operands() {
      return arguments;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** How two numbers compare; false for what is not a number. */
  enum Comparison {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    EQUAL("==");

    private final String symbol;

    Comparison(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }

    boolean holds(double left, double right) {
      return switch (this) {
        case LESS -> left < right;
        case LESS_OR_EQUAL -> left <= right;
        case EQUAL -> left == right;
      };
    }
  }

  /**
   * One summand; the coefficient is not 0, and the node neither a constant nor a sum with
   * coefficient 1 and the like.
   */
  record Term(double coefficient, Node node) {}

  /** One factor; the exponent is not 0. */
  record Factor(Node base, int exponent) {}

  /** Whether all walkers share the value; it may still differ from index to index of a sum. */
  default boolean shared() {
    return scope() != Scope.WALKER;
  }

  /**
   * Whether indices alone make it differ between walkers, or nothing does: its derivatives are 0,
   * and one table has its values for all of them.
   */
  default boolean sharedByIndex() {
    return reach().scope() != Scope.WALKER;
  }
}
