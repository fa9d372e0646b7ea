package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.calculus.ArrayView;
import perrin.calculus.ComplexStep;
import perrin.calculus.Gradient;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Layout;
import perrin.kernel.landscape.LocalEnergy;
import perrin.kernel.landscape.Vector;
import perrin.language.Expr;
import perrin.language.FormulaReader;

/**
 * Gradients through sums over indices, arrays and conditions equal {@link ComplexStep}'s
 * derivatives of the formula as written, whether its sums are written out or become loops.
 */
class VectorGradientTest {
  private static final String DATA =
      """
      {arrays: {y: [0.4, -1.2, 0.9, 2.1], u: [[1, 2], [0.5, -1], [-0.3, 0.7], [2, 0.1]], group: [1, 0, 2, 1]}}\
      """;

  /** Energies of x[0] … x[4] and s, with the data above. */
  static Stream<String> formulas() {
    return Stream.of(
        "sum(i in 0..4: x[i]^2)",
        "sum(i in 0..3: (x[i+1] - x[i])^2 + x[i]^4/4)",
        "sum(i in 0..4: (x[mod(i+1, 5)] - x[i])^4)",
        "sum(i in 0..3: sum(j in i+1..4: 1/(0.5 + (x[i] - x[j])^2)^3 - exp(-(x[i]-x[j])^2)))",
        "sum(i in 0..4: sum(j in 0..i-1: sin(x[i]*x[j] + i - 2*j)))",
        "log(sum(i in 0..4: exp(x[i])))",
        "sum(i in 0..4: log(1 + sum(j in 0..4: (x[i] - 0.5*x[j])^2)))",
        "sum(i in 0..4: x[i])^3 * sum(i in 0..4: cos(x[i]))",
        "sum(r in 0..3: (y[r] - x[0]*u[r, 0] - x[1]*u[r, 1])^2)/2",
        "sum(r in 0..3: log(1 + exp(-y[r]*sum(k in 0..1: x[k]*u[r, k]))))",
        "sum(r in 0..3: (y[r] - x[group[r] + 1])^2/(1 + s^2)) + s^2",
        "sum(i in 0..4: if(x[i] > 0.1, x[i]^2, exp(x[i]) - 1))",
        "sum(i in 0..4: if(x[i] > 0 && s < 2 || x[i] < -0.5, sqrt(abs(x[i]))*s, s^2))",
        "sum(i in 0..4: if(x[i] < 0, 0, x[i]*sqrt(x[i])))",
        "s*x[2] + sum(i in 0..4: (x[i] - s)^2)*exp(s)",
        "logsumexp(i in 0..4: x[i]^2)",
        "-logsumexp(i in 0..4: i*x[i] - s^2) + logsumexp(k in 0..0: x[k]*s)",
        "sum(r in 0..3: logsumexp(k in 0..1: y[r]*x[k]*u[r, k]))",
        "sum(i in 0..4: logsumexp(j in 0..i: (x[i] - x[j])^2*s)) + logsumexp(i in 0..4: s)",
        "logsumexp(i in 0..4: logsumexp(j in 0..4: x[i]*x[j] - (i - j)^2))",
        "sum(i in 1..3: i*x[i]^i) + sum(i in 2..1: x[i])");
  }

  static Stream<Arguments> energies() {
    return formulas()
        .flatMap(energy ->
            Stream.of(Layout.REGISTERS, Layout.MEMORY).map(layout -> Arguments.of(energy, layout)));
  }

  @ParameterizedTest
  @MethodSource("energies")
  void equalsComplexStep(String energy, Layout layout) {
    Experiment experiment = experiment(energy);
    Expr formula = FormulaReader.formula(energy);
    Random random = new Random(7);
    for (int round = 0; round < 3; round++) {
      double[] at = random.doubles(6, -1.5, 1.5).toArray();
      double[] gradient;
      try {
        gradient = gradient(new Landscape(experiment, layout), at);
      } catch (ArrayView.NeedsArrayException e) {
        assertEquals(Layout.REGISTERS, layout);
        return;
      }
      Map<String, Double> names = names(experiment, at);
      for (int i = 0; i < at.length; i++) {
        String variable = i < 5 ? "x[" + i + "]" : "s";
        double expected = ComplexStep.derivative(formula, names, variable);
        assertEquals(expected, gradient[i], 1e-9 * (1 + Math.abs(expected)), variable);
      }
    }
  }

  /** An experiment on one of the energies. */
  static Experiment experiment(String energy) {
    return Trial.of(
            Trial.SMALL,
            "coordinates={x: 5, s: 1}",
            "energy=\"" + energy + "\"",
            "data=" + DATA,
            "start={x: 0, s: 0}",
            "observables={}",
            "histograms={}")
        .experiment();
  }

  /** ∇E of the graph, evaluated in double precision. */
  static double[] gradient(Landscape landscape, double[] at) {
    double[] gradient = new double[at.length];
    if (landscape.stored()) {
      Vector.Stored position =
          new Vector.Stored(perrin.calculus.Array.ofWalker("s", at.length), 0, at.length);
      HostEvaluator values = new HostEvaluator(landscape::constant, (array, i) -> at[i]);
      for (Gradient.Share share : landscape.shares(position)) {
        LocalEnergy.add(share, 0, new HashMap<>(), values, gradient);
      }
      return gradient;
    }
    Map<String, Double> numbers = new HashMap<>();
    List<Node.Variable> position =
        java.util.stream.IntStream.range(0, at.length)
            .mapToObj(i -> {
              numbers.put("q" + i, at[i]);
              return landscape.graph().fresh("q" + i, Scope.WALKER);
            })
            .toList();
    HostEvaluator values =
        new HostEvaluator(
            name -> numbers.containsKey(name) ? numbers.get(name) : landscape.constant(name));
    List<Node> nodes = landscape.gradient(new Vector.Listed(position));
    for (int i = 0; i < at.length; i++) {
      gradient[i] = values.value(nodes.get(i));
    }
    return gradient;
  }

  /** Values of all names, an array's by element. */
  static Map<String, Double> names(Experiment experiment, double[] at) {
    Map<String, Double> names = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      names.put("x[" + i + "]", at[i]);
    }
    names.put("s", at[5]);
    experiment
        .data()
        .orElseThrow()
        .arrays()
        .forEach((name, array) -> {
          int columns = array.shape().size() == 1 ? 1 : array.shape().get(1);
          for (int k = 0; k < array.values().length; k++) {
            List<Integer> index =
                array.shape().size() == 1 ? List.of(k) : List.of(k / columns, k % columns);
            names.put(name + index, array.values()[k]);
          }
        });
    return names;
  }
}
