package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.calculus.Array;
import perrin.calculus.ArrayView;
import perrin.calculus.ComplexStep;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.conformance.Trial;
import perrin.experiment.EnergyFile;
import perrin.experiment.Experiment;
import perrin.experiment.Library;
import perrin.fuzz.RandomExperiment;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Layout;
import perrin.kernel.landscape.Vector;
import perrin.language.Expr;
import perrin.language.FormulaReader;

/**
 * Laplacians equal differences of {@link ComplexStep}'s derivatives of the formula as written,
 * whether sums are written out or become loops.
 */
class LaplacianTest {
  /** Central differences of order 10 (Fornberg, Math. Comp. 51 (1988) 699, table 1). */
  private static final double[] WEIGHTS = {5.0 / 6, -5.0 / 21, 5.0 / 84, -5.0 / 504, 1.0 / 1260};

  private static final double STEP = 0.002;

  private static final List<String> COMPONENTS =
      List.of("x[0]", "x[1]", "x[2]", "x[3]", "x[4]", "s");

  static Stream<Arguments> formulas() {
    return Stream.concat(
            VectorGradientTest.formulas(),
            Stream.of(
                "sum(i in 0..4: x[i]^2)^2",
                "exp(0.1*sum(i in 0..4: sum(j in 0..i: x[j]*x[i]^2)))",
                "sum(i in 0..4: x[i]*sum(j in 0..i: x[j]^2)^2)",
                "sum(i in 0..1: cos(x[2*i + 1]*x[i])*x[4 - 2*i])^2",
                "log(3 + sum(i in 0..3: (x[i+1] - x[i])^2*sum(k in i..4: sin(x[k]))^2))",
                "sum(i in 0..4: x[i]*cos(sum(j in 0..4: x[j])*x[mod(2*i, 5)]))",
                "sum(i in 0..4: x[i]*sqrt(1 + sum(j in 0..4: (x[j] - x[i])^2)))"))
        .flatMap(energy ->
            Stream.of(Layout.REGISTERS, Layout.MEMORY).map(layout -> Arguments.of(energy, layout)));
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void ofFormulas(String energy, Layout layout) {
    Experiment experiment = VectorGradientTest.experiment(energy);
    Random random = new Random(7);
    for (int round = 0; round < 3; round++) {
      double[] at = random.doubles(6, -1.5, 1.5).toArray();
      try {
        Map<String, Double> names = VectorGradientTest.names(experiment, at);
        assertLaplacian(experiment, layout, at, names, COMPONENTS);
      } catch (ArrayView.NeedsArrayException e) {
        assertEquals(Layout.REGISTERS, layout);
        return;
      }
    }
  }

  static Stream<Arguments> energies() {
    return EnergyLibraryTest.energies();
  }

  @ParameterizedTest
  @MethodSource("energies")
  void ofTheLibrary(String name, Layout layout) {
    Experiment experiment = Trial.onEnergy(name).experiment();
    EnergyFile file = Library.energy(name);
    Random random = new Random(11);
    int rounds = file.coordinates().dimension() > 2 ? 2 : 50;
    for (int round = 0; round < rounds; round++) {
      double[] at = EnergyLibraryTest.somewhere(file, random);
      Map<String, Double> names = EnergyLibraryTest.names(experiment, at);
      assertLaplacian(experiment, layout, at, names, file.coordinates().componentNames());
    }
  }

  private static void assertLaplacian(
      Experiment experiment,
      Layout layout,
      double[] at,
      Map<String, Double> names,
      List<String> components) {
    Expr formula = FormulaReader.formula(experiment.energy().formula().text());
    double expected = 0;
    double size = 1;
    for (String component : components) {
      double second = secondDerivative(formula, names, component);
      expected += second;
      size += Math.abs(second);
    }
    double found = laplacian(new Landscape(experiment, layout), at);
    assertEquals(expected, found, 1e-8 * size, experiment.energy().formula().text());
  }

  private static double secondDerivative(
      Expr formula, Map<String, Double> names, String component) {
    double middle = names.get(component);
    Map<String, Double> moved = new LinkedHashMap<>(names);
    double slope = Math.abs(ComplexStep.derivative(formula, names, component));
    double step = STEP / Math.max(1, Math.log10(1 + slope)); // where atoms overlap it is steep
    double sum = 0;
    for (int k = 1; k <= WEIGHTS.length; k++) {
      moved.put(component, middle + k * step);
      double right = ComplexStep.derivative(formula, moved, component);
      moved.put(component, middle - k * step);
      sum += WEIGHTS[k - 1] * (right - ComplexStep.derivative(formula, moved, component));
    }
    return sum / step;
  }

  /** ∇²E of the graph, evaluated in double precision. */
  static double laplacian(Landscape landscape, double[] at) {
    if (landscape.stored()) {
      Vector.Stored position = new Vector.Stored(Array.ofWalker("s", at.length), 0, at.length);
      HostEvaluator values = new HostEvaluator(landscape::constant, (array, i) -> at[i]);
      return values.value(landscape.laplacian(position));
    }
    List<Node.Variable> position =
        IntStream.range(0, at.length)
            .mapToObj(i -> landscape.graph().fresh("q" + i, Scope.WALKER))
            .toList();
    HostEvaluator values =
        new HostEvaluator(name ->
            name.matches("q[0-9]+")
                ? at[Integer.parseInt(name.substring(1))]
                : landscape.constant(name));
    return values.value(landscape.laplacian(new Vector.Listed(position)));
  }

  /** Sums written out and derived one by one, and sums that stay loops, give the same. */
  @Test
  void ofRandomFormulasInBothLayouts() {
    int compared = 0;
    for (int i = 0; i < 3000; i++) {
      Random random = new Random(7_919L * 20261123 + i);
      Experiment experiment = RandomExperiment.tame(random);
      double[] at = random.doubles(7, -1.5, 1.5).toArray();
      try {
        double written = laplacian(new Landscape(experiment, Layout.REGISTERS), at);
        double looped = laplacian(new Landscape(experiment, Layout.MEMORY), at);
        if (Math.abs(written) < 1e6) {
          String text = experiment.energy().formula().text();
          assertEquals(written, looped, 1e-8 * (1 + Math.abs(written)), text);
          compared++;
        }
      } catch (ArrayView.NeedsArrayException e) {
        // only in memory
      }
    }
    assertTrue(compared > 2000, "compared " + compared);
  }

  /** A sum that all coordinates enter takes one round for each, not one for each pair. */
  @Test
  void noRoundsWithoutTheCoordinate() {
    Experiment experiment =
        Trial.of(
                Trial.SMALL,
                "coordinates={x: 40}",
                "energy=\"sum(i in 0..39: x[i]^2)^2\"",
                "start={x: 0}",
                "observables={}",
                "histograms={}")
            .experiment();
    Landscape landscape = new Landscape(experiment, Layout.MEMORY);
    Node laplacian = landscape.laplacian(new Vector.Stored(Array.ofWalker("s", 40), 0, 40));
    assertFalse(isLoopInLoop(laplacian));
  }

  private static boolean isLoopInLoop(Node node) {
    return node instanceof Node.Total total && total.body().loops().size() > 1
        || node.operands().stream().anyMatch(LaplacianTest::isLoopInLoop);
  }
}
