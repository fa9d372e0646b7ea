package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import perrin.calculus.ArrayView;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Tangent;
import perrin.calculus.Tape;
import perrin.experiment.Experiment;

/**
 * An energy of few coordinates with its slope and curvature, made ready to be computed many times
 * in double precision. Several threads may ask at a time.
 */
public final class SmoothEnergy {
  private final Tape energy;
  private final List<Tape> gradient;

  /** Row i has the columns 0 to i. */
  private final List<List<Tape>> hessian;

  private SmoothEnergy(Landscape landscape) {
    List<Node.Variable> x =
        IntStream.range(0, landscape.dimension())
            .mapToObj(i -> landscape.graph().fresh("coordinate " + i, Scope.WALKER))
            .toList();
    FunctionLibrary functions = FunctionLibrary.standard();
    Node whole = landscape.energy(new Vector.Listed(List.copyOf(x)));
    List<Node> slopes = Gradient.of(landscape.graph(), functions, whole, x);
    energy = Tape.of(whole, x, landscape::constant);
    gradient = slopes.stream().map(slope -> Tape.of(slope, x, landscape::constant)).toList();
    hessian = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      List<Tape> row = new ArrayList<>();
      for (int j = 0; j <= i; j++) {
        Node bend = Tangent.of(landscape.graph(), functions, slopes.get(i), x.get(j));
        row.add(Tape.of(bend, x, landscape::constant));
      }
      hessian.add(List.copyOf(row));
    }
  }

  /** Forces that an experiment adds are left out. */
  public static SmoothEnergy of(Experiment experiment) {
    try {
      return new SmoothEnergy(new Landscape(experiment, Layout.REGISTERS));
    } catch (ArrayView.NeedsArrayException e) { // an element by an index that is not yet known
      return new SmoothEnergy(new Landscape(experiment, Layout.HOST));
    }
  }

  public int dimension() {
    return gradient.size();
  }

  /** Operations that an energy takes. */
  public long length() {
    return energy.length();
  }

  /** E; infinite where it is no number. */
  public double value(double[] at) {
    double value = energy.value(at);
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  /** ∇E, shape [coordinates]. */
  public double[] gradient(double[] at) {
    return gradient.stream().mapToDouble(slope -> slope.value(at)).toArray();
  }

  /** Second derivatives, shape [coordinates][coordinates]. */
  public double[][] hessian(double[] at) {
    double[][] matrix = new double[dimension()][dimension()];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = hessian.get(i).get(j).value(at);
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }
}
