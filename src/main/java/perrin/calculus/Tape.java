package perrin.calculus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * A formula made ready to be computed many times in double precision on the host, at a few
 * nanoseconds an operation. Gives the bits of {@link HostEvaluator}, which is for single values.
 *
 * <p>Each node has a place in a list of numbers; steps fill the places one after the other, and the
 * rounds of a sum repeat the steps that depend on its index.
 */
public final class Tape {
  /** Fills one place. */
  private interface Step {
    void run(double[] places, Map<Index.Loop, Integer> loops);
  }

  private final int inputs;
  private final double[] before;
  private final List<Step> steps;
  private final long length;
  private final int result;

  private Tape(int inputs, double[] before, Writer writer, int result) {
    this.inputs = inputs;
    this.before = before;
    this.steps = List.copyOf(writer.steps);
    this.length = writer.length;
    this.result = result;
  }

  /**
   * Makes a formula ready.
   *
   * @param node without elements of walkers' arrays
   * @param inputs the variables whose values {@link #value} is given
   * @param constants the value of every other variable by name
   */
  public static Tape of(Node node, List<Node.Variable> inputs, ToDoubleFunction<String> constants) {
    Places places = new Places();
    Writer writer = new Writer(places, new HostEvaluator(constants), null, null);
    for (Node.Variable input : inputs) {
      writer.known.put(input, places.next(Double.NaN));
    }
    int result = writer.place(node);
    double[] before = places.values.stream().mapToDouble(Double::doubleValue).toArray();
    return new Tape(inputs.size(), before, writer, result);
  }

  /** How much there is to compute: the number of steps, those of a sum in each of its rounds. */
  public long length() {
    return length;
  }

  /**
   * The formula's value. May be asked for by several threads at a time.
   *
   * @param x values of the inputs, in their order
   */
  public double value(double... x) {
    if (x.length != inputs) {
      throw new IllegalArgumentException(x.length + " values, must be " + inputs);
    }
    double[] places = before.clone();
    System.arraycopy(x, 0, places, 0, inputs);
    Map<Index.Loop, Integer> loops = new HashMap<>(0);
    for (Step step : steps) {
      step.run(places, loops);
    }
    return places[result];
  }

  /** Several formulas at all values of an index that they have in common, such as a row of data. */
  public static final class OfIndex {
    private final double[] before;
    private final List<Step> outside;
    private final List<Step> inside;
    private final Index.Loop index;
    private final int[] results;
    private final long length;

    private OfIndex(double[] before, Writer root, Writer round, int[] results) {
      this.before = before;
      this.outside = List.copyOf(root.steps);
      this.inside = List.copyOf(round.steps);
      this.index = round.loop;
      this.results = results;
      this.length = root.length + rounds() * round.length;
    }

    private long rounds() {
      return index.to().constant() - index.from().constant() + 1L;
    }

    /** How much there is to compute, in steps. */
    public long length() {
      return length;
    }

    /**
     * The values. May be asked for by several threads at a time.
     *
     * @param x values of the inputs, in their order
     * @return shape [index][formulas]
     */
    public double[][] values(double... x) {
      double[] places = before.clone();
      System.arraycopy(x, 0, places, 0, x.length);
      Map<Index.Loop, Integer> loops = new HashMap<>();
      outside.forEach(step -> step.run(places, loops));
      double[][] values = new double[(int) rounds()][results.length];
      for (int i = 0; i < values.length; i++) {
        loops.put(index, index.from().constant() + i);
        for (Step step : inside) {
          step.run(places, loops);
        }
        for (int k = 0; k < results.length; k++) {
          values[i][k] = places[results[k]];
        }
      }
      return values;
    }
  }

  /**
   * Makes formulas ready that have an index in common.
   *
   * @param index from a constant to another
   * @param inputs as for {@link #of}, and the constants
   */
  public static OfIndex ofIndex(
      List<Node> nodes,
      Index.Loop index,
      List<Node.Variable> inputs,
      ToDoubleFunction<String> constants) {
    Places places = new Places();
    Writer root = new Writer(places, new HostEvaluator(constants), null, null);
    for (Node.Variable input : inputs) {
      root.known.put(input, places.next(Double.NaN));
    }
    Writer round = new Writer(places, root.constants, root, index);
    int[] results = round.places(nodes);
    double[] before = places.values.stream().mapToDouble(Double::doubleValue).toArray();
    return new OfIndex(before, root, round, results);
  }

  /** Numbers places, and knows what is in them beforehand. */
  private static final class Places {
    private final List<Double> values = new ArrayList<>();

    int next(double value) {
      values.add(value);
      return values.size() - 1;
    }
  }

  /** Writes the steps of one round of a sum, or those outside all. */
  private static final class Writer {
    private final Places places;
    private final HostEvaluator constants;
    private final Writer outside;
    private final Index.Loop loop;
    private final Map<Node, Integer> known = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private long length;

    Writer(Places places, HostEvaluator constants, Writer outside, Index.Loop loop) {
      this.places = places;
      this.constants = constants;
      this.outside = outside;
      this.loop = loop;
    }

    int place(Node node) {
      if (outside != null && !node.loops().contains(loop)) {
        return outside.place(node);
      }
      Integer before = known.get(node);
      if (before == null) {
        before =
            node.scope() == Node.Scope.RUN && node.loops().isEmpty()
                ? places.next(constants.value(node))
                : write(node);
        known.put(node, before);
      }
      return before;
    }

    private int write(Node node) {
      int[] from = isLoop(node) ? new int[0] : places(node.operands());
      int to = places.next(Double.NaN);
      length++;
      steps.add(
          switch (node) {
            case Node.Constant number -> (m, loops) -> m[to] = number.value();
            case Node.Variable variable ->
                throw new IllegalArgumentException(variable.name() + " has no value");
            case Node.Sum sum -> sum(sum, from, to);
            case Node.Product product -> product(product, from, to);
            case Node.Apply call -> apply(call, from, to);
            case Node.Tabulated table -> tabulated(table, from, to);
            case Node.Choice choice ->
                (m, loops) ->
                    m[to] =
                        choice.comparison().holds(m[from[0]], m[from[1]]) ? m[from[2]] : m[from[3]];
            case Node.Element element ->
                (m, loops) -> m[to] = element.array().value(element.at().value(loops::get));
            case Node.Count count -> (m, loops) -> m[to] = count.index().value(loops::get);
            case Node.Total total -> rounds(total.loop(), total.body(), 0, Double::sum, to);
            case Node.Largest largest when isLoop(largest) -> {
              Node body = largest.of().getFirst();
              yield rounds(largest.loop().get(), body, Node.LOWEST, HostEvaluator::larger, to);
            }
            case Node.Largest largest -> largest(from, to);
          });
      return to;
    }

    private int[] places(List<Node> nodes) {
      return nodes.stream().mapToInt(this::place).toArray();
    }

    private static Step sum(Node.Sum sum, int[] from, int to) {
      double[] coefficients = sum.terms().stream().mapToDouble(Node.Term::coefficient).toArray();
      double constant = sum.constant();
      return (m, loops) -> {
        double value = constant;
        for (int i = 0; i < from.length; i++) {
          value += coefficients[i] * m[from[i]];
        }
        m[to] = value;
      };
    }

    private static Step product(Node.Product product, int[] from, int to) {
      int[] exponents = product.factors().stream().mapToInt(Node.Factor::exponent).toArray();
      return (m, loops) -> {
        double above = 1;
        double below = 1;
        for (int i = 0; i < from.length; i++) {
          double power = power(m[from[i]], Math.abs(exponents[i]));
          if (exponents[i] > 0) {
            above *= power;
          } else {
            below *= power;
          }
        }
        m[to] = above / below;
      };
    }

    /** The bits of {@link Graph#integerPower}, the two powers that there are most of quicker. */
    private static double power(double value, int exponent) {
      return switch (exponent) {
        case 1 -> value;
        case 2 -> value * value;
        default -> Graph.integerPower(value, exponent);
      };
    }

    private static Step apply(Node.Apply call, int[] from, int to) {
      if (from.length == 1) {
        DoubleUnaryOperator f = HostFunctions.ofOne(call.function().name());
        return (m, loops) -> m[to] = f.applyAsDouble(m[from[0]]);
      }
      DoubleBinaryOperator f = HostFunctions.ofTwo(call.function().name());
      return (m, loops) -> m[to] = f.applyAsDouble(m[from[0]], m[from[1]]);
    }

    private static Step tabulated(Node.Tabulated table, int[] from, int to) {
      Spline spline = table.spline();
      List<Integer> orders = table.orders();
      return (m, loops) -> {
        double[] at = new double[from.length];
        for (int i = 0; i < at.length; i++) {
          at[i] = m[from[i]];
        }
        m[to] = spline.value(orders, at);
      };
    }

    private static boolean isLoop(Node node) {
      return node instanceof Node.Total
          || node instanceof Node.Largest largest && largest.loop().isPresent();
    }

    private static Step largest(int[] from, int to) {
      return (m, loops) -> {
        double found = Node.LOWEST;
        for (int place : from) {
          found = HostEvaluator.larger(found, m[place]);
        }
        m[to] = found;
      };
    }

    /** The values of a body in all rounds of a loop, put together in their order. */
    private Step rounds(
        Index.Loop around, Node of, double first, DoubleBinaryOperator together, int to) {
      Writer round = new Writer(places, constants, this, around);
      int body = round.place(of);
      List<Step> inside = List.copyOf(round.steps);
      long rounds = Math.max(0, around.to().max() - around.from().min() + 1);
      length += rounds * round.length;
      return (m, loops) -> {
        int last = around.to().value(loops::get);
        double result = first;
        for (int i = around.from().value(loops::get); i <= last; i++) {
          loops.put(around, i);
          for (Step step : inside) {
            step.run(m, loops);
          }
          result = together.applyAsDouble(result, m[body]);
        }
        loops.remove(around);
        m[to] = result;
      };
    }
  }
}
