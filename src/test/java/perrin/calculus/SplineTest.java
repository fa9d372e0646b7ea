package perrin.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.calculus.Node.Scope;
import perrin.experiment.ArrayValue;
import perrin.experiment.Table;
import perrin.experiment.Table.Edge;
import perrin.experiment.Table.Outside;

/**
 * Splines against SciPy's: splines.csv, made by splines.py beside it with SciPy 1.10.1. Values and
 * first derivatives agree to 1e-12 of the largest value; second derivatives, which lose digits when
 * values are subtracted and divided by h², to 1e-11 of it.
 */
class SplineTest {
  private static final Map<String, Spline> SPLINES =
      Map.of(
          "natural",
          line(-2.5, 2.5, 21, Edge.NATURAL, (x, y) -> square(x * x - 1) + x * x * x / (2 + x * x)),
          "periodic",
          line(-3, 3, 13, Edge.PERIODIC, (x, y) -> square(x * x - 9) * (x + 5) / 100),
          "plane",
          plane(
              -2.5,
              2.5,
              21,
              Edge.NATURAL,
              (x, y) -> square(x * x - 1) * (1 + y * y) + x * y * y * y),
          "cylinder",
          plane(-3, 3, 13, Edge.NATURAL, (x, y) -> square(x * x - 9) / (20 + x * y) - x * x * y),
          "turned",
          plane(-3, 3, 13, Edge.PERIODIC, (x, y) -> square(x * x - 9) * (x + 4 + y) / 100 + y * y));

  private static double square(double x) {
    return x * x;
  }

  private static Spline line(
      double from, double to, int points, Edge edge, DoubleBinaryOperator f) {
    Table.Axis axis = new Table.Axis(from, to, points, edge, Outside.ERROR);
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      values[i] = f.applyAsDouble(from + i * axis.step(), 0);
    }
    ArrayValue array = new ArrayValue(values, List.of(points));
    return Spline.of("U", new Table(List.of(axis), array, Optional.empty()));
  }

  /** Seven places of y from 0 to 1.5. */
  private static Spline plane(
      double from, double to, int points, Edge edge, DoubleBinaryOperator f) {
    Table.Axis x = new Table.Axis(from, to, points, edge, Outside.ERROR);
    Table.Axis y = new Table.Axis(0, 1.5, 7, Edge.NATURAL, Outside.ERROR);
    double[] values = new double[points * 7];
    for (int i = 0; i < values.length; i++) {
      int row = edge == Edge.PERIODIC ? i / 7 % (points - 1) : i / 7;
      values[i] = f.applyAsDouble(from + row * x.step(), i % 7 * y.step());
    }
    ArrayValue array = new ArrayValue(values, List.of(points, 7));
    return Spline.of("U", new Table(List.of(x, y), array, Optional.empty()));
  }

  static List<String> names() {
    return SPLINES.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isScipys(String name) throws IOException {
    Spline spline = SPLINES.get(name);
    int compared = 0;
    for (String[] line : golden().filter(line -> line[0].equals(name)).toList()) {
      int orderX = Integer.parseInt(line[1]);
      int orderY = Integer.parseInt(line[2]);
      double x = Double.parseDouble(line[3]);
      double y = Double.parseDouble(line[4]);
      double expected = Double.parseDouble(line[5]);
      double found =
          spline.axes().size() == 1
              ? spline.value(List.of(orderX), x)
              : spline.value(List.of(orderX, orderY), x, y);
      double scale = orderX + orderY < 2 ? 1e-12 : 1e-11;
      assertEquals(expected, found, scale * 40, () -> String.join(",", line));
      compared++;
    }
    assertTrue(compared > 100, "compared " + compared);
  }

  private static Stream<String[]> golden() throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                SplineTest.class.getResourceAsStream("splines.csv"), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(","))
          .toList()
          .stream();
    }
  }

  /** A natural spline of a line is the line, with its values, beyond its ends too. */
  @Test
  void goesOnAsALine() {
    Table.Axis axis = new Table.Axis(1, 2, 5, Edge.NATURAL, Outside.LINEAR);
    ArrayValue values = new ArrayValue(new double[] {2, 2.5, 3, 3.5, 4}, List.of(5));
    Spline spline = Spline.of("U", new Table(List.of(axis), values, Optional.empty()));
    for (double x : new double[] {-1e6, -3, 0.99, 1, 1.3, 2, 2.01, 40, 1e9}) {
      assertEquals(2 * x, spline.value(List.of(0), x), 1e-13 * Math.max(1, Math.abs(x)));
      assertEquals(2, spline.value(List.of(1), x), 1e-12);
      assertEquals(0, spline.value(List.of(2), x), 1e-10);
    }
  }

  /** Both ends belong to it; what is further out than rounding goes has no value, and a reason. */
  @Test
  void hasNoValueOutside() {
    Spline spline = SPLINES.get("natural");
    for (double x : new double[] {-2.5, 2.5, Math.nextUp(2.5), Math.nextDown(-2.5)}) {
      assertTrue(Double.isFinite(spline.value(List.of(0), x)), "at " + x);
    }
    for (double x : new double[] {-2.500001, 2.500001, -1e30, 1e30, Double.POSITIVE_INFINITY}) {
      assertTrue(Double.isNaN(spline.value(List.of(0), x)), "at " + x);
      assertTrue(Double.isNaN(spline.value(List.of(1), x)), "at " + x);
      assertEquals(
          "table U goes from -2.5 to 2.5 and was asked at " + x, spline.outside(x).orElseThrow());
    }
    assertTrue(Double.isNaN(spline.value(List.of(0), Double.NaN)));
    assertFalse(spline.outside(Double.NaN).isPresent());
    String second = SPLINES.get("turned").outside(77, -1).orElseThrow();
    assertEquals("table U goes from 0.0 to 1.5 along its second and was asked at -1.0", second);
  }

  @Test
  void repeatsItself() {
    Spline spline = SPLINES.get("periodic");
    for (int order = 0; order < 3; order++) {
      for (double x : new double[] {-3, -2.9, 0.1, 2.99, 3}) {
        double there = spline.value(List.of(order), x);
        assertEquals(there, spline.value(List.of(order), x + 600), 1e-9, x + " order " + order);
        assertEquals(there, spline.value(List.of(order), x - 6), 1e-10, x + " order " + order);
      }
    }
  }

  /** The graph's derivatives are the spline's, through what stands inside and around. */
  @Test
  void derivativesThroughFormulas() {
    Graph graph = new Graph();
    Node.Variable x = graph.variable("x", Scope.WALKER);
    Spline spline = SPLINES.get("natural");
    Node inner = graph.tabulated(spline, List.of(0), List.of(graph.power(x, 2)));
    Node outer = graph.multiply(inner, x);
    Node slope = Gradient.of(graph, FunctionLibrary.standard(), outer, List.of(x)).getFirst();
    Node curvature = Tangent.of(graph, FunctionLibrary.standard(), slope, x);
    double at = 1.1;
    double f = spline.value(List.of(0), at * at);
    double f1 = spline.value(List.of(1), at * at);
    double f2 = spline.value(List.of(2), at * at);
    HostEvaluator values = new HostEvaluator(name -> at);
    assertEquals(f + 2 * at * at * f1, values.value(slope), 1e-12);
    assertEquals(6 * at * f1 + 4 * at * at * at * f2, values.value(curvature), 1e-11);
    Tape tape = Tape.of(curvature, List.of(x), name -> Double.NaN);
    assertEquals(values.value(curvature), tape.value(at));
  }
}
