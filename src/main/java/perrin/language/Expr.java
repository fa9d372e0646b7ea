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

  /** {@code x[i]}, {@code table[r, k]}: an element of an array, indices from 0. */
  record Element(String array, List<Expr> indices, int at) implements Expr {
    public Element {
      indices = List.copyOf(indices);
    }
  }

  /** {@code sum(i in from..to: body)}, both ends included. */
  record Total(String function, String index, Range range, Expr body, int at) implements Expr {}

  /** What an index runs through. */
  sealed interface Range {
    /** Both ends included; empty where {@code to < from}. */
    record Between(Expr from, Expr to) implements Range {}

    /** By the name of a range, such as {@code rows}. */
    record Named(String name, int at) implements Range {}
  }

  /** What joins two operands; comparisons, && and || give a truth value, the others a number. */
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
    EQUAL("=="),
    NOT_EQUAL("!="),
    AND("&&"),
    OR("||");

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
