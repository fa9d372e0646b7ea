package perrin.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import perrin.calculus.Node;
import perrin.calculus.Translator;
import perrin.experiment.Correlation;
import perrin.experiment.Experiment;

/** What correlations add to the code of a sample: the components of what is correlated. */
final class CorrelationCompiler {
  /** Numbers that a run remembers of its walkers for one correlation, unless told otherwise. */
  private static final long REMEMBERED = 1L << 23;

  private final Experiment experiment;
  private final List<Kernel.Correlated> correlated = new ArrayList<>();

  CorrelationCompiler(Experiment experiment) {
    this.experiment = experiment;
  }

  /** What is correlated, in the order of the values. */
  List<Kernel.Correlated> correlated() {
    return correlated;
  }

  /** Compiles with what a sample of an experiment knows. */
  record Sampler(
      Landscape landscape,
      CodeBuilder code,
      Lowering lowering,
      Vector position,
      Translator.Environment names) {}

  /** Adds the values. */
  void addValues(Sampler sampler, Map<String, Op> outputs) {
    experiment
        .correlations()
        .forEach((name, correlation) -> {
          String field = "correlations." + name;
          List<Node> components =
              switch (correlation) {
                case Correlation.Auto auto ->
                    List.of(
                        sampler.landscape.texts().scalar(field + ".of", auto.of(), sampler.names));
                case Correlation.Displacement displacement -> components(sampler, displacement);
              };
          for (int i = 0; i < components.size(); i++) {
            outputs.put(field + ", component " + i, sampler.lowering.lower(components.get(i)));
          }
          int spacing = spacing(correlation, components.size());
          boolean centred = correlation instanceof Correlation.Auto;
          correlated.add(
              new Kernel.Correlated(name, components.size(), correlation.lags(), spacing, centred));
        });
  }

  /** The least spacing of origins that keeps them within what is wanted, or fits. */
  private int spacing(Correlation correlation, int components) {
    long fit = Math.max(1, REMEMBERED / components / experiment.walkers());
    long most = correlation.origins().isPresent() ? correlation.origins().getAsInt() : fit;
    return (int) (correlation.lags() / most) + 1;
  }

  private List<Node> components(Sampler sampler, Correlation.Displacement displacement) {
    List<Node> components = new ArrayList<>();
    var coordinates = experiment.coordinates();
    for (String name : displacement.of()) {
      var block = coordinates.find(name).orElseThrow();
      int first = coordinates.first(block);
      for (int i = first; i < first + block.length(); i++) {
        components.add(sampler.position.component(sampler.landscape.graph(), i));
      }
    }
    return components;
  }
}
