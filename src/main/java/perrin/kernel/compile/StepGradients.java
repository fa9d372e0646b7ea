package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.Gradient;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.experiment.Minibatch;
import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Draws;
import perrin.kernel.Op;
import perrin.kernel.Type;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.StateRows;
import perrin.kernel.landscape.Vector;

/**
 * The gradients that a step takes: each at a place once, and that where the step begins handed over
 * by the step before where it is carried.
 */
final class StepGradients {
  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code;
  private final Lowering lowering;
  private final StepValues values;
  private final boolean carrying;
  private final Map<Vector, List<Node>> known = new HashMap<>();
  private final Map<Vector, List<Node>> full = new HashMap<>();

  /** The rows of this step, where it takes a gradient of some of them. */
  private Optional<Array> batch = Optional.empty();

  private Optional<Draws> epochs = Optional.empty();
  private int words;

  StepGradients(
      Landscape landscape,
      CodeBuilder code,
      Lowering lowering,
      StepValues values,
      boolean carrying) {
    this.landscape = landscape;
    this.code = code;
    this.lowering = lowering;
    this.values = values;
    this.carrying = carrying;
    graph = landscape.graph();
    if (carrying) {
      known.put(values.position(), carried());
    }
  }

  private List<Node> carried() {
    if (landscape.stored()) {
      return stored(nameOf(StateRows.POSITION)).components(graph);
    }
    List<Node> components = new ArrayList<>();
    for (int i = 0; i < landscape.dimension(); i++) {
      components.add(values.bound("gradient", code.input(Type.REAL, "c[" + i + "]")));
    }
    return components;
  }

  private Vector.Stored stored(String array) {
    int dimension = landscape.dimension();
    return new Vector.Stored(Array.ofWalker(array, dimension), 0, dimension);
  }

  /** The array of the gradients at one variable's places. */
  private String nameOf(String variable) {
    return variable.equals(StateRows.POSITION) ? carrying ? "c" : "g" : "slope_" + variable;
  }

  /** Forgets what is known, for the code that makes what is carried. */
  void forget() {
    known.clear();
  }

  /** Whether the step has taken one. */
  boolean any() {
    return !known.isEmpty();
  }

  boolean knownAt(Vector place) {
    return known.containsKey(place);
  }

  /** Words that the step's mini-batch is made of. */
  int words() {
    return words;
  }

  /** The draws of its epochs. */
  Optional<Draws> epochs() {
    return epochs;
  }

  /**
   * ∇E less the force, of a mini-batch where there is one.
   *
   * @param name what has the place for its present value
   */
  List<Node> at(String name) {
    Vector place = values.present(name).orElseThrow();
    List<Node> before = known.get(place);
    if (before != null) {
      return before;
    }
    List<Node> gradient =
        switch (place) {
          case Vector.Listed listed -> landscape.gradient(listed);
          case Vector.Stored inMemory -> {
            Vector.Stored array = stored(nameOf(name));
            if (!array.array().name().equals("c")) {
              code.array(array.array().name(), landscape.dimension());
            }
            List<Gradient.Share> shares =
                landscape
                    .experiment()
                    .minibatch()
                    .map(size -> landscape.shares(inMemory, batch(size)))
                    .orElseGet(() -> landscape.shares(inMemory));
            yield gathered(array, shares);
          }
        };
    known.put(place, gradient);
    return gradient;
  }

  /** One batch a step, whatever gradients it takes. */
  private Array batch(Minibatch size) {
    if (batch.isEmpty()) {
      var rows = new Batch(code, size, landscape.parameters().rows());
      switch (size.order()) {
        case FRESH -> {
          words = size.size();
          batch = Optional.of(rows.draw());
        }
        case EPOCH -> {
          Precision precision = landscape.experiment().precision();
          epochs = Optional.of(Draws.of(rows.epochs(), precision));
          batch = Optional.of(rows.inTurn(precision, lowering.lower(rows.firstOfStep(landscape))));
        }
      }
    }
    return batch.get();
  }

  /** Of all rows, in memory of its own. */
  List<Node> fullAt(String name) {
    Vector place = values.present(name).orElseThrow();
    if (!(place instanceof Vector.Stored inMemory)
        || landscape.experiment().minibatch().isEmpty()) {
      return at(name);
    }
    return full.computeIfAbsent(
        place,
        at -> {
          String array = name.equals(StateRows.POSITION) ? "f" : "full_" + name;
          code.array(array, landscape.dimension());
          return gathered(stored(array), landscape.shares(inMemory));
        });
  }

  private List<Node> gathered(Vector.Stored gradient, List<Gradient.Share> shares) {
    lowering.gather(gradient.array().name(), landscape.dimension(), shares);
    return gradient.components(graph);
  }

  /**
   * The gradients at x and at a place that walkers may go to, where both are known: they are chosen
   * as the places are.
   */
  record Both(List<Node> here, List<Node> there) {}

  Optional<Both> both(String there) {
    Vector place = values.present(there).orElseThrow();
    return known.containsKey(place) && known.containsKey(values.position())
        ? Optional.of(new Both(known.get(values.position()), known.get(place)))
        : Optional.empty();
  }

  /** Says what the gradient is where x is now, some walkers having gone and some stayed. */
  void choose(Both both, Optional<Node> chosen) {
    if (landscape.stored()) {
      String name = nameOf(StateRows.POSITION);
      Index.Loop element = Vector.element(landscape.dimension());
      Node value = values.chosen(chosen, both.there().getFirst(), both.here().getFirst());
      lowering.want(List.of(value));
      lowering.forEach(
          element,
          round ->
              code.store(round, name, lowering.index(Index.of(element)), lowering.value(value)));
      known.put(values.position(), stored(name).components(graph));
      return;
    }
    List<Node> gradient = new ArrayList<>();
    for (int i = 0; i < landscape.dimension(); i++) {
      gradient.add(values.chosen(chosen, both.there().get(i), both.here().get(i)));
    }
    lowering.want(gradient);
    List<Node> variables = new ArrayList<>();
    for (Node component : gradient) {
      Op op = lowering.value(component);
      variables.add(values.bound("gradient", op));
    }
    known.put(values.position(), variables);
  }
}
