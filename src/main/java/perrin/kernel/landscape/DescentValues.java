package perrin.kernel.landscape;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.errors.ExperimentException;
import perrin.experiment.Descent;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.language.FormulaReader;

/**
 * The numbers of a method's {@link Descent}, for each coordinate.
 *
 * @param rates r; NaN where the method states none, or dt or kT changes
 * @param noise variance of the method's own noise at a step
 */
public record DescentValues(double[] rates, double[] noise) {

  /** Those of an experiment. */
  public static DescentValues of(Experiment experiment) {
    return of(new Landscape(experiment, Layout.MEMORY));
  }

  /** Those of an experiment whose landscape is known. */
  public static DescentValues of(Landscape landscape) {
    Optional<Descent> descent = landscape.experiment().method().descent();
    boolean constant =
        landscape.dt().scope() == Node.Scope.RUN
            && landscape.temperature().filter(kT -> kT.scope() != Node.Scope.RUN).isEmpty();
    double[] unknown = new double[landscape.dimension()];
    Arrays.fill(unknown, Double.NaN);
    if (descent.isEmpty() || !constant) {
      return new DescentValues(unknown, unknown);
    }
    double[] rates = constants("method.descent.rate", descent.get().rate(), landscape);
    for (double rate : rates) {
      require(rate > 0 && Double.isFinite(rate), "rate", descent.get().rate(), rate, "above 0");
    }
    if (descent.get().noise().isEmpty()) {
      return new DescentValues(rates, new double[landscape.dimension()]);
    }
    Formula variance = descent.get().noise().get();
    double[] noise = constants("method.descent.noise", variance, landscape);
    for (double each : noise) {
      require(each >= 0 && Double.isFinite(each), "noise", variance, each, "at least 0");
    }
    return new DescentValues(rates, noise);
  }

  private static void require(
      boolean good, String key, Formula formula, double value, String limit) {
    if (!good) {
      throw new ExperimentException(
          formula.where(), "method.descent." + key, value + ", must be " + limit);
    }
  }

  /** Values of a formula for each coordinate, the same for the whole run. */
  private static double[] constants(String field, Formula formula, Landscape landscape) {
    Node node = new Names(landscape, Map.of()).node(field, formula);
    Index.Loop element = Vector.element(landscape.dimension());
    HostEvaluator values = new HostEvaluator(landscape::constant);
    return IntStream.range(0, landscape.dimension())
        .mapToDouble(i -> values.value(node, Map.of(element, i)))
        .toArray();
  }

  /** z of walkers in memory: one value that depends on {@link Vector#element}. */
  public static Node point(Landscape landscape, Map<String, Vector> values) {
    Descent descent = landscape.experiment().method().descent().orElseThrow();
    return new Names(landscape, values).node("method.descent.point", descent.point());
  }

  /** What a descent's formulas may name. */
  private static final class Names extends Landscape.Names {
    private final Map<String, Vector> values;

    Names(Landscape landscape, Map<String, Vector> values) {
      landscape.super(false);
      this.values = values;
    }

    Node node(String field, Formula formula) {
      return landscape()
          .texts()
          .located(
              field,
              formula,
              () ->
                  landscape()
                      .translator()
                      .translate(formula.text(), FormulaReader.formula(formula.text()), this)
                      .getFirst());
    }

    @Override
    public Optional<List<Node>> name(String name) {
      return Optional.ofNullable(values.get(name))
          .map(vector -> vector.components(landscape().graph()))
          .or(() -> landscape().parameters().componentwise(name))
          .or(() -> super.name(name));
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.addAll(values.keySet());
      names.addAll(landscape().parameters().componentwiseNames());
      return names;
    }
  }
}
