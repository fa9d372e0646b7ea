package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.calculus.Formulas;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;

/** What the java backend computes in single precision is what the formula means in double. */
class LoweringTest {
  private static final Map<String, Double> PARAMETERS = Map.of("a", 0.75, "b", -1.25);
  private static final int POINTS = 37;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "-x",
        "2",
        "a",
        "x + y",
        "x - y",
        "-x - y",
        "1 - x",
        "a - x*y",
        "-(x*y)",
        "x*y - 1",
        "x*y + a*x + b*y + a*b + 3",
        "2*x*y/a",
        "1/x",
        "-1/x",
        "a/x - b/y",
        "x/y/3",
        "(x + y)/(x^2 + 1)",
        "x^2 - y^2",
        "x^3 + a*y^3",
        "x^7*y^-3",
        "-x^5",
        "x^13",
        "(x^2 - 1)^2 + a*x",
        "a*(x + y)",
        "-2*(x - y)^3*a",
        "x^2.5 - 1/sqrt(y)",
        "exp(-x^2)*sin(y) + log(x)",
        "tanh(x - y)^2",
        "abs(x - y) + sign(x - 1)*y",
        "x*y*a*b*x/7",
        "((x + 1)*y + 1)*x + 1"
      })
  void ofFormulas(String text) {
    Formulas formulas = new Formulas(PARAMETERS);
    assertAgrees(formulas, List.of(formulas.node(text)), new Random(5), text);
  }

  /** Random trees and their gradients; fixed seed, so the outcome never changes. */
  @Test
  void ofRandomFormulas() {
    Random random = new Random(20250104);
    int compared = 0;
    for (int i = 0; i < 400; i++) {
      Formulas formulas = new Formulas(PARAMETERS);
      String text = Formulas.random(random, 2 + random.nextInt(4));
      List<Node> nodes = new ArrayList<>(formulas.gradient(text));
      nodes.add(formulas.node(text));
      compared += assertAgrees(formulas, nodes, random, text);
    }
    assertTrue(compared > 35_000, "too little could be compared: " + compared);
  }

  /** Compares at some points; gives how many values were finite. */
  private static int assertAgrees(Formulas formulas, List<Node> nodes, Random random, String text) {
    SharedValues shared = new SharedValues(node -> 1, Precision.SINGLE);
    CodeBuilder code = new CodeBuilder();
    Lowering lowering = new Lowering(formulas.graph(), code, shared);
    List<String> names = List.of("x", "y");
    for (int i = 0; i < 2; i++) {
      Node.Variable variable = formulas.graph().variable(names.get(i), Scope.WALKER);
      lowering.bind(variable, code.input(Type.REAL, "s[" + i + "]"));
    }
    List<Op> results = nodes.stream().map(lowering::lower).toList();
    int variables = Math.max(2, nodes.size());
    double[][] values = new double[variables][POINTS];
    for (int p = 0; p < POINTS; p++) {
      values[0][p] = random.nextFloat(0.1f, 2);
      values[1][p] = random.nextFloat(0.1f, 2);
    }
    double[][] found = {values[0].clone(), values[1].clone(), new double[POINTS]};
    try (Evaluation evaluation = new Evaluation(Precision.SINGLE, code, results, variables)) {
      evaluation.run(uniforms(shared), found);
    }
    int compared = 0;
    for (int p = 0; p < POINTS; p++) {
      Map<String, Double> at = formulas.at(values[0][p], values[1][p]);
      RoundingError error = new RoundingError(at);
      for (int k = 0; k < nodes.size(); k++) {
        double expected = new HostEvaluator(at::get).value(nodes.get(k));
        double bound = error.of(nodes.get(k));
        if (bound < 0.01) {
          assertEquals(expected, found[k][p], bound, text + " at " + at + ", result " + k);
          compared++;
        }
      }
    }
    return compared;
  }

  private static double[] uniforms(SharedValues shared) {
    HostEvaluator host = new HostEvaluator(PARAMETERS::get);
    double[] values = new double[shared.ofRun().size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) host.value(shared.ofRun().get(k));
    }
    return values;
  }
}
