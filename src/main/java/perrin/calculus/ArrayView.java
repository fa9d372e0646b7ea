package perrin.calculus;

import java.util.List;
import java.util.Optional;

/**
 * What a name with an index means: numbers of a given shape, laid out row by row within an array or
 * given one by one.
 *
 * @param shape lengths, outermost first
 * @param array where they lie; empty where they are given one by one
 * @param offset of the first within the array
 * @param components the numbers one by one; a constant index finds one of them, and a walker's own
 *     index where they are few
 */
public record ArrayView(
    List<Integer> shape, Optional<Array> array, int offset, List<Node> components) {
  public ArrayView {
    shape = List.copyOf(shape);
    components = List.copyOf(components);
  }

  /** A stretch of an array. */
  public static ArrayView of(Array array, int offset, Integer... shape) {
    return new ArrayView(List.of(shape), Optional.of(array), offset, List.of());
  }

  /** A vector of values that each have a name of their own. */
  public static ArrayView of(List<Node> components) {
    return new ArrayView(List.of(components.size()), Optional.empty(), 0, components);
  }

  /** Components that a walker chooses from by its own index; more lie in memory. */
  private static final int MOST_CHOSEN = 8;

  /** Somebody wants a component of a vector by an index that is not known beforehand. */
  public static final class NeedsArrayException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Node element(Graph graph, Index flat) {
    if (array.isPresent()) {
      return graph.element(array.get(), flat.plus(offset));
    }
    if (!flat.isConstant()) {
      if (flat.isOwn() && components.size() <= MOST_CHOSEN) {
        return chosen(graph, flat);
      }
      throw new NeedsArrayException();
    }
    return components.get(flat.constant());
  }

  /** The component whose number a walker's own index is, one choice after the other. */
  private Node chosen(Graph graph, Index flat) {
    Node number = graph.count(flat);
    int last = Math.min(flat.max(), components.size() - 1);
    Node found = components.get(last);
    for (int i = last - 1; i >= Math.max(0, flat.min()); i--) {
      found =
          graph.choice(Node.Comparison.EQUAL, number, graph.constant(i), components.get(i), found);
    }
    return found;
  }

  /** Element number {@code at}, as an index of something else. */
  Index lookup(String name, Index at) {
    if (array.isEmpty() || array.get().scope() != Node.Scope.RUN) {
      throw new IllegalArgumentException(
          name + " differs from walker to walker, so it cannot be an index");
    }
    return Index.lookup(array.get(), at.plus(offset));
  }

  /**
   * The place of an element.
   *
   * @throws IllegalArgumentException for a place outside
   */
  Index place(String name, List<Index> at) {
    if (at.size() != shape.size()) {
      throw new IllegalArgumentException(
          name
              + (shape.size() == 1 ? " takes one index" : " takes " + shape.size() + " indices")
              + ", not "
              + at.size());
    }
    Index flat = Index.constant(0);
    for (int d = 0; d < at.size(); d++) {
      Index index = at.get(d);
      int length = shape.get(d);
      int outside = index.min() < 0 ? index.min() : index.max() >= length ? index.max() : -1;
      if (index.min() < 0 || index.max() >= length) {
        String which = at.size() == 1 ? "index" : "index " + (d + 1);
        String reaches = index.isConstant() ? " is " : " " + index + " reaches ";
        String drawn = index.isDrawn() ? ", where row is any that a mini-batch may draw" : "";
        throw new IllegalArgumentException(
            which + reaches + outside + ", must be 0 to " + (length - 1) + " in " + name + drawn);
      }
      flat = flat.times(length).plus(index);
    }
    return flat;
  }
}
