package perrin.kernel.landscape;

import java.util.List;
import perrin.calculus.Array;
import perrin.calculus.ArrayView;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;

/** What a walker has one of for each component of its coordinates: positions, velocities. */
public sealed interface Vector {

  /**
   * For operations component by component: the values one after the other, or one value that
   * depends on {@link #element}.
   */
  List<Node> components(Graph graph);

  /** The value of one component. */
  Node component(Graph graph, int i);

  /** Some of the components, for formulas that take them by an index. */
  ArrayView view(int first, int length);

  /** The index of the components of all coordinates. */
  static Index.Loop element(int dimension) {
    return new Index.Loop(-1, Index.constant(0), Index.constant(dimension - 1));
  }

  /** Values with a name each: they stay in registers. */
  record Listed(List<? extends Node> nodes) implements Vector {
    public Listed {
      nodes = List.copyOf(nodes);
    }

    @Override
    public List<Node> components(Graph graph) {
      return List.copyOf(nodes);
    }

    @Override
    public Node component(Graph graph, int i) {
      return nodes.get(i);
    }

    @Override
    public ArrayView view(int first, int length) {
      return ArrayView.of(List.copyOf(nodes.subList(first, first + length)));
    }
  }

  /**
   * Values in memory.
   *
   * @param array a new one for each time that they are changed, so that old values are not taken
   *     for new ones; its name is the kernel's
   * @param offset of the first
   * @param dimension how many
   */
  record Stored(Array array, int offset, int dimension) implements Vector {
    @Override
    public List<Node> components(Graph graph) {
      return List.of(graph.element(array, Index.of(element(dimension)).plus(offset)));
    }

    @Override
    public Node component(Graph graph, int i) {
      return graph.element(array, Index.constant(offset + i));
    }

    @Override
    public ArrayView view(int first, int length) {
      return ArrayView.of(array, offset + first, length);
    }
  }
}
