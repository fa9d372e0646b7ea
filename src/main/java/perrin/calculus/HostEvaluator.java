package perrin.calculus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Computes nodes in double precision on the host: what all walkers share, and energies for the
 * reference density. Uses StrictMath, so that the bits do not depend on the machine.
 */
public final class HostEvaluator {
  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.of(
          "exp", StrictMath::exp,
          "log", StrictMath::log,
          "sqrt", StrictMath::sqrt,
          "sin", StrictMath::sin,
          "cos", StrictMath::cos,
          "tanh", StrictMath::tanh,
          "abs", Math::abs,
          "sign", Math::signum);

  private final ToDoubleFunction<String> variables;
  private final Map<Node, Double> known = new HashMap<>();

  /**
   * @param variables the value of each variable by name; whatever it throws for an unknown name
   *     passes through
   */
  public HostEvaluator(ToDoubleFunction<String> variables) {
    this.variables = variables;
  }

  /** Whether the host can compute a function of that name. */
  public static boolean knows(String function) {
    return FUNCTIONS.containsKey(function);
  }

  /** The value of a function of one argument. */
  static double apply(String function, double argument) {
    return FUNCTIONS.get(function).applyAsDouble(argument);
  }

  public double value(Node node) {
    Double before = known.get(node);
    if (before != null) {
      return before;
    }
    double value =
        switch (node) {
          case Node.Constant number -> number.value();
          case Node.Variable variable -> variables.applyAsDouble(variable.name());
          case Node.Sum sum -> sum(sum);
          case Node.Product product -> product(product.factors());
          case Node.Apply call -> apply(call.function().name(), value(call.arguments().getFirst()));
        };
    known.put(node, value);
    return value;
  }

  private double sum(Node.Sum sum) {
    double value = sum.constant();
    for (Node.Term term : sum.terms()) {
      value += term.coefficient() * value(term.node());
    }
    return value;
  }

  private double product(List<Node.Factor> factors) {
    double above = 1;
    double below = 1;
    for (Node.Factor factor : factors) {
      double power = Graph.integerPower(value(factor.base()), Math.abs(factor.exponent()));
      if (factor.exponent() > 0) {
        above *= power;
      } else {
        below *= power;
      }
    }
    return above / below;
  }
}
