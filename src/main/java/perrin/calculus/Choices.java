package perrin.calculus;

import java.util.List;
import java.util.function.BiFunction;
import perrin.language.Expr;
import perrin.language.FormulaException;

/** Gives conditions their meaning: choices between values. */
final class Choices {
  private final Graph graph;
  private final String text;
  private final BiFunction<Expr, Indices, List<Node>> visit;

  /**
   * @param visit gives what is compared its meaning
   */
  Choices(Graph graph, String text, BiFunction<Expr, Indices, List<Node>> visit) {
    this.graph = graph;
    this.text = text;
    this.visit = visit;
  }

  /** A condition whose sides have their meaning. */
  sealed interface Condition {
    /** Two sides compared, component by component. */
    record Compared(Node.Comparison comparison, List<Node> left, List<Node> right)
        implements Condition {}

    /** One that does not hold where the other does. */
    record Not(Condition condition) implements Condition {}

    /** Both, or else the first alone says no. */
    record Both(Condition first, Condition second) implements Condition {}

    /** Either. */
    record Either(Condition first, Condition second) implements Condition {}
  }

  /** Gives a condition its meaning, from left to right as it is written. */
  Condition read(Expr condition, Indices indices) {
    if (!(condition instanceof Expr.Binary test)) {
      throw trouble(condition.at(), "a condition compares, such as x > 0");
    }
    return switch (test.operator()) {
      case LESS -> compared(test, Node.Comparison.LESS, false, indices);
      case GREATER -> compared(test, Node.Comparison.LESS, true, indices);
      case LESS_OR_EQUAL -> compared(test, Node.Comparison.LESS_OR_EQUAL, false, indices);
      case GREATER_OR_EQUAL -> compared(test, Node.Comparison.LESS_OR_EQUAL, true, indices);
      case EQUAL -> compared(test, Node.Comparison.EQUAL, false, indices);
      case NOT_EQUAL -> new Condition.Not(compared(test, Node.Comparison.EQUAL, false, indices));
      case AND -> new Condition.Both(read(test.left(), indices), read(test.right(), indices));
      case OR -> new Condition.Either(read(test.left(), indices), read(test.right(), indices));
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER ->
          throw trouble(test.at(), "a condition compares, such as x > 0");
    };
  }

  private Condition compared(
      Expr.Binary test, Node.Comparison comparison, boolean swapped, Indices indices) {
    List<Node> left = visit.apply(test.left(), indices);
    List<Node> right = visit.apply(test.right(), indices);
    return new Condition.Compared(comparison, swapped ? right : left, swapped ? left : right);
  }

  /** One of two values, component by component; as a number, a comparison is 1 or 0. */
  List<Node> choose(Condition condition, List<Node> whenTrue, List<Node> whenFalse) {
    return switch (condition) {
      case Condition.Compared(var comparison, var left, var right) ->
          FormulaWalk.components(
              List.of(left, right, whenTrue, whenFalse),
              c -> graph.choice(comparison, c.get(0), c.get(1), c.get(2), c.get(3)));
      case Condition.Not(var other) -> choose(other, whenFalse, whenTrue);
      case Condition.Both(var first, var second) ->
          choose(first, choose(second, whenTrue, whenFalse), whenFalse);
      case Condition.Either(var first, var second) ->
          choose(first, whenTrue, choose(second, whenTrue, whenFalse));
    };
  }

  private FormulaException trouble(int at, String problem) {
    return new FormulaException(text, at, problem);
  }
}
