package perrin.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.calculus.Node.Scope;
import perrin.language.Expr;
import perrin.language.FormulaReader;

/** Forward derivatives equal {@link ComplexStep}'s derivatives of the formula as written. */
class TangentTest {
  private static final FunctionLibrary FUNCTIONS = FunctionLibrary.standard();

  @Test
  void ofRandomFormulas() {
    Random random = new Random(20261123);
    int compared = 0;
    for (int round = 0; round < 2000; round++) {
      String text = Formulas.random(random, 5);
      Expr formula = FormulaReader.formula(text);
      Formulas formulas = new Formulas();
      double x = random.nextDouble(-2, 2);
      double y = random.nextDouble(-2, 2);
      for (String name : List.of("x", "y")) {
        double expected = ComplexStep.derivative(formula, formulas.at(x, y), name);
        double value = ComplexStep.value(formula, formulas.at(x, y));
        if (Math.abs(expected) < 1e6 && Math.abs(value) < 1e6) {
          double found = formulas.value(derivative(formulas, formulas.node(text), name), x, y);
          double bound = 1e-9 * (1 + Math.abs(expected) + Math.abs(value));
          assertEquals(expected, found, bound, text + " at " + x + ", " + y);
          compared++;
        }
      }
    }
    assertEquals(true, compared > 3000, "compared " + compared);
  }

  /** ∂²/∂x∂y = ∂²/∂y∂x, forward over reverse either way. */
  @Test
  void secondDerivativesAreSymmetric() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      String text = Formulas.random(random, 5);
      Formulas formulas = new Formulas();
      List<Node> gradient = formulas.gradient(text);
      double x = random.nextDouble(-2, 2);
      double y = random.nextDouble(-2, 2);
      double xy = formulas.value(derivative(formulas, gradient.get(0), "y"), x, y);
      double yx = formulas.value(derivative(formulas, gradient.get(1), "x"), x, y);
      if (Math.abs(xy) < 1e6) {
        assertEquals(xy, yx, 1e-8 * (1 + Math.abs(xy)), text + " at " + x + ", " + y);
      }
    }
  }

  private static Node derivative(Formulas formulas, Node of, String name) {
    Node.Variable variable = formulas.graph().variable(name, Scope.WALKER);
    return Tangent.of(formulas.graph(), FUNCTIONS, of, variable);
  }

  /** The place has the very index that the sum runs over: they are two all the same. */
  @Test
  void anIndexIsNotCaptured() {
    Graph graph = new Graph();
    Array x = Array.ofWalker("s", 5);
    Index.Loop i = new Index.Loop(0, Index.constant(0), Index.constant(4));
    Node squares = graph.total(i, graph.power(graph.element(x, Index.of(i)), 2));
    Node twice = graph.scale(2, graph.element(x, Index.of(i)));
    assertSame(twice, Tangent.of(graph, FUNCTIONS, squares, Index.of(i)));
  }

  @ParameterizedTest
  @CsvSource({
    "x^2, true",
    "abs(x), false",
    "'max(x, 0)^2', false",
    "'if(x > 1, (x - 1)^2, 0)', true",
    "'if(x > 1, 0, 3*(1 - x)^4)', true",
    "'if(x > 1, x - 1, 0)', false",
    "'if(x > 1, x^2, 0)', false",
    "'if(x^2 + y^2 > a^2, b*(x^2 + y^2 - a^2)^2, 0) + y', true",
    "'y*sin(floor(x))', false"
  })
  void smoothness(String text, boolean smooth) {
    Formulas formulas = new Formulas();
    assertEquals(smooth, Smoothness.of(formulas.graph(), formulas.node(text)));
  }
}
