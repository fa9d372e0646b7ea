package perrin.calculus;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Computes nodes in double precision on the host: what all walkers share, and energies for the
 * reference density. Uses StrictMath, so that the bits do not depend on the machine.
 */
public final class HostEvaluator {
  /** Where the values of walkers' arrays come from. */
  public interface Elements {
    double value(Array array, int i);
  }

  private final ToDoubleFunction<String> variables;
  private final Elements elements;
  private final Map<Node, Double> known = new HashMap<>();
  private final Map<Index.Free, Integer> given = new HashMap<>();

  private Optional<String> outside = Optional.empty();

  /** Values that depend on walkers' own indices, for those given. */
  private final Map<Node, Double> knownOfOwn = new HashMap<>();

  /** Values that hold for one round of a sum, by its innermost index. */
  private final Map<Index.Loop, Map<Node, Double>> knownInRound = new HashMap<>();

  /**
   * @param variables the value of each variable by name; whatever it throws for an unknown name
   *     passes through
   * @param elements of the arrays that are not shared
   */
  public HostEvaluator(ToDoubleFunction<String> variables, Elements elements) {
    this.variables = variables;
    this.elements = elements;
  }

  /** For formulas without elements of walkers' arrays. */
  public HostEvaluator(ToDoubleFunction<String> variables) {
    this(
        variables,
        (array, i) -> {
          throw new IllegalStateException("no values for " + array.name());
        });
  }

  /**
   * A value that depends on indices of sums, or on walkers' own.
   *
   * @param indices their values; a walker's own index that is not among them is computed. Read at
   *     once
   */
  public double value(Node node, Map<? extends Index.Free, Integer> indices) {
    return at(indices, () -> value(node));
  }

  /** An index, likewise. */
  public int value(Index index, Map<? extends Index.Free, Integer> indices) {
    return at(indices, () -> value(index));
  }

  private <T> T at(Map<? extends Index.Free, Integer> indices, Supplier<T> value) {
    given.clear();
    knownInRound.clear();
    knownOfOwn.clear();
    given.putAll(indices);
    try {
      return value.get();
    } finally {
      given.clear();
      knownOfOwn.clear();
    }
  }

  private int value(Index index) {
    return index.value((Index.Free free) -> {
      Integer known = given.get(free);
      return known == null && free instanceof Index.OfWalker own
          ? own.nearest(value(own.value()))
          : known;
    });
  }

  public double value(Node node) {
    Map<Node, Double> memory = memory(node);
    Double before = memory.get(node);
    if (before != null) {
      return before;
    }
    double value =
        switch (node) {
          case Node.Constant number -> number.value();
          case Node.Variable variable -> variables.applyAsDouble(variable.name());
          case Node.Sum sum -> sum(sum);
          case Node.Product product -> product(product.factors());
          case Node.Apply call -> apply(call);
          case Node.Tabulated table -> tabulated(table);
          case Node.Choice choice ->
              choice.comparison().holds(value(choice.left()), value(choice.right()))
                  ? value(choice.whenTrue())
                  : value(choice.whenFalse());
          case Node.Element element -> element(element);
          case Node.Count count -> value(count.index());
          case Node.Total total -> total(total);
          case Node.Largest largest -> largest(largest);
        };
    memory.put(node, value);
    return value;
  }

  private Map<Node, Double> memory(Node node) {
    return node.loops().stream()
        .max(Comparator.comparingInt(Index.Loop::depth))
        .map(inner -> knownInRound.computeIfAbsent(inner, loop -> new HashMap<>()))
        .orElse(node.own().isEmpty() ? known : knownOfOwn);
  }

  private double apply(Node.Apply call) {
    return HostFunctions.apply(call.function().name(), all(call.arguments()));
  }

  private double tabulated(Node.Tabulated table) {
    double[] at = all(table.arguments());
    double value = table.spline().value(table.orders(), at);
    if (Double.isNaN(value) && outside.isEmpty()) {
      outside = table.spline().outside(at);
    }
    return value;
  }

  /** Which table was first asked at a place where it has no value. */
  public Optional<String> outside() {
    return outside;
  }

  private double[] all(List<Node> nodes) {
    double[] values = new double[nodes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(nodes.get(i));
    }
    return values;
  }

  private double element(Node.Element element) {
    int i = value(element.at());
    return element.array().scope() == Node.Scope.RUN
        ? element.array().value(i)
        : elements.value(element.array(), i);
  }

  private double total(Node.Total total) {
    return rounds(total.loop(), total.body(), 0, Double::sum);
  }

  private double largest(Node.Largest largest) {
    if (largest.loop().isPresent()) {
      Node body = largest.of().getFirst();
      return rounds(largest.loop().get(), body, Node.LOWEST, HostEvaluator::larger);
    }
    double found = Node.LOWEST;
    for (Node node : largest.of()) {
      found = larger(found, value(node));
    }
    return found;
  }

  /** What is not a number is never larger. */
  static double larger(double a, double b) {
    return a < b ? b : a;
  }

  /** The values of a body in all rounds of a loop, put together in their order. */
  private double rounds(Index.Loop loop, Node body, double first, DoubleBinaryOperator together) {
    int to = value(loop.to());
    Integer outside = given.get(loop);
    Map<Node, Double> outer = knownInRound.remove(loop);
    double result = first;
    for (int i = value(loop.from()); i <= to; i++) {
      given.put(loop, i);
      knownInRound.computeIfAbsent(loop, round -> new HashMap<>()).clear();
      result = together.applyAsDouble(result, value(body));
    }
    knownInRound.remove(loop);
    if (outer != null) {
      knownInRound.put(loop, outer);
    }
    if (outside == null) {
      given.remove(loop);
    } else {
      given.put(loop, outside);
    }
    return result;
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
