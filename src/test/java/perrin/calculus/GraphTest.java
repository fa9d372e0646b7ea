package perrin.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.calculus.Node.Scope;

/** Simplification, sharing, and the way back to text. */
class GraphTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x - x                  | 0
          x + 0                  | x
          0 + x                  | x
          x - 0                  | x
          0 - x                  | -x
          x*1                    | x
          1*x                    | x
          x*0                    | 0
          0/x                    | 0
          x/1                    | x
          x^1                    | x
          x^0                    | 1
          0^0                    | 1
          x*x                    | x^2
          x*x*x                  | x^3
          x*y*x                  | x^2*y
          x^2*x^3                | x^5
          (x^2)^3                | x^6
          x^2/x                  | x
          x/x^2                  | 1/x
          x/x                    | 1
          (x + y)/(x + y)        | 1
          x/(x*y)                | 1/y
          1/(1/x)                | x
          (x*y)^2                | x^2*y^2
          (2*x)^3                | 8*x^3
          -(-x)                  | x
          --x                    | x
          -(x - y)               | y - x
          x - (y - x)            | 2*x - y
          x + x                  | 2*x
          2*x + 3*x              | 5*x
          2*x - 2*x              | 0
          x + y + x              | 2*x + y
          2*(3*x)                | 6*x
          2*x*3                  | 6*x
          2*x/4                  | 0.5*x
          (x/2)/(y/4)            | 2*x/y
          x*2*y*3                | 6*x*y
          -x*-y                  | x*y
          -x*y                   | -x*y
          2*(x + y)              | 2*(x + y)
          2*(x + y) - 2*(y + x)  | 0
          (x + y) - (x + y)      | 0
          x + (y + 1) + 2        | x + y + 3
          x - 1                  | x - 1
          1 - x                  | 1 - x
          -1 - x                 | -x - 1
          (x - 1)*(x - 1)        | (x - 1)^2
          (x^2 - 1)^2            | (x^2 - 1)^2
          sin(x)*sin(x)          | sin(x)^2
          sin(x) - sin(x)        | 0
          sin(x + x - 2*x)       | 0
          exp(0)                 | 1
          sqrt(16)               | 4
          2^10                   | 1024
          2^-2                   | 0.25
          1 + 2*3 - 4/2          | 5
          (1 + 2)*x              | 3*x
          4^0.5                  | 2
          x^0.5                  | sqrt(x)
          x^1.5                  | sqrt(x)^3
          x^-0.5                 | 1/sqrt(x)
          1/x^2.5                | 1/sqrt(x)^5
          x^0.25                 | exp(0.25*log(x))
          x^100                  | x^100
          x^a                    | x^2
          x^-a                   | 1/x^2
          x^(a/4)                | sqrt(x)
          x^(2*a + 1)            | x^5
          x^b                    | exp(b*log(x))
          a^x                    | exp(x*log(a))
          x*a*2/a                | 2*x
          1e-5*x                 | 1.0E-5*x
          1e20*x                 | 1.0E20*x
          """)
  void simplifies(String written, String simplified) {
    assertEquals(simplified, new Formulas(Map.of("a", 2.0, "b", 0.3)).simplified(written));
  }

  /** Nothing cancels that does not cancel as written. */
  @ParameterizedTest
  @CsvSource({
    "(x + y)*(x - y),(x + y)*(x - y)",
    "2*(x + 1),2*(x + 1)",
    "(x - 1)/(x + 1),(x - 1)/(x + 1)",
    "sqrt(x)^2,sqrt(x)^2",
    "sqrt(x^2),sqrt(x^2)",
    "exp(log(x)),exp(log(x))",
    "x*(1/y)*(x + y),x*(x + y)/y"
  })
  void neitherExpandsNorFactors(String written, String simplified) {
    assertEquals(simplified.replace(" ", ""), new Formulas().simplified(written).replace(" ", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "-x",
        "-x*y",
        "-1/x",
        "2/x/y",
        "1/(2*x)",
        "-(x + y)*x",
        "-2*(x + y)",
        "1 - (x + y)*a",
        "-1*(x + y)*(x - y)",
        "-1*(x + y)/a",
        "-(x + y)^2",
        "x - 2*(y - 1)^2/(x + 3)",
        "x^-3*y^2",
        "1e-9*x + 1e18*y - 123456789012345680000",
        "0.1*x - 1e-300",
        "sin(-x)^2*exp(-x^2/2)",
        "sqrt(x + y)^3/a",
        "(a*b + 1)^2*x",
        "x^5000",
        "tanh(2*(x - 1))"
      })
  void printedFormulasReadBack(String text) {
    assertReadsBack(new Formulas(), text);
  }

  /** Fixed seed, so the outcome never changes. */
  @Test
  void printedRandomFormulasReadBack() {
    Random random = new Random(20250103);
    for (int i = 0; i < 5_000; i++) {
      Formulas formulas = new Formulas();
      String text = Formulas.random(random, random.nextInt(6));
      assertReadsBack(formulas, text);
      for (Node slope : formulas.gradient(text)) {
        assertSame(slope, formulas.node(Printer.print(slope)), text);
      }
    }
  }

  private static void assertReadsBack(Formulas formulas, String text) {
    Node node = formulas.node(text);
    assertSame(node, formulas.node(Printer.print(node)), text + " -> " + Printer.print(node));
  }

  @ParameterizedTest
  @CsvSource({
    "x*y, y*x",
    "x + y, y + x",
    "x - y, -y + x",
    "x*y*a + 1, 1 + a*y*x",
    "sin(x + y), sin(y + x)",
    "x/y, (1/y)*x",
    "2*x + 2*x, 4*x",
    "(x + y)^2, (y + x)*(x + y)",
    "exp(-(x^2)), exp(-x*x)"
  })
  void equalFormulasAreOneNode(String one, String other) {
    Formulas formulas = new Formulas();
    assertSame(formulas.node(one), formulas.node(other));
  }

  @Test
  void differentFormulasAreNot() {
    Formulas formulas = new Formulas();
    assertNotSame(formulas.node("x - y"), formulas.node("y - x"));
    assertNotSame(formulas.node("x/y"), formulas.node("y/x"));
    assertNotSame(formulas.node("sin(x)"), formulas.node("cos(x)"));
    assertNotSame(formulas.node("x + 1"), formulas.node("x + 2"));
  }

  @Test
  void freshVariablesAreTheirOwn() {
    Graph graph = new Graph();
    assertNotSame(graph.fresh("x", Scope.WALKER), graph.fresh("x", Scope.WALKER));
    assertSame(graph.variable("x", Scope.WALKER), graph.variable("x", Scope.WALKER));
    assertSame(graph.constant(-0.0), graph.constant(0));
  }

  /** A value is as widely shared as the narrowest of its parts. */
  @Test
  void scopes() {
    Graph graph = new Graph();
    Node run = graph.variable("a", Scope.RUN);
    Node step = graph.variable("n", Scope.STEP);
    Node walker = graph.variable("x", Scope.WALKER);
    assertEquals(Scope.RUN, graph.add(run, graph.constant(1)).scope());
    assertEquals(Scope.STEP, graph.multiply(run, step).scope());
    assertEquals(Scope.WALKER, graph.divide(step, walker).scope());
  }

  @Test
  void powersThatWouldOverflowAreRefused() {
    Graph graph = new Graph();
    Node x = graph.variable("x", Scope.WALKER);
    Node huge = graph.power(x, 1 << 30);
    assertThrows(IllegalArgumentException.class, () -> graph.multiply(huge, x));
    assertThrows(IllegalArgumentException.class, () -> graph.power(huge, 64));
    assertThrows(IllegalArgumentException.class, () -> graph.power(x, Integer.MIN_VALUE));
    assertSame(x, graph.multiply(huge, graph.power(x, 1 - (1 << 30))));
  }
}
