package perrin.kernel.compile;

import java.util.HashMap;
import java.util.Map;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;

/**
 * A bound, to first order, of the rounding error of a node in single precision: each operation adds
 * a few units in the last place of its result, and passes its operands' errors on (Higham, Accuracy
 * and Stability of Numerical Algorithms, 2nd ed., ch. 3.3, running error analysis).
 */
final class RoundingError {
  /**
   * Two units in the last place for each operation: half a one, a function of the library at most
   * two.
   */
  private static final double OPERATION = 2 * 0x1p-23;

  private final HostEvaluator values;
  private final Map<Node, Double> known = new HashMap<>();

  RoundingError(Map<String, Double> at) {
    values = new HostEvaluator(at::get);
  }

  double of(Node node) {
    Double before = known.get(node);
    if (before != null) {
      return before;
    }
    double error =
        switch (node) {
          case Node.Constant number -> OPERATION * Math.abs(number.value());
          case Node.Variable variable -> OPERATION * Math.abs(values.value(variable));
          case Node.Sum sum -> sum(sum);
          case Node.Product product -> product(product);
          case Node.Apply call -> apply(call);
          case Node.Choice choice -> choice(choice);
          case Node.Element element -> throw new IllegalArgumentException("no arrays here");
          case Node.Count count -> throw new IllegalArgumentException("no indices here");
          case Node.Total total -> throw new IllegalArgumentException("no sums here");
          case Node.Largest largest -> throw new IllegalArgumentException("no sums here");
          case Node.Tabulated table -> throw new IllegalArgumentException("no tables here");
        };
    double usable = isOrdinary(values.value(node)) ? error : Double.POSITIVE_INFINITY;
    known.put(node, usable);
    return usable;
  }

  /** Neither near overflow nor near underflow, where these bounds say nothing. */
  private static boolean isOrdinary(double value) {
    double size = Math.abs(value);
    return size == 0 || size > 1e-12 && size < 1e12;
  }

  /** That of the branch taken, where rounding cannot make it the other. */
  private double choice(Node.Choice choice) {
    double left = values.value(choice.left());
    double right = values.value(choice.right());
    if (!(Math.abs(left - right) > of(choice.left()) + of(choice.right()))) {
      return Double.POSITIVE_INFINITY;
    }
    boolean taken =
        switch (choice.comparison()) {
          case LESS, LESS_OR_EQUAL -> left < right;
          case EQUAL -> false;
        };
    return of(taken ? choice.whenTrue() : choice.whenFalse());
  }

  private double sum(Node.Sum sum) {
    double size = Math.abs(sum.constant());
    double error = 0;
    for (Node.Term term : sum.terms()) {
      size += Math.abs(term.coefficient() * values.value(term.node()));
      error += Math.abs(term.coefficient()) * of(term.node());
    }
    return error + OPERATION * size * (1 + sum.terms().size());
  }

  private double product(Node.Product product) {
    double relative = 0;
    for (Node.Factor factor : product.factors()) {
      int power = Math.abs(factor.exponent());
      double size = Math.abs(values.value(factor.base()));
      double own = size == 0 ? 0 : of(factor.base()) / size;
      relative += isOrdinary(Math.pow(size, power)) ? power * (own + OPERATION) : 1e9;
    }
    return relative * Math.abs(values.value(product));
  }

  private double apply(Node.Apply call) {
    Node argument = call.arguments().getFirst();
    double x = values.value(argument);
    double y = values.value(call);
    double slope =
        switch (call.function().name()) {
          case "exp" -> y;
          case "log" -> 1 / x;
          case "sqrt" -> 0.5 / y;
          case "sin", "cos", "tanh", "abs" -> 1;
          case "sign" -> Math.abs(x) < 10 * of(argument) ? Double.POSITIVE_INFINITY : 0;
          default -> throw new IllegalArgumentException(call.function().name());
        };
    return Math.abs(slope) * of(argument) + OPERATION * Math.abs(y);
  }
}
