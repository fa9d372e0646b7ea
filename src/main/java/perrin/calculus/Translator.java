package perrin.calculus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import perrin.experiment.Shown;
import perrin.language.Expr;
import perrin.language.FormulaException;

/**
 * Gives a syntax tree its meaning as nodes of a graph. A value has one component, or one for each
 * coordinate; operations work component by component, a single component going with every other.
 */
public final class Translator {
  /** The largest whole power; by repeated squaring it takes 26 multiplications. */
  private static final int MAX_EXPONENT = 1_000_000;

  private static final Set<Expr.Operator> SUMS =
      EnumSet.of(Expr.Operator.ADD, Expr.Operator.SUBTRACT);
  private static final Set<Expr.Operator> PRODUCTS =
      EnumSet.of(Expr.Operator.MULTIPLY, Expr.Operator.DIVIDE);
  private static final Set<Expr.Operator> INVERSES =
      EnumSet.of(Expr.Operator.SUBTRACT, Expr.Operator.DIVIDE);

  private static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);

  /** What names and calls mean beyond constants and the functions of the library. */
  public interface Environment {
    /** The value of a name. */
    Optional<List<Node>> name(String name);

    /** The value of a call such as {@code normal()} or {@code gradient(x)}. */
    default Optional<List<Node>> call(String function, List<List<Node>> arguments) {
      return Optional.empty();
    }

    /** All names that have a value, for suggestions. */
    Collection<String> names();

    /** All that may be called besides the functions of the library, for suggestions. */
    default Collection<String> calls() {
      return List.of();
    }

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
    private final Suggestions suggestions;

    Walk(String text, Environment environment) {
      this.text = text;
      this.environment = environment;
      suggestions = new Suggestions(environment, CONSTANTS.keySet(), functions.inFormulas());
    }

    List<Node> visit(Expr expression) {
      List<Node> value;
      try {
        value = meaning(expression);
      } catch (IllegalArgumentException e) {
        throw trouble(expression.at(), e.getMessage());
      }
      for (Node node : value) {
        if (!isFinite(node)) {
          throw trouble(expression.at(), "the value is not finite");
        }
      }
      return value;
    }

    private List<Node> meaning(Expr expression) {
      return switch (expression) {
        case Expr.Number number -> List.of(graph.constant(number.value()));
        case Expr.Word word -> throw trouble(word.at(), "a bit pattern has no place here");
        case Expr.Name name -> name(name);
        case Expr.Negate negate -> visit(negate.of()).stream().map(graph::negate).toList();
        case Expr.Binary binary -> binary(binary);
        case Expr.Call call -> call(call);
      };
    }

    private static boolean isFinite(Node node) {
      return switch (node) {
        case Node.Constant number -> Double.isFinite(number.value());
        case Node.Sum sum ->
            Double.isFinite(sum.constant())
                && sum.terms().stream().allMatch(term -> Double.isFinite(term.coefficient()));
        case Node.Variable variable -> true;
        case Node.Product product -> true;
        case Node.Apply call -> true;
      };
    }

    private List<Node> name(Expr.Name name) {
      Optional<List<Node>> value = environment.name(name.name());
      if (value.isPresent()) {
        return value.get();
      }
      Double constant = CONSTANTS.get(name.name());
      if (constant == null) {
        throw unknown(name.at(), "name", name.name(), suggestions.name(name.name()));
      }
      return List.of(graph.constant(constant));
    }

    private List<Node> binary(Expr.Binary binary) {
      return switch (binary.operator()) {
        case ADD, SUBTRACT -> chain(binary, SUMS);
        case MULTIPLY, DIVIDE -> chain(binary, PRODUCTS);
        case POWER -> power(binary);
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL ->
            throw trouble(binary.at(), "a comparison gives no number here");
      };
    }

    /** An operand of a sum or product; subtracted or divided by, if inverted. */
    private record Operand(List<Node> value, boolean inverted) {}

    /** Sums such as a − b + c, and products such as a·b/c, are taken at once: they may be long. */
    private List<Node> chain(Expr.Binary top, Set<Expr.Operator> operators) {
      Deque<Expr.Binary> links = new ArrayDeque<>();
      Expr first = top;
      while (first instanceof Expr.Binary link && operators.contains(link.operator())) {
        links.push(link);
        first = link.left();
      }
      List<Operand> operands = new ArrayList<>(List.of(new Operand(visit(first), false)));
      for (Expr.Binary link : links) {
        List<Node> value = visit(link.right());
        if (link.operator() == Expr.Operator.DIVIDE && value.contains(graph.constant(0))) {
          throw trouble(link.at(), "division by zero");
        }
        operands.add(new Operand(value, INVERSES.contains(link.operator())));
      }
      int components = operands.stream().mapToInt(o -> o.value().size()).max().orElseThrow();
      List<Node> result = new ArrayList<>();
      for (int i = 0; i < components; i++) {
        List<Node.Term> terms = new ArrayList<>();
        List<Node.Factor> factors = new ArrayList<>();
        for (Operand operand : operands) {
          int sign = operand.inverted() ? -1 : 1;
          Node part = component(operand.value(), i);
          terms.add(new Node.Term(sign, part));
          factors.add(new Node.Factor(part, sign));
        }
        result.add(operators == SUMS ? graph.linear(0, terms) : graph.product(factors));
      }
      return List.copyOf(result);
    }

    private static Node component(List<Node> value, int i) {
      return value.get(value.size() == 1 ? 0 : i);
    }

    private List<Node> power(Expr.Binary power) {
      List<Node> base = visit(power.left());
      List<Node> exponent = visit(power.right());
      List<Node> result = new ArrayList<>();
      for (int i = 0; i < Math.max(base.size(), exponent.size()); i++) {
        result.add(power(component(base, i), component(exponent, i), power.at()));
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
      if (twice == Math.rint(twice)) {
        if (Math.abs(twice) > 2 * MAX_EXPONENT) {
          throw trouble(at, "a whole power beyond " + MAX_EXPONENT);
        }
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
        String hint = suggestions.function(call.function());
        throw unknown(call.at(), "function", call.function(), hint);
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

    private FormulaException unknown(int at, String kind, String word, String hint) {
      String problem = "unknown " + kind + " \"" + Shown.shortened(word) + "\"";
      return new FormulaException(text, at, problem, hint);
    }

    private FormulaException trouble(int at, String problem) {
      return new FormulaException(text, at, problem);
    }
  }
}
