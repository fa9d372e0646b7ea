package perrin.kernel.compile;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.calculus.ComplexStep;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.Opcode;
import perrin.kernel.compile.OwnIndices.Own;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Layout;
import perrin.language.Expr;
import perrin.language.FormulaReader;

/**
 * Formulas that take elements by indices of the walkers' own: what kernels compute is what the
 * formula as written gives with each walker's numbers put in, and the backends agree to the last
 * bit.
 */
public class OwnIndexTest {
  private static final int WALKERS = 77;
  private static final int GROUPS = 4;

  private static final String DATA =
      """
      {arrays: {y: [0.4, -1.2, 0.9, 2.1], u: [[1, 2], [0.5, -1], [-0.3, 0.7], [2, 0.1]], group: [1, 0, 2, 3]}}\
      """;

  /** r is a row, k a component of x, both also beyond their ranges; batch[0 .. 2] are rows. */
  public static final OwnIndices INDICES =
      new OwnIndices(
          Map.of(
              "r", new Own("s - 7*floor(s/7) - 1", 4),
              "k", new Own("s - 9*floor(s/9) - 2", 5),
              "batch", new Own("(s + 2*b) - 4*floor((s + 2*b)/4) + 0.3", 4)));

  /** Energies of x[0] … x[4], and s, which is the walker's number. */
  static Stream<String> formulas() {
    return Stream.of(
        "(y[r] - x[0])^2",
        "(y[r] - u[r, 0]*x[0] - u[r, 1]*x[1])^2 + log(2 + y[r]^2)*x[2]",
        "sum(j in 0..1: u[r, j]*x[j])^2 + y[r]^2/2",
        "(y[r] - x[group[r]])^2*(1 + s/100)",
        "x[k]^3 + x[4 - k]*x[0] + x[mod(k + 1, 5)]*x[k]",
        "y[mod(r - 1, 4)]*x[0] + y[3 - r]*x[1] + u[mod(3*r + 2, 4), 1]*x[2]",
        "y[group[group[r]]]*x[group[mod(2*r + k, 4)] + 1]^2",
        "r*x[0]^2 + batch[1]*x[1] + (k - 2)^3*x[2]^2",
        "sum(b in 0..2: (y[batch[b]] - x[group[batch[b]] + 1])^2)",
        "sum(b in 0..2: log(1 + exp(-y[batch[b]]*sum(j in 0..1: x[j]*u[batch[b], j]))))",
        "logsumexp(b in 0..2: y[batch[b]]*x[0]) + logsumexp(i in 0..4: x[i]*u[r, 1])",
        "sum(i in 0..4: sum(b in 0..2: (x[i] - y[batch[b]])^2*x[group[batch[b]]]))",
        "sum(b in 0..2: sum(j in 0..1: u[batch[b], j]^2)*x[b]^2 + b*y[batch[b]]*x[b + 1])",
        "sum(i in 0..4: y[mod(r + i, 4)]*x[mod(k + i, 5)]*u[mod(batch[0] + i, 4), 1])",
        "if(y[r] > 0, x[k]^2, sqrt(1 + x[k]^2)) + (2 + u[r, 0])^x[3]/(3 + y[r])");
  }

  static Stream<Arguments> cases() {
    return formulas()
        .flatMap(energy ->
            Stream.of(Precision.values())
                .flatMap(p -> Stream.of(0, 12).map(more -> Arguments.of(energy, p, more))));
  }

  @ParameterizedTest(name = "{0}, {1}, {2} more")
  @MethodSource("cases")
  void valuesAndGradients(String energy, Precision precision, int more) {
    Experiment experiment = trial(energy, precision, more).experiment();
    List<double[]> before = INDICES.run(experiment, new JavaBackend(), 0, 0);
    List<double[]> after = INDICES.run(experiment, new JavaBackend(), 0, 1);
    Expr formula = FormulaReader.formula(energy);
    double tolerance = precision == Precision.SINGLE ? 2e-4 : 1e-10;
    int dimension = 6 + more;
    for (int w = 0; w < WALKERS; w++) {
      int walker = w;
      double[] at = before.stream().limit(6).mapToDouble(values -> values[walker]).toArray();
      Map<String, Double> names = names(experiment, at);
      double value = ComplexStep.value(formula, names);
      assertEquals(value, after.get(dimension)[w], tolerance * (1 + Math.abs(value)), "energy");
      for (int i = 0; i < 6; i++) {
        double slope = ComplexStep.derivative(formula, names, variable(i));
        double found = before.get(i)[w] - after.get(i)[w];
        assertEquals(slope, found, tolerance * (1 + Math.abs(slope)) * 10, variable(i));
      }
    }
  }

  /** The graph's gradient and Laplacian on the host, of sums written out and of loops. */
  @ParameterizedTest
  @MethodSource("formulas")
  void derivativesOnTheHost(String energy) {
    Experiment experiment = trial(energy, Precision.DOUBLE, 0).experiment();
    Expr formula = FormulaReader.formula(energy);
    for (int walker = 0; walker < 9; walker++) {
      double[] at = new Random(walker).doubles(6, -1.5, 1.5).toArray();
      at[5] = walker;
      Map<String, Double> names = names(experiment, at);
      double laplacian = 0;
      double size = 1;
      double[] gradient = new double[6];
      for (int i = 0; i < 6; i++) {
        gradient[i] = ComplexStep.derivative(formula, names, variable(i));
        double second = (slope(formula, names, i, 1e-4) - slope(formula, names, i, -1e-4)) / 2e-4;
        laplacian += second;
        size += Math.abs(second);
      }
      for (Layout layout : List.of(Layout.REGISTERS, Layout.MEMORY)) {
        Landscape landscape = new Landscape(experiment, layout, INDICES.asked());
        double[] found = VectorGradientTest.gradient(landscape, at);
        for (int i = 0; i < 6; i++) {
          assertEquals(gradient[i], found[i], 1e-9 * (1 + Math.abs(gradient[i])), variable(i));
        }
        assertEquals(laplacian, LaplacianTest.laplacian(landscape, at), 1e-6 * size, "Laplacian");
      }
    }
  }

  private static double slope(Expr formula, Map<String, Double> names, int i, double step) {
    Map<String, Double> moved = new HashMap<>(names);
    moved.merge(variable(i), step, Double::sum);
    return ComplexStep.derivative(formula, moved, variable(i));
  }

  private static String variable(int i) {
    return i < 5 ? "x[" + i + "]" : "s";
  }

  /** What depends on nothing but the walker's index is computed by the host, for each of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "log(2 + y[r]^2)*x[0]",
        "sum(b in 0..2: log(2 + y[batch[b]]^2)*x[b])",
        "sum(b in 0..7: log(2 + y[batch[b]]^2))*x[0]",
        "sum(j in 0..1: log(3 + u[r, j]))*x[0]",
        "log(3 + u[r, 0]*y[group[r]])*x[0]"
      })
  void tabulatesWhatWalkersShare(String energy) {
    for (int more : List.of(0, 12)) {
      Experiment experiment = trial(energy, Precision.SINGLE, more).experiment();
      Code step = INDICES.compile(experiment).kernel().step();
      step.forEach(op -> {
        boolean log = op.opcode() == Opcode.CALL && op.function().name().equals("log");
        assertFalse(log, "a logarithm in each step");
      });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y[r + 1]*x[0] | + 1 reaches 4, must be 0 to 3 in y",
        "x[k - 1] | reaches -1, must be 0 to 4 in x",
        "sum(i in 0..r: x[i]) | a sum's range is the same for all walkers"
      })
  void refusesWhatReachesBeyond(String energy, String problem) {
    Experiment experiment = trial(energy, Precision.SINGLE, 0).experiment();
    var refused = assertThrows(ExperimentException.class, () -> INDICES.compile(experiment));
    assertTrue(refused.getMessage().contains(problem), refused.getMessage());
  }

  /** In groups, for a compiler is asked for each: precision, more coordinates, group. */
  static Stream<Arguments> groups() {
    return Stream.of(Precision.values())
        .flatMap(p ->
            Stream.of(0, 12)
                .flatMap(
                    more -> IntStream.range(0, GROUPS).mapToObj(g -> Arguments.of(p, more, g))));
  }

  /** Some of the formulas at once, in steps with noise. */
  public static Trial group(Precision precision, int more, int group) {
    List<String> all = formulas().toList();
    String energy =
        IntStream.range(0, all.size())
            .filter(i -> i % GROUPS == group)
            .mapToObj(all::get)
            .collect(joining(" + "));
    return trial(energy, precision, more)
        .with(
            "method={step: \"x = x - dt*gradient(x) + 0.1*normal()\"}",
            "dt=0.001",
            "steps=10",
            "sample-every=3");
  }

  /** Each width has its turn. */
  @ParameterizedTest(name = "{0}, {1} more, group {2}")
  @MethodSource("groups")
  void backendsAgree(Precision precision, int more, int group) {
    assumeTrue(Trial.hasCompiler());
    Experiment experiment = group(precision, more, group).experiment();
    List<double[]> expected = INDICES.run(experiment, new JavaBackend(), 0);
    assertSame(expected, INDICES.run(experiment, new JavaBackend(), 3), "java, chunks of 3");
    List<Integer> widths =
        precision == Precision.SINGLE ? List.of(1, 16, 8, 4) : List.of(8, 1, 4, 2);
    int width = widths.get((group + more) % widths.size());
    CpuBackend cpu = new CpuBackend(width, precision);
    for (long chunk : List.of(0L, 7L)) {
      assertSame(expected, INDICES.run(experiment, cpu, chunk), "cpu, width " + width);
    }
  }

  public static void assertSame(List<double[]> expected, List<double[]> found, String what) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), what + ", " + i);
    }
  }

  /**
   * A step that keeps the energy where it begins and walks down its slope, by as much as that is.
   *
   * @param more coordinates that the energy does not depend on: with many, all are in memory
   */
  private static Trial trial(String energy, Precision precision, int more) {
    return Trial.of(
        Trial.SMALL,
        "coordinates={x: 5, s: 1" + (more > 0 ? ", q: " + more : "") + "}",
        "energy=\"" + energy + "\"",
        "data=" + DATA,
        "start={x: \"uniform(-1.5, 1.5)\", s: walker" + (more > 0 ? ", q: 0" : "") + "}",
        "method={step: \"v = energy(x)\\n x = x - gradient(x)\", state: {v: 0}}",
        "observables={E: energy, y: \"x[1] + 0.5\"}",
        "histograms={}",
        "steps=1",
        "burn-in=0",
        "sample-every=1",
        "first-walker=0",
        "walkers=" + WALKERS,
        "precision=" + precision.word());
  }

  /** Values of all names at the place of one walker, its own indices included. */
  private static Map<String, Double> names(Experiment experiment, double[] x) {
    Map<String, Double> names = new LinkedHashMap<>(VectorGradientTest.names(experiment, x));
    INDICES
        .byName()
        .forEach((name, own) -> {
          Expr formula = FormulaReader.formula(own.formula());
          for (int b = 0; b < 3; b++) {
            Map<String, Double> known = new HashMap<>(names);
            known.put("b", (double) b);
            double value = Math.rint(ComplexStep.value(formula, known));
            double number = Math.clamp(value, 0, own.length() - 1);
            names.put(name.equals("batch") ? name + "[" + b + "]" : name, number);
          }
        });
    return names;
  }
}
