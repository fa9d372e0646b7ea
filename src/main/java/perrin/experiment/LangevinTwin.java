package perrin.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * An experiment by mini-batches with Langevin dynamics in place of its method: gradients of all
 * rows, and Gaussian noise of a given temperature. Steps are Leimkuhler &amp; Matthews' (Appl.
 * Math. Res. Express 2013, 34, eq. 1.4), with the rate for a time step:
 *
 * <pre>x ← x − r ∇E + √(2 r) B (ξ + ξ')/2,   B Bᵀ = T</pre>
 *
 * with ξ' the noise of the step before. Noise of its own, and of the outputs one histogram.
 */
public final class LangevinTwin {
  private static final String NOW = "langevin_now";
  private static final String BEFORE = "langevin_before";

  /** Parameter names: a column of B, and what picks a coordinate's noise. */
  private static final String COLUMN = "langevin_column_";

  private static final String PICK = "langevin_pick_";
  private static final String AMPLITUDE = "langevin_amplitude";
  private static final String RATE = "langevin_rate";

  private final Experiment experiment;
  private final double[] rates;

  /**
   * @param experiment one that is not swept
   * @param rates r, for each coordinate
   */
  public LangevinTwin(Experiment experiment, double[] rates) {
    this.experiment = experiment;
    this.rates = rates.clone();
  }

  /** With the same temperature in all directions. */
  public Experiment of(double kT) {
    double[] amplitude = Arrays.stream(rates).map(r -> Math.sqrt(2 * r * kT) / 2).toArray();
    return with(
        Map.of(AMPLITUDE, byCoordinate(amplitude)), AMPLITUDE + "*(" + NOW + " + " + BEFORE + ")");
  }

  /**
   * With noise of a tensor.
   *
   * @param amplitude A, A Aᵀ = 2 √(r_i r_j) T_ij, shape [coordinates][coordinates]
   */
  public Experiment of(double[][] amplitude) {
    Map<String, MethodParameter> parameters = new LinkedHashMap<>();
    StringJoiner noise = new StringJoiner(" + ");
    for (int k = 0; k < amplitude.length; k++) {
      double[] column = new double[amplitude.length];
      double[] pick = new double[amplitude.length];
      for (int i = 0; i < column.length; i++) {
        column[i] = amplitude[i][k] / 2;
        pick[i] = i == k ? 1 : 0;
      }
      parameters.put(COLUMN + k, byCoordinate(column));
      parameters.put(PICK + k, byCoordinate(pick));
      noise.add("dot(" + PICK + k + ", " + NOW + " + " + BEFORE + ")*" + COLUMN + k);
    }
    return with(parameters, noise.toString());
  }

  private Experiment with(Map<String, MethodParameter> others, String noise) {
    Map<String, MethodParameter> parameters = new LinkedHashMap<>(others);
    parameters.put(RATE, byCoordinate(rates));
    String step =
        NOW
            + " = normal()\nx = x - "
            + RATE
            + "*gradient(x) + "
            + noise
            + "\n"
            + BEFORE
            + " = "
            + NOW;
    Map<String, StateVariable> state = new LinkedHashMap<>();
    state.put(NOW, new StateVariable(formula("0"), false));
    state.put(BEFORE, new StateVariable(formula("normal()"), false));
    Walls walls = new Walls(List.of(), false, 1, true);
    Method method =
        new Method(
            Method.CUSTOM,
            "",
            "",
            1,
            parameters,
            state,
            formula(step),
            walls,
            new Method.Known(Optional.empty(), Optional.empty(), Optional.empty()));
    Check check = experiment.check().orElseThrow();
    String histogram = check.comparedWithLangevin(experiment.histograms());
    return experiment
        .withCheck(Optional.empty())
        .withModel(experiment.model().withWholeData())
        .withMethod(method)
        .withOutputs(experiment.outputs().ofHistogram(Optional.of(histogram)))
        .withPopulation(experiment.population().withSeed(HalfStep.seed(experiment.seed())));
  }

  private MethodParameter byCoordinate(double[] values) {
    Map<String, Values> all = new LinkedHashMap<>();
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      int first = experiment.coordinates().first(block);
      List<Formula> each = new ArrayList<>();
      for (int i = first; i < first + block.length(); i++) {
        each.add(formula(number(values[i])));
      }
      all.put(
          block.name(),
          block.scalar()
              ? each.getFirst()
              : new FormulaArray(each, List.of(block.length()), each.getFirst().where()));
    }
    return new ByCoordinate(all);
  }

  private Formula formula(String text) {
    return new Formula(text, experiment.energy().formula().where());
  }

  private static String number(double value) {
    return value < 0 ? "(" + value + ")" : String.valueOf(value);
  }
}
