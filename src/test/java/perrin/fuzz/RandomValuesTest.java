package perrin.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import perrin.calculus.ComplexStep;
import perrin.experiment.ExperimentFile;
import perrin.language.Expr;
import perrin.language.FormulaReader;
import perrin.output.PointRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.WalkerArray;

/**
 * Random formulas on their whole way, as the java backend computes them: values are off by no more
 * than rounding allows, in both precisions, and gradients are the complex step's.
 */
@Tag("slow")
class RandomValuesTest {
  private static final String STEP =
      "{state: {value: 0, slope: 0}, step: \"value = energy(x); slope = gradient(x)\"}";

  /** Gradients have no bound of their own; formulas that magnify errors more are left out. */
  private static final double MOST_MAGNIFIED = 1e3;

  private int undecided;

  @Test
  void valuesAndGradients() {
    long cases = Fuzzing.cases(1_500);
    for (long i = 0; i < cases; i++) {
      Random random = new Random(Fuzzing.seed() * 7_919 + i);
      String formula =
          new RandomFormula(random, false, RandomExperiment.LEAVES).formula(1 + random.nextInt(4));
      double[] at = random.doubles(7, -1.5, 1.5).map(x -> Math.rint(x * 1024) / 1024).toArray();
      check(formula, at);
    }
    assertTrue(undecided < cases / 3, "too many formulas that say nothing: " + undecided);
  }

  private void check(String formula, double[] at) {
    Expr expression = FormulaReader.formula(formula);
    Map<String, Double> names = names(at);
    RoundedValue single;
    RoundedValue exact;
    try {
      single = RoundedValue.of(expression, names, 0x1p-24);
      exact = RoundedValue.of(expression, names, 0x1p-53);
    } catch (RoundedValue.UndecidedException e) {
      undecided++;
      return;
    }
    Map<String, Double> inSingle = run(formula, at, "single");
    Map<String, Double> inDouble = run(formula, at, "double");
    within(single.error(), exact.value(), inSingle.get("value_s"), "single", formula, at);
    within(2 * exact.error(), exact.value(), inDouble.get("value_s"), "double", formula, at);
    if (exact.error() > MOST_MAGNIFIED * 0x1p-53 * (1 + Math.abs(exact.value()))) {
      return;
    }
    double steepest = 1;
    Map<String, Double> slopes = new TreeMap<>();
    for (String name : List.of("x[0]", "x[1]", "x[2]", "x[3]", "x[4]", "s", "q")) {
      double slope = ComplexStep.derivative(expression, names, name);
      slopes.put(name, slope);
      steepest = Math.max(steepest, Math.abs(slope));
    }
    for (Map.Entry<String, Double> slope : slopes.entrySet()) {
      double found = inDouble.get("slope_" + slope.getKey());
      within(1e-9 * steepest, slope.getValue(), found, "d/d" + slope.getKey(), formula, at);
    }
  }

  private static void within(
      double bound, double expected, double found, String what, String formula, double[] at) {
    assertTrue(
        Math.abs(found - expected) <= bound,
        () ->
            what
                + " is "
                + found
                + ", must be "
                + expected
                + " to "
                + bound
                + ": "
                + formula
                + " at "
                + java.util.Arrays.toString(at));
  }

  private static Map<String, Double> run(String formula, double[] at, String precision) {
    String yaml =
        RandomExperiment.NAMES
            + ("energy: \"(" + formula + ")\"\n")
            + "start: {x: [%s, %s, %s, %s, %s], s: %s, q: %s}\n"
                .formatted(at[0], at[1], at[2], at[3], at[4], at[5], at[6])
            + ("method: " + STEP + "\ndt: 1\nwalkers: 1\nsteps: 1\nprecision: " + precision + "\n");
    Runner.Options options = new Runner.Options(new BackendChoice("java", 0), 1, 0, true);
    PointRecord run =
        Runner.run(
                ExperimentFile.parse(yaml, "random.yaml", List.of()),
                options,
                Progress.SILENT,
                notice -> {})
            .only();
    Map<String, Double> finals = new HashMap<>();
    for (Map.Entry<String, WalkerArray> entry : run.finals().entrySet()) {
      finals.put(entry.getKey(), Double.parseDouble(entry.getValue().text(0)));
    }
    return finals;
  }

  /** As {@link RandomExperiment#NAMES} and {@code at} say. */
  private static Map<String, Double> names(double[] at) {
    Map<String, Double> names =
        new HashMap<>(Map.of("a", 0.75, "b", -1.25, "L", 5.0, "rows", 4.0, "s", at[5], "q", at[6]));
    for (int i = 0; i < 5; i++) {
      names.put("x[" + i + "]", at[i]);
    }
    put(names, "w", 0.5, -1, 2, 0.1);
    put(names, "u", 1.5, -0.5, 0.25, 2);
    put(names, "group", 1, 0, 2, 1);
    double[][] m = {{1, 2}, {0, -1}, {0.3, 3}, {2, 2}};
    double[][] tab = {{1, 0.1}, {2, 0.2}, {3, 0.3}, {-1, 0.4}};
    for (int r = 0; r < 4; r++) {
      for (int k = 0; k < 2; k++) {
        names.put("m[" + r + ", " + k + "]", m[r][k]);
        names.put("tab[" + r + ", " + k + "]", tab[r][k]);
      }
    }
    return names;
  }

  private static void put(Map<String, Double> names, String array, double... values) {
    for (int i = 0; i < values.length; i++) {
      names.put(array + "[" + i + "]", values[i]);
    }
  }
}
