package perrin.calculus;

import java.util.List;

/**
 * A formula as mathematics: what is left when names are resolved and the rules of arithmetic
 * applied. Nodes are made by a {@link Graph} only, which gives equal formulas the same node; so
 * nodes are compared by identity, and common sub-expressions are shared by construction.
 */
public sealed interface Node {
  /** Order of creation in its graph; an operand's is smaller than its user's. */
  int id();

  /** How a value may vary. */
  Scope scope();

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
    public Scope scope() {
      return Scope.RUN;
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
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  /** constant + Σ coefficient·node; at least two terms or one with a coefficient. */
  record Sum(int id, Scope scope, double constant, List<Term> terms) implements Node {
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
  record Product(int id, Scope scope, List<Factor> factors) implements Node {
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
  record Apply(int id, Scope scope, Function function, List<Node> arguments) implements Node {
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
   * One summand; the coefficient is not 0, and the node neither a constant nor a sum with
   * coefficient 1 and the like.
   */
  record Term(double coefficient, Node node) {}

  /** One factor; the exponent is not 0. */
  record Factor(Node base, int exponent) {}

  /** Whether all walkers share the value, so that the host can compute it. */
  default boolean shared() {
    return scope() != Scope.WALKER;
  }
}
