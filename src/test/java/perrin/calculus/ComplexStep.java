package perrin.calculus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hipparchus.complex.Complex;
import org.hipparchus.special.Erf;
import perrin.language.Expr;

/**
 * Derivatives without rules for derivatives: ∂f/∂x = Im f(x + i h)/h, exact to rounding for a tiny
 * h, for nothing is subtracted (Squire &amp; Trapp, SIAM Review 40 (1998) 110-112). Works on the
 * formula as written, so that it shares nothing with the graph, its simplifications and its
 * gradient.
 */
public final class ComplexStep {
  private static final double STEP = 1e-30;

  private static final Map<String, Function<List<Complex>, Complex>> FUNCTIONS =
      Map.ofEntries(
          of("abs", z -> z.getReal() < 0 ? z.negate() : z),
          of("acos", z -> along(z, Math.acos(z.getReal()), x -> -1 / Math.sqrt(1 - x * x))),
          of("asin", z -> along(z, Math.asin(z.getReal()), x -> 1 / Math.sqrt(1 - x * x))),
          of("atan", z -> along(z, Math.atan(z.getReal()), x -> 1 / (1 + x * x))),
          of("cbrt", z -> z.getReal() > 0 ? z.cbrt() : z.negate().cbrt().negate()),
          of("ceil", z -> new Complex(Math.ceil(z.getReal()))),
          of("cos", Complex::cos),
          of("cosh", Complex::cosh),
          of(
              "erf",
              z -> along(z, Erf.erf(z.getReal()), x -> Math.exp(-x * x) / Math.sqrt(Math.PI) * 2)),
          of("exp", Complex::exp),
          of("expm1", z -> z.exp().subtract(1)),
          of("floor", z -> new Complex(Math.floor(z.getReal()))),
          of("heaviside", z -> new Complex(z.getReal() > 0 ? 1 : z.getReal() < 0 ? 0 : 0.5)),
          of("log", z -> z.getReal() > 0 ? z.log() : Complex.NaN),
          of("log10", z -> z.getReal() > 0 ? z.log().divide(Math.log(10)) : Complex.NaN),
          of("log1p", z -> z.getReal() > -1 ? z.add(1).log() : Complex.NaN),
          of("log2", z -> z.getReal() > 0 ? z.log().divide(Math.log(2)) : Complex.NaN),
          of("round", z -> new Complex(Math.rint(z.getReal()))),
          of("sign", z -> new Complex(Math.signum(z.getReal()))),
          of("sin", Complex::sin),
          of("sinh", Complex::sinh),
          of("sqrt", z -> z.getReal() > 0 ? z.sqrt() : Complex.NaN),
          of("tan", Complex::tan),
          of("tanh", Complex::tanh),
          Map.entry("atan2", z -> angle(z.get(0), z.get(1))),
          Map.entry("hypot", z -> length(z.get(0), z.get(1))),
          Map.entry("max", z -> z.get(0).getReal() > z.get(1).getReal() ? z.get(0) : z.get(1)),
          Map.entry("min", z -> z.get(0).getReal() < z.get(1).getReal() ? z.get(0) : z.get(1)),
          Map.entry("pow", z -> power(z.get(0), z.get(1))));

  private static Map.Entry<String, Function<List<Complex>, Complex>> of(
      String name, Function<Complex, Complex> function) {
    return Map.entry(name, arguments -> function.apply(arguments.getFirst()));
  }

  /** To first order: a complex function of the library would cancel where the step is tiny. */
  private static Complex along(Complex z, double value, DoubleUnaryOperator slope) {
    double step = z.getImaginary();
    return new Complex(value, step == 0 ? 0 : step * slope.applyAsDouble(z.getReal()));
  }

  private static Complex length(Complex a, Complex b) {
    double length = Math.hypot(a.getReal(), b.getReal());
    double slope = a.getReal() * a.getImaginary() + b.getReal() * b.getImaginary();
    return new Complex(length, length == 0 ? 0 : slope / length);
  }

  private static Complex angle(Complex y, Complex x) {
    double turn = x.getReal() * y.getImaginary() - y.getReal() * x.getImaginary();
    double square = x.getReal() * x.getReal() + y.getReal() * y.getReal();
    return new Complex(Math.atan2(y.getReal(), x.getReal()), turn / square);
  }

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
              : switch (name.name()) {
                case "pi" -> new Complex(Math.PI);
                case "e" -> new Complex(Math.E);
                default -> names.get(name.name());
              };
      case Expr.Element element -> names.get(element.array() + at(element));
      case Expr.Total total -> total(total);
      case Expr.Call call when call.function().equals("mod") ->
          new Complex(
              Math.floorMod(index(call.arguments().get(0)), index(call.arguments().get(1))));
      case Expr.Call call when call.function().equals("if") ->
          visit(call.arguments().get(holds(call.arguments().get(0)) ? 1 : 2));
      case Expr.Negate negate -> visit(negate.of()).negate();
      case Expr.Call call ->
          FUNCTIONS.get(call.function()).apply(call.arguments().stream().map(this::visit).toList());
      case Expr.Binary truth when isTruth(truth) -> holds(truth) ? Complex.ONE : Complex.ZERO;
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

  private static boolean isTruth(Expr.Binary binary) {
    return switch (binary.operator()) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER -> false;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL, AND, OR -> true;
    };
  }

  private String at(Expr.Element element) {
    return element.indices().stream().map(this::index).toList().toString();
  }

  private int index(Expr expression) {
    return (int) Math.rint(visit(expression).getReal());
  }

  private Complex total(Expr.Total total) {
    boolean exponents = total.function().equals("logsumexp");
    Complex sum = Complex.ZERO;
    int from = 0;
    int to = 0;
    switch (total.range()) {
      case Expr.Range.Between range -> {
        from = index(range.from());
        to = index(range.to());
      }
      case Expr.Range.Named range -> to = (int) names.get(range.name()).getReal() - 1;
    }
    for (int i = from; i <= to; i++) {
      indices.put(total.index(), i);
      Complex term = visit(total.body());
      sum = sum.add(exponents ? term.exp() : term);
    }
    indices.remove(total.index());
    return exponents ? sum.log() : sum;
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
