package perrin.language;

import java.util.List;

/**
 * A formula as written: the syntax tree, before names mean anything.
 *
 * <p>Every node knows where it stands: {@code at} is the offset of its first character (for an
 * operator, of the operator) in the text it was parsed from.
 */
public sealed interface Expr {
  /** Offset in the text, from 0. */
  int at();

  /** A decimal number. */
  record Number(double value, int at) implements Expr {}

  /** A bit pattern such as {@code 0x3f800000}; only definitions of functions use them. */
  record Word(long bits, int at) implements Expr {}

  /** A coordinate, parameter, constant, state variable or intermediate value. */
  record Name(String name, int at) implements Expr {}

  /** The negative of a value. */
  record Negate(Expr of, int at) implements Expr {}

  /** Two operands joined by an operator. */
  record Binary(Operator operator, Expr left, Expr right, int at) implements Expr {}

  /** A function applied to its arguments. */
  record Call(String function, List<Expr> arguments, int at) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** What joins two operands; comparisons give a truth value, the others a number. */
  enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    POWER("^"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    EQUAL("==");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }

    static Operator of(String symbol) {
      for (Operator operator : values()) {
        if (operator.symbol.equals(symbol)) {
          return operator;
        }
      }
      throw new IllegalArgumentException("no operator " + symbol);
    }
  }
}
