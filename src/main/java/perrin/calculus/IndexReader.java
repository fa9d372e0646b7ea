package perrin.calculus;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import perrin.language.Expr;
import perrin.language.FormulaException;

/** Reads expressions that stand for whole numbers: indices, and the ends of ranges. */
final class IndexReader {
  /** Larger ones belong to no array; keeps sums of indices from overflowing. */
  private static final double MAX_SIZE = 1 << 30;

  private final String text;
  private final Translator.Environment environment;
  private final Indices indices;

  IndexReader(String text, Translator.Environment environment, Indices indices) {
    this.text = text;
    this.environment = environment;
    this.indices = indices;
  }

  Index read(Expr expression) {
    try {
      return meaning(expression);
    } catch (ArithmeticException e) {
      throw trouble(expression, "an index beyond 2^31");
    } catch (IllegalArgumentException e) {
      throw trouble(expression, e.getMessage());
    }
  }

  private Index meaning(Expr expression) {
    return switch (expression) {
      case Expr.Number number -> whole(number.value(), expression);
      case Expr.Name name -> name(name);
      case Expr.Negate negate -> read(negate.of()).times(-1);
      case Expr.Binary binary -> binary(binary);
      case Expr.Call call -> call(call);
      case Expr.Element element -> element(element);
      case Expr.Total total -> throw noIndex(expression);
      case Expr.Word word -> throw noIndex(expression);
    };
  }

  private Index name(Expr.Name name) {
    Optional<Index> index = indices.find(name.name());
    if (index.isPresent()) {
      return index.get();
    }
    Optional<Index> own = environment.index(name.name(), List::of, indices);
    if (own.isPresent()) {
      return own.get();
    }
    List<Node> value = environment.name(name.name(), indices).orElse(List.of());
    OptionalDouble fixed =
        value.size() != 1
            ? OptionalDouble.empty()
            : value.getFirst() instanceof Node.Constant number
                ? OptionalDouble.of(number.value())
                : environment.valueOf(value.getFirst());
    if (fixed.isEmpty()) {
      throw trouble(name, name.name() + " is not the index of a sum, nor a whole number");
    }
    return whole(fixed.getAsDouble(), name);
  }

  private Index whole(double value, Expr at) {
    if (value != Math.rint(value) || Math.abs(value) > MAX_SIZE) {
      throw trouble(at, "an index is a whole number, not " + value);
    }
    return Index.constant((int) value);
  }

  private Index binary(Expr.Binary binary) {
    return switch (binary.operator()) {
      case ADD -> read(binary.left()).plus(read(binary.right()));
      case SUBTRACT -> read(binary.left()).plus(read(binary.right()).times(-1));
      case MULTIPLY -> {
        Index left = read(binary.left());
        Index right = read(binary.right());
        if (!left.isConstant() && !right.isConstant()) {
          throw trouble(binary, "an index is multiplied by whole numbers only");
        }
        yield left.isConstant() ? right.times(left.constant()) : left.times(right.constant());
      }
      case DIVIDE,
          POWER,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR ->
          throw noIndex(binary);
    };
  }

  private Index call(Expr.Call call) {
    if (!call.function().equals("mod") || call.arguments().size() != 2) {
      throw noIndex(call);
    }
    Index divisor = read(call.arguments().get(1));
    if (!divisor.isConstant() || divisor.constant() < 1) {
      throw trouble(call, "mod(i, n) takes a whole number n of at least 1");
    }
    return read(call.arguments().getFirst()).remainder(divisor.constant());
  }

  private Index element(Expr.Element element) {
    Optional<Index> own = own(element);
    if (own.isPresent()) {
      return own.get();
    }
    ArrayView view = environment.array(element.array()).orElseThrow(() -> noArray(element));
    return view.lookup(element.array(), view.place(element.array(), at(element)));
  }

  private FormulaException noArray(Expr.Element element) {
    String reason = environment.reason(element.array()).map("; "::concat).orElse("");
    return new FormulaException(text, element.at(), element.array() + " is not an array", reason);
  }

  /** A walker's own index that is written as an element of an array. */
  Optional<Index> own(Expr.Element element) {
    return environment.index(element.array(), () -> at(element), indices);
  }

  /** Which element it is. */
  List<Index> at(Expr.Element element) {
    return element.indices().stream().map(this::read).toList();
  }

  private FormulaException noIndex(Expr at) {
    return trouble(at, "an index is made of whole numbers, indices of sums, + - * and mod(i, n)");
  }

  private FormulaException trouble(Expr at, String problem) {
    return new FormulaException(text, at.at(), problem);
  }
}
