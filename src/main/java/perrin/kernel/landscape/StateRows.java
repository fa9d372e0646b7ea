package perrin.kernel.landscape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.calculus.Array;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.experiment.Experiment;
import perrin.experiment.StateVariable;

/**
 * Where x and a method's state variables are among the rows of a walker: x first, then each
 * variable in the order written, component by component or, where a walker has one value, alone.
 *
 * @param first number of the first row of each
 * @param single which have one value a walker
 * @param dimension components of the others
 */
public record StateRows(Map<String, Integer> first, List<String> single, int dimension) {
  /** x, which means all coordinates. */
  public static final String POSITION = "x";

  /** Those of an experiment. */
  public static StateRows of(Experiment experiment) {
    int dimension = experiment.coordinates().dimension();
    Map<String, StateVariable> state = experiment.method().state();
    Map<String, Integer> first = new LinkedHashMap<>();
    first.put(POSITION, 0);
    int next = dimension;
    for (Map.Entry<String, StateVariable> variable : state.entrySet()) {
      first.put(variable.getKey(), next);
      next += variable.getValue().ofWalker() ? 1 : dimension;
    }
    List<String> single =
        state.keySet().stream().filter(name -> state.get(name).ofWalker()).toList();
    return new StateRows(first, single, dimension);
  }

  /** Rows of x and the state together. */
  public int length() {
    return first.keySet().stream().mapToInt(this::length).sum();
  }

  /** Rows of a variable. */
  public int length(String name) {
    return single.contains(name) ? 1 : dimension;
  }

  /** A variable in the walkers' memory s as it is now. */
  public Vector inMemory(Graph graph, String name) {
    Array all = Array.ofWalker("s", length());
    int at = first.get(name);
    return single.contains(name)
        ? new Vector.Listed(List.of(graph.element(all, Index.constant(at))))
        : new Vector.Stored(all, at, dimension);
  }
}
