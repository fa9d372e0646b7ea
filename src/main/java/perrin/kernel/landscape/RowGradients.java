package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import perrin.calculus.Array;
import perrin.calculus.ArrayView;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.Graph;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Tape;
import perrin.experiment.Experiment;

/**
 * What each row of the data says of the energy at single positions: the values and gradients that
 * batches of that row alone would have, R + N E_r. Their mean is the energy, and the variance of
 * their mean over a batch is that of the batch's gradient. On the host, in double precision.
 */
public sealed interface RowGradients {

  /** Of an experiment's energy; forces that it adds are left out. */
  static RowGradients of(Experiment experiment) {
    try {
      return new Taped(experiment);
    } catch (ArrayView.NeedsArrayException e) { // a row chooses its coordinates
      return new OneByOne(experiment);
    }
  }

  /** N, the rows of the data. */
  int rows();

  /** How much there is to compute for a position, in operations of a {@link Tape}. */
  double cost();

  /**
   * Each row's value and gradient. May be asked for by several threads at a time.
   *
   * @param at a position, shape [coordinates]
   * @return shape [rows][1 + coordinates]
   */
  double[][] at(double... at);

  /** Written out once, a few nanoseconds an operation. */
  final class Taped implements RowGradients {
    private final Tape.OfIndex tape;
    private final int rows;

    private Taped(Experiment experiment) {
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

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public double cost() {
      return tape.length();
    }

    @Override
    public double[][] at(double... at) {
      return tape.values(at);
    }
  }

  /** Value by value, for coordinates in an array that rows index. */
  final class OneByOne implements RowGradients {
    /** An operation of a tape is so many times as fast. */
    private static final double SLOWER = 30;

    private final Landscape landscape;
    private final Index.Loop row;
    private final Node energy;
    private final List<Gradient.Share> shares;

    private OneByOne(Experiment experiment) {
      landscape = new Landscape(experiment, Layout.MEMORY);
      RowSums sums = new RowSums(landscape);
      row = sums.row();
      int dimension = landscape.dimension();
      Vector.Stored position = new Vector.Stored(Array.ofWalker("s", dimension), 0, dimension);
      energy = sums.ofRow(position, sums.rows());
      shares = Gradient.shares(landscape.graph(), FunctionLibrary.standard(), energy);
    }

    @Override
    public int rows() {
      return row.to().constant() + 1;
    }

    @Override
    public double cost() {
      return SLOWER * 10 * rows() * (1.0 + shares.size());
    }

    @Override
    public double[][] at(double... at) {
      HostEvaluator values = new HostEvaluator(landscape::constant, (array, i) -> at[i]);
      double[][] found = new double[rows()][1 + at.length];
      for (int r = 0; r < found.length; r++) {
        double[] gradient = new double[at.length];
        for (Gradient.Share share : shares) {
          Map<Index.Loop, Integer> indices = new HashMap<>(Map.of(row, r));
          LocalEnergy.add(share, 0, indices, values, gradient);
        }
        found[r][0] = values.value(energy, Map.of(row, r));
        System.arraycopy(gradient, 0, found[r], 1, at.length);
      }
      return found;
    }
  }
}
