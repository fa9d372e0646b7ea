package perrin.kernel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.experiment.Precision;
import perrin.language.Expr;
import perrin.language.FormulaException;
import perrin.language.Statement;

/**
 * A function of the library as code. Its definition is taken word for word: no operation is moved,
 * merged or fused that is not written so.
 *
 * @param code inputs are the arguments, outputs the results
 */
public record Definition(Function function, Code code) {

  /** The definition for walkers of that precision, which says how wide reals and words are. */
  public static Definition of(Function function, Precision precision) {
    return new Definition(function, new Compiler(function, precision).compile());
  }

  private static final class Compiler {
    private final Function function;
    private final Precision precision;
    private final CodeBuilder code = new CodeBuilder();
    private final Map<String, Op> values = new HashMap<>();

    Compiler(Function function, Precision precision) {
      this.function = function;
      this.precision = precision;
    }

    Code compile() {
      for (Function.Argument argument : function.arguments()) {
        boolean word = argument.type() == Function.ArgumentType.WORD;
        values.put(argument.name(), code.input(word ? Type.WORD : Type.REAL, argument.name()));
      }
      for (Statement statement : function.in(precision).program()) {
        switch (statement) {
          case Statement.Assignment line ->
              values.put(line.name(), code.named(visit(line.value()), line.name()));
          case Statement.Repeat loop -> throw trouble(loop.at(), "a definition has no loops");
          case Statement.Accept line -> throw trouble(line.at(), "a definition accepts nothing");
        }
      }
      Map<String, Op> results = new LinkedHashMap<>();
      for (String result : function.results()) {
        results.put(result, values.get(result));
      }
      return code.build(results);
    }

    private Op visit(Expr expression) {
      try {
        return switch (expression) {
          case Expr.Number number -> code.number(number.value());
          case Expr.Word word -> word(word);
          case Expr.Name name -> name(name);
          case Expr.Negate negate -> negate(negate);
          case Expr.Binary binary -> binary(binary);
          case Expr.Call call -> call(call);
          case Expr.Element element -> throw trouble(element.at(), "a definition has no arrays");
          case Expr.Total total -> throw trouble(total.at(), "a definition has no sums");
        };
      } catch (IllegalArgumentException e) {
        throw trouble(expression.at(), e.getMessage());
      }
    }

    private Op word(Expr.Word word) {
      if (precision == Precision.SINGLE && word.bits() >>> 32 != 0) {
        throw trouble(word.at(), "more than the 32 bits of a word in single precision");
      }
      return code.word(word.bits());
    }

    private Op name(Expr.Name name) {
      Op value = values.get(name.name());
      if (value == null) {
        throw trouble(name.at(), "unknown name \"" + name.name() + "\"");
      }
      return value;
    }

    private Op negate(Expr.Negate negate) {
      return negate.of() instanceof Expr.Number number
          ? code.number(-number.value())
          : code.op(Opcode.NEGATE, visit(negate.of()));
    }

    private Op binary(Expr.Binary binary) {
      Op a = visit(binary.left());
      Op b = visit(binary.right());
      boolean words = a.type() == Type.WORD;
      return switch (binary.operator()) {
        case ADD -> code.op(words ? Opcode.ADD_WORDS : Opcode.ADD, a, b);
        case SUBTRACT -> code.op(words ? Opcode.SUBTRACT_WORDS : Opcode.SUBTRACT, a, b);
        case MULTIPLY -> code.op(Opcode.MULTIPLY, a, b);
        case DIVIDE -> code.op(Opcode.DIVIDE, a, b);
        case LESS -> code.op(Opcode.LESS, a, b);
        case LESS_OR_EQUAL -> code.op(Opcode.LESS_OR_EQUAL, a, b);
        case GREATER -> code.op(Opcode.LESS, b, a);
        case GREATER_OR_EQUAL -> code.op(Opcode.LESS_OR_EQUAL, b, a);
        case EQUAL -> code.op(Opcode.EQUAL, a, b);
        case NOT_EQUAL, AND, OR -> throw trouble(binary.at(), "not an operator of definitions");
        case POWER -> throw trouble(binary.at(), "a definition multiplies, it takes no powers");
      };
    }

    private Op call(Expr.Call call) {
      Optional<Opcode> primitive = Opcode.named(call.function());
      if (primitive.isPresent() && primitive.get().isShift()) {
        Expr.Number places = (Expr.Number) call.arguments().get(1);
        return code.shift(
            primitive.get(), visit(call.arguments().getFirst()), (int) places.value());
      }
      List<Op> arguments = call.arguments().stream().map(this::visit).toList();
      if (primitive.isPresent()) {
        return code.op(primitive.get(), arguments.toArray(Op[]::new));
      }
      Function callee =
          FunctionLibrary.standard()
              .find(call.function())
              .orElseThrow(() -> trouble(call.at(), "unknown function " + call.function()));
      return code.call(callee, arguments).getFirst();
    }

    private FormulaException trouble(int at, String problem) {
      return new FormulaException(function.in(precision).text(), at, problem);
    }
  }
}
