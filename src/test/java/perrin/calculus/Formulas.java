package perrin.calculus;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import perrin.calculus.Node.Scope;
import perrin.language.FormulaReader;

/** Formulas of the coordinates x and y and the parameters a and b, for tests. */
public final class Formulas {
  private final Graph graph = new Graph();
  private final Map<String, Double> parameters;
  private final Map<String, Node.Variable> coordinates = new LinkedHashMap<>();

  /**
   * @param parameters values of a and b, which may decide how a power is written
   */
  public Formulas(Map<String, Double> parameters) {
    this.parameters = parameters;
    for (String name : List.of("x", "y")) {
      coordinates.put(name, graph.variable(name, Scope.WALKER));
    }
  }

  public Formulas() {
    this(Map.of("a", 0.75, "b", -1.25));
  }

  public Graph graph() {
    return graph;
  }

  public Node node(String text) {
    return new Translator(graph, FunctionLibrary.standard())
        .translate(text, FormulaReader.formula(text), new Names())
        .getFirst();
  }

  /** As {@link Printer} writes it. */
  public String simplified(String text) {
    return Printer.print(node(text));
  }

  /** ∂/∂x, ∂/∂y. */
  public List<Node> gradient(String text) {
    return Gradient.of(
        graph, FunctionLibrary.standard(), node(text), List.copyOf(coordinates.values()));
  }

  /** The value of a node at (x, y). */
  public double value(Node node, double x, double y) {
    return new HostEvaluator(name -> at(x, y).get(name)).value(node);
  }

  /** All names and their values at (x, y). */
  public Map<String, Double> at(double x, double y) {
    Map<String, Double> values = new LinkedHashMap<>(parameters);
    values.put("x", x);
    values.put("y", y);
    return values;
  }

  private final class Names implements Translator.Environment {
    @Override
    public Optional<List<Node>> name(String name) {
      if (parameters.containsKey(name)) {
        return Optional.of(List.of(graph.variable(name, Scope.RUN)));
      }
      return Optional.ofNullable(coordinates.get(name)).map(List::of);
    }

    @Override
    public Collection<String> names() {
      return at(0, 0).keySet();
    }

    @Override
    public OptionalDouble valueOf(Node node) {
      return node.scope() == Scope.RUN
          ? OptionalDouble.of(new HostEvaluator(parameters::get).value(node))
          : OptionalDouble.empty();
    }
  }

  /** A random formula of at most {@code depth} operations on the longest way. */
  public static String random(Random random, int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      List<String> leaves = List.of("x", "x", "x", "y", "y", "a", "b", "2", "0.5", "3", "1.25");
      return leaves.get(random.nextInt(leaves.size()));
    }
    String left = random(random, depth - 1);
    return switch (random.nextInt(10)) {
      case 0, 1 -> "(" + left + " + " + random(random, depth - 1) + ")";
      case 2 -> "(" + left + " - " + random(random, depth - 1) + ")";
      case 3, 4 -> left + "*" + random(random, depth - 1);
      case 5 -> left + "/(1.5 + (" + random(random, depth - 1) + ")^2)";
      case 6 -> "(-" + left + ")";
      case 7 -> "(" + left + ")^" + (1 + random.nextInt(4));
      default -> {
        List<String> functions =
            List.of(
                "sin(%s)",
                "cos(%s)",
                "tanh(%s)",
                "exp(-(%s)^2)",
                "log(1.1 + (%s)^2)",
                "sqrt(0.9 + (%s)^2)",
                "abs(%s)",
                "(1.2 + (%s)^2)^1.5",
                "(1.1 + (%s)^2)^a",
                "sign(%s)",
                "(1.3 + (%s)^2)^-0.5",
                "1.7^cos(%s)");
        yield functions.get(random.nextInt(functions.size())).formatted(left);
      }
    };
  }
}
