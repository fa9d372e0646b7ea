package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Sampling;
import perrin.kernel.Sampling.Correlated;
import perrin.kernel.Sampling.Counted;
import perrin.kernel.Sampling.Observed;

/**
 * Collects what a sample measures, in any order, and gives it outputs and rows in {@link
 * Sampling}'s.
 */
final class SampleOutputs {
  /** The energy is the first. */
  private static final int FIRST_OBSERVED = 1;

  private final Op energy;
  private final List<Observed> observed = new ArrayList<>();
  private final Map<String, Op> observedValues = new LinkedHashMap<>();
  private final List<Histogram> histograms = new ArrayList<>();
  private final List<Correlation> correlations = new ArrayList<>();

  SampleOutputs(Op energy) {
    this.energy = energy;
  }

  private record Histogram(String name, List<Op> values) {}

  private record Correlation(
      String name, Sampling.Product product, List<Op> components, int lags, int spacing) {}

  /**
   * Adds an observed quantity.
   *
   * @param label of the output
   */
  Observed observe(
      String label, String name, Sampling.Purpose purpose, Sampling.TimeSum sum, Op value) {
    int row = observed.size();
    var added = new Observed(name, purpose, sum, FIRST_OBSERVED + row, row);
    observed.add(added);
    put(observedValues, label, value);
    return added;
  }

  /** The value of an observed quantity. */
  Op observed(String label) {
    return observedValues.get(label);
  }

  /** Adds what a histogram counts. */
  void count(String name, List<Op> values) {
    histograms.add(new Histogram(name, values));
  }

  /** Adds a correlated quantity. */
  void correlate(
      String name, Sampling.Product product, List<Op> components, int lags, int spacing) {
    correlations.add(new Correlation(name, product, components, lags, spacing));
  }

  Sampling build(CodeBuilder code) {
    Map<String, Op> outputs = new LinkedHashMap<>();
    outputs.put("energy", energy);
    observedValues.forEach((label, value) -> put(outputs, label, value));
    List<Counted> counted = new ArrayList<>();
    for (Histogram each : histograms) {
      counted.add(new Counted(each.name, outputs.size(), each.values.size()));
      String label = "histograms." + each.name;
      for (int q = 0; q < each.values.size(); q++) {
        put(outputs, q == 0 ? label : label + ", second quantity", each.values.get(q));
      }
    }
    List<Correlated> correlated = new ArrayList<>();
    int row = observed.size();
    for (Correlation each : correlations) {
      int components = each.components.size();
      var placed =
          new Correlated(
              each.name, each.product, components, each.lags, each.spacing, outputs.size(), row);
      correlated.add(placed);
      row = placed.end();
      String what = each.product == Sampling.Product.PLAIN ? ", who counts " : ", component ";
      for (int i = 0; i < components; i++) {
        put(outputs, "correlations." + each.name + what + i, each.components.get(i));
      }
    }
    return new Sampling(code.build(outputs), observed, counted, correlated);
  }

  private static void put(Map<String, Op> outputs, String label, Op value) {
    if (outputs.put(label, value) != null) {
      throw new IllegalStateException("two outputs " + label);
    }
  }
}
