package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.calculus.ArrayView;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Tape;
import perrin.experiment.Experiment;

/**
 * What each row of the data says of the energy at single positions: the values and gradients that
 * batches of that row alone would have, R + N E_r. Their mean is the energy, and the variance of
 * their mean over a batch is that of the batch's gradient. On the host, in double precision.
 */
public final class RowGradients {
  private final Tape.OfIndex tape;
  private final int rows;

  private RowGradients(Experiment experiment) {
    Landscape landscape = new Landscape(experiment, Layout.HOST);
    Graph graph = landscape.graph();
    RowSums sums = new RowSums(landscape);
    rows = sums.rows();
    List<Node.Variable> coordinates =
        IntStream.range(0, landscape.dimension())
            .mapToObj(i -> graph.fresh("coordinate " + i, Scope.WALKER))
            .toList();
    Node energy = sums.ofRow(new Vector.Listed(coordinates), rows);
    List<Node> nodes = new ArrayList<>(List.of(energy));
    nodes.addAll(Gradient.of(graph, FunctionLibrary.standard(), energy, coordinates));
    tape = Tape.ofIndex(nodes, sums.row(), coordinates, landscape::constant);
  }

  /** Empty where a row chooses its coordinates, of which there are many. */
  public static Optional<RowGradients> of(Experiment experiment) {
    try {
      return Optional.of(new RowGradients(experiment));
    } catch (ArrayView.NeedsArrayException e) {
      return Optional.empty();
    }
  }

  /** N, the rows of the data. */
  public int rows() {
    return rows;
  }

  /** How much there is to compute for a position, in operations. */
  public long cost() {
    return tape.length();
  }

  /**
   * Each row's value and gradient.
   *
   * @param at a position, shape [coordinates]
   * @return shape [rows][1 + coordinates]
   */
  public double[][] at(double... at) {
    return tape.values(at);
  }
}
