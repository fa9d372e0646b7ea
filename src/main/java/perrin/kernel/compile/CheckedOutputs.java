package perrin.kernel.compile;

import java.util.List;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.kernel.Op;
import perrin.kernel.Sampling;

/** The observables that a check adds to a sample's, after all others. */
final class CheckedOutputs {
  /**
   * Beyond it a value counts as this large, and makes an average worthless instead of stopping the
   * run: energy and coordinates are still finite.
   */
  private static final double GREATEST_VALUE = 1e18;

  private final Graph graph;
  private final SampleCompiler sample;
  private int added;

  CheckedOutputs(Graph graph, SampleCompiler sample) {
    this.graph = graph;
    this.sample = sample;
  }

  /** Adds one; gives the row of the sums over time. */
  int add(String name, Sampling.TimeSum sum, Op value) {
    String label = "check " + ++added;
    return sample.outputs().observe(label, name, Sampling.Purpose.CHECK, sum, value).row();
  }

  /** The same of a node, whose values are kept within bounds. */
  int observable(String name, Node value) {
    Node size = graph.apply(FunctionLibrary.standard().find("abs").orElseThrow(), List.of(value));
    Node most = graph.constant(GREATEST_VALUE);
    Node bounded = graph.choice(Node.Comparison.LESS_OR_EQUAL, size, most, value, most);
    return add(name, Sampling.TimeSum.VALUES, sample.lowering().lower(bounded));
  }
}
