package perrin.calculus;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hipparchus.complex.Complex;
import perrin.language.Expr;

/**
 * Derivatives without rules for derivatives: ∂f/∂x = Im f(x + i h)/h, exact to rounding for a tiny
 * h, for nothing is subtracted (Squire &amp; Trapp, SIAM Review 40 (1998) 110-112). Works on the
 * formula as written, so that it shares nothing with the graph, its simplifications and its
 * gradient.
 */
public final class ComplexStep {
  private static final double STEP = 1e-30;

  private static final Map<String, Function<Complex, Complex>> FUNCTIONS =
      Map.of(
          "exp",
          Complex::exp,
          "log",
          z -> z.getReal() > 0 ? z.log() : Complex.NaN,
          "sqrt",
          z -> z.getReal() > 0 ? z.sqrt() : Complex.NaN,
          "sin",
          Complex::sin,
          "cos",
          Complex::cos,
          "tanh",
          Complex::tanh,
          "abs",
          z -> z.getReal() < 0 ? z.negate() : z,
          "sign",
          z -> new Complex(Math.signum(z.getReal())));

  private final Map<String, Complex> names;
  private final Map<String, Integer> indices = new HashMap<>();

  private ComplexStep(Map<String, Complex> names) {
    this.names = names;
  }

  public static double value(Expr formula, Map<String, Double> names) {
    return evaluate(formula, names, "").getReal();
  }

  public static double derivative(Expr formula, Map<String, Double> names, String variable) {
    return evaluate(formula, names, variable).getImaginary() / STEP;
  }

  private static Complex evaluate(Expr formula, Map<String, Double> names, String variable) {
    Map<String, Complex> moved =
        names.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> new Complex(e.getValue(), e.getKey().equals(variable) ? STEP : 0)));
    return new ComplexStep(moved).visit(formula);
  }

  private Complex visit(Expr formula) {
    return switch (formula) {
      case Expr.Number number -> new Complex(number.value());
      case Expr.Word word -> throw new IllegalArgumentException("no number");
      case Expr.Name name ->
          indices.containsKey(name.name())
              ? new Complex(indices.get(name.name()))
              : name.name().equals("pi") ? new Complex(Math.PI) : names.get(name.name());
      case Expr.Element element -> names.get(element.array() + at(element));
      case Expr.Total total -> total(total);
      case Expr.Call call when call.function().equals("mod") ->
          new Complex(
              Math.floorMod(index(call.arguments().get(0)), index(call.arguments().get(1))));
      case Expr.Call call when call.function().equals("if") ->
          visit(call.arguments().get(holds(call.arguments().get(0)) ? 1 : 2));
      case Expr.Negate negate -> visit(negate.of()).negate();
      case Expr.Call call -> FUNCTIONS.get(call.function()).apply(visit(call.arguments().get(0)));
      case Expr.Binary binary -> {
        Complex a = visit(binary.left());
        Complex b = visit(binary.right());
        yield switch (binary.operator()) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case DIVIDE -> a.divide(b);
          case POWER -> power(a, b);
          default -> throw new IllegalArgumentException("no number");
        };
      }
    };
  }

  private String at(Expr.Element element) {
    return element.indices().stream().map(this::index).toList().toString();
  }

  private int index(Expr expression) {
    return (int) Math.rint(visit(expression).getReal());
  }

  private Complex total(Expr.Total total) {
    Expr.Range.Between range = (Expr.Range.Between) total.range();
    Complex sum = Complex.ZERO;
    int to = index(range.to());
    for (int i = index(range.from()); i <= to; i++) {
      indices.put(total.index(), i);
      sum = sum.add(visit(total.body()));
    }
    indices.remove(total.index());
    return sum;
  }

  private boolean holds(Expr condition) {
    Expr.Binary test = (Expr.Binary) condition;
    return switch (test.operator()) {
      case AND -> holds(test.left()) && holds(test.right());
      case OR -> holds(test.left()) || holds(test.right());
      default -> {
        double a = visit(test.left()).getReal();
        double b = visit(test.right()).getReal();
        yield switch (test.operator()) {
          case LESS -> a < b;
          case LESS_OR_EQUAL -> a <= b;
          case GREATER -> a > b;
          case GREATER_OR_EQUAL -> a >= b;
          case EQUAL -> a == b;
          case NOT_EQUAL -> a != b;
          default -> throw new IllegalArgumentException("no condition");
        };
      }
    };
  }

  private static Complex power(Complex base, Complex exponent) {
    double whole = exponent.getReal();
    if (exponent.getImaginary() == 0 && whole == Math.rint(whole)) {
      Complex power = Complex.ONE;
      for (int i = 0; i < Math.abs(whole); i++) {
        power = power.multiply(base);
      }
      return whole < 0 ? power.reciprocal() : power;
    }
    return base.getReal() > 0 ? base.log().multiply(exponent).exp() : Complex.NaN;
  }
}
