package perrin.calculus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import perrin.experiment.Nearest;
import perrin.language.Expr;
import perrin.language.FormulaException;

/**
 * Gives a syntax tree its meaning as nodes of a graph. A value has one component, or one for each
 * coordinate; operations work component by component, a single component going with every other.
 */
public final class Translator {
  /** Beyond it a power is no longer written as multiplications. */
  private static final int MAX_EXPONENT = 64;

  private static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);

  /** What names and calls mean beyond constants and the functions of the library. */
  public interface Environment {
    /** The value of a name. */
    Optional<List<Node>> name(String name);

    /** The value of a call such as {@code normal()} or {@code gradient(x)}. */
    default Optional<List<Node>> call(String function, List<List<Node>> arguments) {
      return Optional.empty();
    }

    /** All that may be written, for suggestions. */
    Collection<String> names();

    /**
     * The value of a shared node that cannot change, so that it may decide how a power is computed.
     */
    default OptionalDouble valueOf(Node node) {
      return OptionalDouble.empty();
    }
  }

  private final Graph graph;
  private final FunctionLibrary functions;

  public Translator(Graph graph, FunctionLibrary functions) {
    this.graph = graph;
    this.functions = functions;
  }

  /**
   * The node of a formula of one component over the given names; for formulas known to be right.
   */
  Node formula(Expr formula, Map<String, Node> names) {
    Environment environment =
        new Environment() {
          @Override
          public Optional<List<Node>> name(String name) {
            return Optional.ofNullable(names.get(name)).map(List::of);
          }

          @Override
          public Collection<String> names() {
            return names.keySet();
          }
        };
    return translate("", formula, environment).getFirst();
  }

  /**
   * The components of an expression.
   *
   * @param text what the expression was parsed from, for complaints
   */
  public List<Node> translate(String text, Expr expression, Environment environment) {
    return new Walk(text, environment).visit(expression);
  }

  /** One expression on its way. */
  private final class Walk {
    private final String text;
    private final Environment environment;

    Walk(String text, Environment environment) {
      this.text = text;
      this.environment = environment;
    }

    List<Node> visit(Expr expression) {
      List<Node> value =
          switch (expression) {
            case Expr.Number number -> List.of(graph.constant(number.value()));
            case Expr.Word word -> throw trouble(word.at(), "a bit pattern has no place here");
            case Expr.Name name -> name(name);
            case Expr.Negate negate -> visit(negate.of()).stream().map(graph::negate).toList();
            case Expr.Binary binary -> binary(binary);
            case Expr.Call call -> call(call);
          };
      for (Node node : value) {
        if (node instanceof Node.Constant number && !Double.isFinite(number.value())) {
          throw trouble(expression.at(), "the value is not finite (division by zero?)");
        }
      }
      return value;
    }

    private List<Node> name(Expr.Name name) {
      Optional<List<Node>> value = environment.name(name.name());
      if (value.isPresent()) {
        return value.get();
      }
      Double constant = CONSTANTS.get(name.name());
      if (constant == null) {
        throw unknown(name.at(), "name", name.name());
      }
      return List.of(graph.constant(constant));
    }

    private List<Node> binary(Expr.Binary binary) {
      List<Node> left = visit(binary.left());
      List<Node> right = visit(binary.right());
      List<Node> result = new ArrayList<>();
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        Node a = left.get(left.size() == 1 ? 0 : i);
        Node b = right.get(right.size() == 1 ? 0 : i);
        result.add(
            switch (binary.operator()) {
              case ADD -> graph.add(a, b);
              case SUBTRACT -> graph.subtract(a, b);
              case MULTIPLY -> graph.multiply(a, b);
              case DIVIDE -> graph.divide(a, b);
              case POWER -> power(a, b, binary.at());
              case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL ->
                  throw trouble(binary.at(), "a comparison gives no number here");
            });
      }
      return List.copyOf(result);
    }

    /** Whole and half exponents become multiplications and a square root, others exp and log. */
    private Node power(Node base, Node exponent, int at) {
      OptionalDouble known =
          exponent instanceof Node.Constant number
              ? OptionalDouble.of(number.value())
              : environment.valueOf(exponent);
      double twice = 2 * known.orElse(Double.NaN);
      if (Math.abs(twice) <= 2 * MAX_EXPONENT && twice == Math.rint(twice)) {
        return twice % 2 == 0
            ? graph.power(base, (int) twice / 2)
            : graph.power(function("sqrt", base, at), (int) twice);
      }
      return function("exp", graph.multiply(exponent, function("log", base, at)), at);
    }

    private List<Node> call(Expr.Call call) {
      List<List<Node>> arguments = call.arguments().stream().map(this::visit).toList();
      Optional<List<Node>> special = special(call, arguments);
      if (special.isPresent()) {
        return special.get();
      }
      Function function = functions.find(call.function()).filter(Function::inFormulas).orElse(null);
      if (function == null) {
        throw unknown(call.at(), "function", call.function());
      }
      requireArguments(call, function.arguments().size());
      return arguments.getFirst().stream()
          .map(x -> function(function.name(), x, call.at()))
          .toList();
    }

    private Optional<List<Node>> special(Expr.Call call, List<List<Node>> arguments) {
      try {
        return environment.call(call.function(), arguments);
      } catch (IllegalArgumentException e) {
        throw trouble(call.at(), call.function() + ": " + e.getMessage());
      }
    }

    private void requireArguments(Expr.Call call, int wanted) {
      if (call.arguments().size() != wanted) {
        String problem =
            call.function() + " takes " + wanted + " argument" + (wanted == 1 ? "" : "s");
        throw trouble(call.at(), problem + ", not " + call.arguments().size());
      }
    }

    private Node function(String name, Node argument, int at) {
      if (argument instanceof Node.Constant number) {
        double value = HostEvaluator.apply(name, number.value());
        if (Double.isNaN(value)) {
          throw trouble(at, name + " of " + number.value() + " is not a number");
        }
        return graph.constant(value);
      }
      return graph.apply(functions.find(name).orElseThrow(), List.of(argument));
    }

    private FormulaException unknown(int at, String kind, String name) {
      TreeSet<String> valid = new TreeSet<>(environment.names());
      if (kind.equals("name")) {
        valid.addAll(CONSTANTS.keySet());
      }
      valid.addAll(functions.inFormulas());
      return trouble(at, "unknown " + kind + " \"" + name + "\"" + Nearest.hint(kind, name, valid));
    }

    private FormulaException trouble(int at, String problem) {
      return new FormulaException(text, at, problem);
    }
  }
}
