package perrin.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Translator;
import perrin.experiment.Correlation;
import perrin.experiment.Experiment;

/**
 * What correlations add to the code of a sample. The samples are cut into windows of lags + 1; a
 * quantity a at a window's first sample is kept as a walker's mark, and the others of the window
 * are compared with it:
 *
 * <pre>
 * autocorrelation: observables a and (a − mark)²      displacement: Σ over components (x − mark)²
 * </pre>
 *
 * whose sums over time are kept for each lag.
 */
final class CorrelationCompiler {
  private final Experiment experiment;
  private final int variables;
  private final List<String> names = new ArrayList<>();
  private final List<Kernel.TimeSum> timeSums = new ArrayList<>();
  private final List<Integer> periods = new ArrayList<>();
  private final List<Op> marked = new ArrayList<>();

  /**
   * @param variables of the state, which lie before the marks
   */
  CorrelationCompiler(Experiment experiment, int variables) {
    this.experiment = experiment;
    this.variables = variables;
  }

  /** Names of the observables that were added. */
  List<String> names() {
    return names;
  }

  /** Their sums over time. */
  List<Kernel.TimeSum> timeSums() {
    return timeSums;
  }

  /** Samples from setting of a mark to setting, for each mark. */
  List<Integer> periods() {
    return periods;
  }

  /** Compiles with what a sample of an experiment knows. */
  record Sampler(
      Landscape landscape,
      CodeBuilder code,
      Lowering lowering,
      Vector position,
      Translator.Environment names) {}

  /** Adds the observables. */
  void addObservables(Sampler sampler, Map<String, Op> outputs) {
    experiment
        .correlations()
        .forEach((name, correlation) -> {
          int window = correlation.lags() + 1;
          String field = "correlations." + name;
          switch (correlation) {
            case Correlation.Auto auto -> {
              Node value =
                  sampler.landscape.texts().scalar(field + ".of", auto.of(), sampler.names);
              outputs.put(field, sampler.lowering.lower(value));
              add("correlation " + name, new Kernel.TimeSum(window, true));
              difference(sampler, List.of(value), window, field, outputs);
              add("correlation " + name + ", difference", new Kernel.TimeSum(window, false));
            }
            case Correlation.Displacement displacement -> {
              difference(sampler, components(sampler, displacement), window, field, outputs);
              add("correlation " + name, new Kernel.TimeSum(window, false));
            }
          }
        });
  }

  private void add(String name, Kernel.TimeSum sum) {
    names.add(name);
    timeSums.add(sum);
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

  private void difference(
      Sampler sampler, List<Node> values, int window, String field, Map<String, Op> outputs) {
    Graph graph = sampler.landscape.graph();
    Node squares = graph.constant(0);
    for (Node value : values) {
      Node.Variable mark = graph.fresh("mark", Scope.WALKER);
      int row = variables + marked.size();
      sampler.lowering.bind(mark, sampler.code.input(Type.REAL, "s[" + row + "]"));
      Node difference = graph.subtract(value, mark);
      squares = graph.add(squares, graph.multiply(difference, difference));
      marked.add(sampler.lowering.lower(value));
      periods.add(window);
    }
    outputs.put(field + ".difference", sampler.lowering.lower(squares));
  }

  /** Adds the values that marks take, after all else. */
  void addMarks(Map<String, Op> outputs) {
    for (int j = 0; j < marked.size(); j++) {
      outputs.put("mark " + j, marked.get(j));
    }
  }
}
