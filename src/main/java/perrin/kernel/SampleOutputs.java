package perrin.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.kernel.Sampling.Correlated;
import perrin.kernel.Sampling.Counted;
import perrin.kernel.Sampling.Observed;

/**
 * Collects what a sample measures and gives it its outputs and rows. Kinds come in {@link
 * Sampling}'s order.
 */
final class SampleOutputs {
  private final Map<String, Op> outputs = new LinkedHashMap<>();
  private final List<Observed> observed = new ArrayList<>();
  private final List<Counted> histograms = new ArrayList<>();
  private final List<Correlated> correlated = new ArrayList<>();

  SampleOutputs(Op energy) {
    outputs.put("energy", energy);
  }

  /**
   * Adds an observed quantity.
   *
   * @param label of the output
   */
  Observed observe(
      String label, String name, Sampling.Purpose purpose, Sampling.TimeSum sum, Op value) {
    int row = observed.size();
    var added = new Observed(name, purpose, sum, outputs.size(), row);
    observed.add(added);
    put(label, value);
    return added;
  }

  /** The value of an observable of the experiment. */
  Op observable(String name) {
    return outputs.get(label(name));
  }

  /** The label of the output of an observable of the experiment. */
  static String label(String observable) {
    return "observables." + observable;
  }

  /** Adds what a histogram counts. */
  void count(String name, List<Op> values) {
    histograms.add(new Counted(name, outputs.size(), values.size()));
    String label = "histograms." + name;
    put(label, values.getFirst());
    values.stream().skip(1).forEach(value -> put(label + ", second quantity", value));
  }

  /** Adds a correlated quantity. */
  void correlate(
      String name, Sampling.Product product, List<Op> components, int lags, int spacing) {
    int row = correlated.isEmpty() ? observed.size() : correlated.getLast().end();
    correlated.add(
        new Correlated(name, product, components.size(), lags, spacing, outputs.size(), row));
    String what = product == Sampling.Product.PLAIN ? ", who counts" : ", component ";
    for (int i = 0; i < components.size(); i++) {
      put("correlations." + name + what + i, components.get(i));
    }
  }

  private void put(String label, Op value) {
    if (outputs.put(label, value) != null) {
      throw new IllegalStateException("two outputs " + label);
    }
  }

  Sampling build(CodeBuilder code) {
    return new Sampling(code.build(outputs), observed, histograms, correlated);
  }
}
