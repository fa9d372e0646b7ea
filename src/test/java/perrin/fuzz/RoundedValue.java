package perrin.fuzz;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perrin.language.Expr;

/**
 * A formula's value and how far rounding can take it at most, each operation and each number being
 * off by a few units: running error analysis (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2002, ch. 3.3).
 *
 * @param error of an absolute kind
 */
record RoundedValue(double value, double error) {
  /** Where rounding decides: a comparison of values that may be equal, or values out of range. */
  static final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final double TINY = 1e-36;
  private static final double HUGE = 1e30;

  /**
   * @param names as {@code ComplexStep} has them: {@code s}, {@code x[0]}, {@code tab[1, 0]}
   * @param unit rounding error of one operation, relative
   */
  static RoundedValue of(Expr formula, Map<String, Double> names, double unit) {
    return new Walk(names, unit).visit(formula);
  }

  private static final class Walk {
    private final Map<String, Double> names;
    private final Map<String, Integer> indices = new HashMap<>();
    private final double unit;

    Walk(Map<String, Double> names, double unit) {
      this.names = names;
      this.unit = unit;
    }

    private RoundedValue rounded(double value, double error) {
      if (!(Math.abs(value) < HUGE && error < HUGE)) {
        throw new UndecidedException();
      }
      return new RoundedValue(value, error + 4 * unit * Math.abs(value) + TINY);
    }

    RoundedValue visit(Expr formula) {
      return switch (formula) {
        case Expr.Number number -> rounded(number.value(), 0);
        case Expr.Word word -> throw new IllegalArgumentException("no number");
        case Expr.Name name -> rounded(number(name.name()), 0);
        case Expr.Element element -> {
          List<Integer> at = element.indices().stream().map(this::index).toList();
          yield rounded(names.get(element.array() + at), 0);
        }
        case Expr.Negate negate -> {
          RoundedValue of = visit(negate.of());
          yield new RoundedValue(-of.value(), of.error());
        }
        case Expr.Total total -> total(total);
        case Expr.Call call when call.function().equals("mod") -> rounded(index(call), 0);
        case Expr.Call call when call.function().equals("if") ->
            visit(call.arguments().get(holds(call.arguments().get(0)) ? 1 : 2));
        case Expr.Call call -> function(call.function(), visit(call.arguments().getFirst()));
        case Expr.Binary binary -> binary(binary);
      };
    }

    private double number(String name) {
      if (indices.containsKey(name)) {
        return indices.get(name);
      }
      return name.equals("pi") ? Math.PI : names.get(name);
    }

    private RoundedValue total(Expr.Total total) {
      int from = 0;
      int to = 0;
      switch (total.range()) {
        case Expr.Range.Between range -> {
          from = index(range.from());
          to = index(range.to());
        }
        case Expr.Range.Named range -> to = names.get(range.name()).intValue() - 1;
      }
      RoundedValue sum = new RoundedValue(0, 0);
      double size = 0;
      for (int i = from; i <= to; i++) {
        indices.put(total.index(), i);
        RoundedValue term = visit(total.body());
        size += Math.abs(term.value()); // the terms may be added in any order
        sum = rounded(sum.value() + term.value(), sum.error() + term.error() + 4 * unit * size);
      }
      indices.remove(total.index());
      return sum;
    }

    private RoundedValue binary(Expr.Binary binary) {
      return switch (binary.operator()) {
        case ADD, SUBTRACT -> {
          RoundedValue a = visit(binary.left());
          RoundedValue b = visit(binary.right());
          double sign = binary.operator() == Expr.Operator.ADD ? 1 : -1;
          // Longer sums may be added in another order.
          double size = 4 * unit * (Math.abs(a.value()) + Math.abs(b.value()));
          yield rounded(a.value() + sign * b.value(), a.error() + b.error() + size);
        }
        case MULTIPLY -> times(visit(binary.left()), visit(binary.right()));
        case DIVIDE -> {
          RoundedValue a = visit(binary.left());
          RoundedValue b = visit(binary.right());
          double least = Math.abs(b.value()) - b.error();
          if (least <= 0) {
            throw new UndecidedException();
          }
          double ratio = a.value() / b.value();
          yield rounded(ratio, (a.error() + Math.abs(ratio) * b.error()) / least);
        }
        case POWER -> power(visit(binary.left()), visit(binary.right()).value());
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL, AND, OR ->
            new RoundedValue(holds(binary) ? 1 : 0, 0);
      };
    }

    private RoundedValue times(RoundedValue a, RoundedValue b) {
      double error =
          Math.abs(a.value()) * b.error() + Math.abs(b.value()) * a.error() + a.error() * b.error();
      return rounded(a.value() * b.value(), error);
    }

    /** Of tame formulas: whole and small. */
    private RoundedValue power(RoundedValue base, double exponent) {
      RoundedValue power = base;
      for (int i = 1; i < exponent; i++) {
        power = times(power, base);
      }
      return power;
    }

    private RoundedValue function(String name, RoundedValue of) {
      double x = of.value();
      double e = of.error();
      double below = x - e;
      return switch (name) {
        case "exp" -> rounded(Math.exp(x), Math.expm1(e) * Math.exp(x));
        case "log" -> rounded(Math.log(positive(x, below)), e / below);
        case "sqrt" -> rounded(Math.sqrt(positive(x, below)), e / Math.sqrt(below));
        case "sin" -> rounded(Math.sin(x), e);
        case "cos" -> rounded(Math.cos(x), e);
        case "tanh" -> rounded(Math.tanh(x), e);
        case "abs" -> new RoundedValue(Math.abs(x), e);
        case "sign" -> {
          if (Math.abs(x) <= e) {
            throw new UndecidedException();
          }
          yield new RoundedValue(Math.signum(x), 0);
        }
        default -> throw new IllegalArgumentException(name);
      };
    }

    private static double positive(double x, double below) {
      if (below <= 0) {
        throw new UndecidedException();
      }
      return x;
    }

    private boolean holds(Expr condition) {
      Expr.Binary test = (Expr.Binary) condition;
      return switch (test.operator()) {
        case AND -> holds(test.left()) & holds(test.right());
        case OR -> holds(test.left()) | holds(test.right());
        default -> {
          RoundedValue a = visit(test.left());
          RoundedValue b = visit(test.right());
          if (Math.abs(a.value() - b.value()) <= a.error() + b.error()) {
            throw new UndecidedException();
          }
          yield switch (test.operator()) {
            case LESS, LESS_OR_EQUAL -> a.value() < b.value();
            case GREATER, GREATER_OR_EQUAL -> a.value() > b.value();
            case NOT_EQUAL -> true;
            default -> false;
          };
        }
      };
    }

    /** Indices are small and exact. */
    private int index(Expr expression) {
      if (expression instanceof Expr.Call call && call.function().equals("mod")) {
        return Math.floorMod(index(call.arguments().get(0)), index(call.arguments().get(1)));
      }
      return (int) Math.rint(visit(expression).value());
    }
  }
}
