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

  /** One of two values, component by component; as a number, a comparison is 1 or 0. */
  List<Node> choose(Expr condition, List<Node> whenTrue, List<Node> whenFalse, Indices indices) {
    if (!(condition instanceof Expr.Binary test)) {
      throw trouble(condition.at(), "a condition compares, such as x > 0");
    }
    return switch (test.operator()) {
      case LESS -> compare(test, Node.Comparison.LESS, false, whenTrue, whenFalse, indices);
      case GREATER -> compare(test, Node.Comparison.LESS, true, whenTrue, whenFalse, indices);
      case LESS_OR_EQUAL ->
          compare(test, Node.Comparison.LESS_OR_EQUAL, false, whenTrue, whenFalse, indices);
      case GREATER_OR_EQUAL ->
          compare(test, Node.Comparison.LESS_OR_EQUAL, true, whenTrue, whenFalse, indices);
      case EQUAL -> compare(test, Node.Comparison.EQUAL, false, whenTrue, whenFalse, indices);
      case NOT_EQUAL -> compare(test, Node.Comparison.EQUAL, false, whenFalse, whenTrue, indices);
      case AND ->
          choose(
              test.left(), choose(test.right(), whenTrue, whenFalse, indices), whenFalse, indices);
      case OR ->
          choose(
              test.left(), whenTrue, choose(test.right(), whenTrue, whenFalse, indices), indices);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER ->
          throw trouble(test.at(), "a condition compares, such as x > 0");
    };
  }

  private List<Node> compare(
      Expr.Binary test,
      Node.Comparison comparison,
      boolean swapped,
      List<Node> whenTrue,
      List<Node> whenFalse,
      Indices indices) {
    List<Node> left = visit.apply(swapped ? test.right() : test.left(), indices);
    List<Node> right = visit.apply(swapped ? test.left() : test.right(), indices);
    return FormulaWalk.components(
        List.of(left, right, whenTrue, whenFalse),
        c -> graph.choice(comparison, c.get(0), c.get(1), c.get(2), c.get(3)));
  }

  private FormulaException trouble(int at, String problem) {
    return new FormulaException(text, at, problem);
  }
}
