package perrin.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.calculus.Node.Scope;

/** The derivatives that the functions' files state are those of the functions. */
class DerivativeTest {
  private static final double RELATIVE = 1e-9;
  private static final double STEP = 0.004;

  /** Central differences of order 10 (Fornberg, Math. Comp. 51 (1988) 699, table 1). */
  private static final double[] WEIGHTS = {5.0 / 6, -5.0 / 21, 5.0 / 84, -5.0 / 504, 1.0 / 1260};

  static List<String> functions() {
    return FunctionLibrary.standard().inFormulas();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void isTheFunctionsOwn(String name) {
    Function function = FunctionLibrary.standard().find(name).orElseThrow();
    Graph graph = new Graph();
    List<Node.Variable> variables =
        function.arguments().stream()
            .map(argument -> graph.variable(argument.name(), Scope.WALKER))
            .toList();
    Node value = graph.apply(function, List.copyOf(variables));
    List<Node> slopes = Gradient.of(graph, FunctionLibrary.standard(), value, variables);
    Random random = new Random(20261123);
    int compared = 0;
    for (int i = 0; i < 2000; i++) {
      double[] at = random.doubles(variables.size(), -4, 4).toArray();
      for (int k = 0; k < at.length; k++) {
        double expected = difference(name, at, k);
        HostEvaluator host =
            new HostEvaluator(
                v -> at[variables.stream().map(Node.Variable::name).toList().indexOf(v)]);
        if (Double.isFinite(expected) && smooth(name, at)) {
          double bound = RELATIVE * Math.max(1, Math.abs(expected) + Math.abs(host.value(value)));
          assertEquals(expected, host.value(slopes.get(k)), bound, name + " at " + at[0]);
          compared++;
        }
      }
    }
    assertEquals(true, compared > 100, name + ": compared at " + compared + " places");
  }

  private static double difference(String name, double[] at, int argument) {
    double sum = 0;
    for (int k = 1; k <= WEIGHTS.length; k++) {
      double[] right = at.clone();
      double[] left = at.clone();
      right[argument] += k * STEP;
      left[argument] -= k * STEP;
      sum += WEIGHTS[k - 1] * (HostFunctions.apply(name, right) - HostFunctions.apply(name, left));
    }
    return sum / STEP;
  }

  /** Whether the function has all its derivatives for some way around. */
  private static boolean smooth(String name, double[] at) {
    double way = 0.12;
    return switch (name) {
      case "abs", "cbrt", "heaviside", "log", "log10", "log2", "sign", "sqrt" ->
          Math.abs(at[0]) > way;
      case "acos", "asin" -> Math.abs(at[0]) < 1 - way;
      case "atan2" -> Math.hypot(at[0], at[1]) > way && (at[1] > 0 || Math.abs(at[0]) > way);
      case "hypot" -> Math.hypot(at[0], at[1]) > way;
      case "round" -> Math.abs(at[0] - 0.5 - Math.rint(at[0] - 0.5)) > way;
      case "ceil", "floor" -> Math.abs(at[0] - Math.rint(at[0])) > way;
      case "log1p" -> at[0] > -1 + way;
      case "max", "min" -> Math.abs(at[0] - at[1]) > way;
      case "pow" -> at[0] > way;
      case "tan" -> Math.abs(Math.cos(at[0])) > way;
      default -> true;
    };
  }
}
