package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import perrin.calculus.ArrayView;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Tape;
import perrin.experiment.Experiment;

/** An energy and its slope at single positions, on the host and in double precision. */
public interface PointEnergy {
  /** E; {@code at} has the shape [coordinates]. */
  double energy(double[] at);

  /** ∇E, shape [coordinates]. */
  double[] gradient(double[] at);

  /** Made ready to be computed many times, where the energy can be written out. */
  static PointEnergy often(Experiment experiment) {
    try {
      return new Taped(experiment);
    } catch (ArrayView.NeedsArrayException e) { // too long, or an element by an unknown index
      return LocalEnergy.of(experiment);
    }
  }

  /**
   * An energy of a periodic box: beyond its ends it is what it is inside.
   *
   * @param from where the periods begin, for each coordinate; not a number where it has none
   * @param to likewise where they end, which is where they begin
   */
  record Wrapped(PointEnergy inside, double[] from, double[] to) implements PointEnergy {
    /** The same place inside. */
    public double[] inside(double[] at) {
      double[] place = at.clone();
      for (int i = 0; i < place.length; i++) {
        double length = to[i] - from[i];
        if (length > 0 && (place[i] < from[i] || place[i] >= to[i])) {
          place[i] -= length * Math.floor((place[i] - from[i]) / length);
          place[i] = place[i] >= to[i] ? from[i] : place[i];
        }
      }
      return place;
    }

    @Override
    public double energy(double[] at) {
      return inside.energy(inside(at));
    }

    @Override
    public double[] gradient(double[] at) {
      return inside.gradient(inside(at));
    }
  }

  /** Written out once, a few nanoseconds an operation. */
  final class Taped implements PointEnergy {
    private final Tape energy;
    private final Tape.OfIndex both;

    private Taped(Experiment experiment) {
      Landscape landscape = new Landscape(experiment, Layout.HOST);
      List<Node.Variable> coordinates =
          IntStream.range(0, landscape.dimension())
              .mapToObj(i -> landscape.graph().fresh("coordinate " + i, Scope.WALKER))
              .toList();
      Node whole = landscape.energy(new Vector.Listed(coordinates));
      List<Node> nodes = new ArrayList<>(List.of(whole));
      nodes.addAll(Gradient.of(landscape.graph(), FunctionLibrary.standard(), whole, coordinates));
      energy = Tape.of(whole, coordinates, landscape::constant);
      Index.Loop once = new Index.Loop(-1, Index.constant(0), Index.constant(0));
      both = Tape.ofIndex(nodes, once, coordinates, landscape::constant);
    }

    @Override
    public double energy(double[] at) {
      return energy.value(at);
    }

    @Override
    public double[] gradient(double[] at) {
      double[] values = both.values(at)[0];
      return Arrays.copyOfRange(values, 1, values.length);
    }
  }
}
