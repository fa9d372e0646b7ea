package perrin.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.language.Expr;
import perrin.language.FormulaReader;

/** Gradients equal {@link ComplexStep}'s derivatives of the formula as written. */
class GradientTest {
  private static final double RELATIVE = 1e-9;

  static List<String> functions() {
    return FunctionLibrary.standard().inFormulas();
  }

  /** Formulas of a function of one argument, and of one of two. */
  private static final Map<Integer, List<String>> WITH_ARGUMENTS =
      Map.of(
          1,
          List.of(
              "%s(x)",
              "%s(2*x + 3*y)^2", "x*%s(1/x)", "%s(0.1*x)/(2 + %s(0.3*y))", "%s(0.1*%s(x) + 1.5)"),
          2,
          List.of(
              "%s(x, y)",
              "%s(y, x)", "%s(x, 1.3)^2", "%s(2, x/y)", "%s(%s(x, y), x)", "%s(x*y, 2)"));

  @ParameterizedTest
  @MethodSource("functions")
  void ofEveryFunction(String function) {
    int arguments = FunctionLibrary.standard().find(function).orElseThrow().arguments().size();
    for (String formula : WITH_ARGUMENTS.get(arguments)) {
      String text = formula.replace("%s", function);
      for (double x : new double[] {0.05, 0.3, 0.61, 0.64, 1, 2.7, 5.5}) {
        assertGradient(new Formulas(), text, x, 1.7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "y",
        "3",
        "a",
        "x*y",
        "x/y",
        "y/x",
        "1/x",
        "1/x^3",
        "x^2*y^-3",
        "(x^2 - 1)^2 + a*x",
        "a*(x^2 + y^2)/2",
        "(x + y)*(x - y)",
        "(x - y)^2/(1 + (x + y)^2)",
        "-(x - y)",
        "-(-(x*y))",
        "x - x*y + x*y*x",
        "x^0.5 + y^1.5 + x^2.5*y^-0.5",
        "x^a*y^b",
        "x^(2*a)",
        "x^-b",
        "x^x",
        "a^x",
        "x^y^0.3",
        "exp(-(x^2 + y^2)/a)*sin(3*x*y)",
        "-log(exp(-x^2) + exp(-(x - 2)^2/a))",
        "4*((1/x)^12 - (1/x)^6)",
        "sqrt(x^2 + y^2)",
        "(1 - x)^2 + 100*(y - x^2)^2",
        "tanh(x*y)*cos(x)/log(2 + y)",
        "x^100/1e40",
        "-logsumexp(i in 0..3: -(x - i)^2/(1 + y^2))",
        "logsumexp(i in -1..1: x*y*i)*logsumexp(i in 0..100: -(x - i/10)^2*y)",
        "sin(x)*sin(x) + cos(x)^2"
      })
  void ofFormulas(String text) {
    for (double x : new double[] {0.31, 1, 2.2}) {
      for (double y : new double[] {0.27, 1, 1.9}) {
        assertGradient(new Formulas(), text, x, y);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x^3*y", "(x^2 - 1)^2", "1/x^3", "abs(x)^1.5", "sign(x)*x", "x^(2*c)", "x^-c"})
  void ofFormulasAtNegativePlaces(String text) {
    for (double x : new double[] {-0.31, -1, -2.2}) {
      assertGradient(new Formulas(Map.of("c", 3.0)), text, x, -0.7);
    }
  }

  /** Random trees; fixed seed, so the outcome never changes. */
  @Test
  void ofRandomFormulas() {
    Random random = new Random(20250102);
    int compared = 0;
    for (int i = 0; i < 5_000; i++) {
      String text = Formulas.random(random, 2 + random.nextInt(4));
      Formulas formulas = new Formulas();
      double x = random.nextDouble(-2, 2);
      double y = random.nextDouble(-2, 2);
      double size = ComplexStep.value(FormulaReader.formula(text), formulas.at(x, y));
      if (Math.abs(size) < 1e6) {
        assertGradient(formulas, text, x, y);
        compared++;
      }
    }
    assertTrue(compared > 4_500, "too many formulas overflow: " + compared);
  }

  /** The cost of all partial derivatives is a small multiple of the formula's own. */
  @Test
  void isCheap() {
    Formulas formulas = new Formulas();
    StringBuilder text = new StringBuilder("x");
    for (int i = 1; i <= 50; i++) {
      text.append(" + sin(x + ").append(i).append("*y)*exp(y/").append(i).append(")");
    }
    formulas.node(text.toString());
    int before = formulas.graph().constant(-77).id();
    formulas.gradient(text.toString());
    int after = formulas.graph().constant(-78).id();
    assertTrue(after - before < 4 * before, after + " nodes, " + before + " before");
  }

  private static void assertGradient(Formulas formulas, String text, double x, double y) {
    Expr formula = FormulaReader.formula(text);
    Map<String, Double> values = formulas.at(x, y);
    String where = text + " at " + values;
    double value = ComplexStep.value(formula, values);
    assertClose(value, formulas.value(formulas.node(text), x, y), where);
    if (Double.isNaN(value)) {
      return; // outside of a function's domain
    }
    List<Node> gradient = formulas.gradient(text);
    for (int i = 0; i < 2; i++) {
      double expected = ComplexStep.derivative(formula, values, i == 0 ? "x" : "y");
      assertClose(expected, formulas.value(gradient.get(i), x, y), i + ": " + where);
    }
  }

  private static void assertClose(double expected, double found, String where) {
    if (Double.isNaN(expected)) {
      assertTrue(Double.isNaN(found), where);
    } else {
      assertEquals(expected, found, RELATIVE * Math.max(1, Math.abs(expected)), where);
    }
  }
}
