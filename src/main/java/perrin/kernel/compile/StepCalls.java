package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Draws;
import perrin.kernel.Type;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Vector;

/** What a step program may write: names of its variables, and calls. */
final class StepCalls extends Landscape.Names {
  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code;
  private final StepValues values;
  private final StepGradients gradients;
  private final Boundaries boundaries;
  private final Map<Draws.Kind, Integer> drawn = new EnumMap<>(Draws.Kind.class);

  /** Places that the present statement has named by expressions. */
  private int places;

  StepCalls(
      Landscape landscape,
      CodeBuilder code,
      StepValues values,
      StepGradients gradients,
      Boundaries boundaries) {
    landscape.super(true);
    this.landscape = landscape;
    this.code = code;
    this.values = values;
    this.gradients = gradients;
    this.boundaries = boundaries;
    graph = landscape.graph();
  }

  /** Another statement begins: what the one before named is not needed any more. */
  void begin() {
    places = 0;
  }

  /** How many values are drawn a step. */
  Map<Draws.Kind, Integer> drawn() {
    return drawn;
  }

  @Override
  public Optional<List<Node>> name(String name) {
    return (values.isVariable(name) ? values.present(name) : Optional.<Vector>empty())
        .map(vector -> vector.components(graph))
        .or(() -> landscape.parameters().componentwise(name))
        .or(() -> super.name(name));
  }

  @Override
  public Optional<List<Node>> call(String function, List<List<Node>> arguments) {
    return switch (function) {
      case "gradient" -> Optional.of(gradients.at(placeOf(arguments)));
      case "full_gradient" -> Optional.of(gradients.fullAt(placeOf(arguments)));
      case "energy" ->
          Optional.of(List.of(landscape.energy(values.present(placeOf(arguments)).orElseThrow())));
      case "inside" -> Optional.of(inside(arguments));
      case "normal" -> Optional.of(draw(Draws.Kind.GAUSSIANS, arguments, "mean + sd*normal()"));
      case "uniform" -> Optional.of(draw(Draws.Kind.UNIFORMS, arguments, "a + (b - a)*uniform()"));
      case "dot" -> Optional.of(List.of(dot(arguments)));
      case "sum" -> Optional.of(List.of(sum(single(arguments))));
      default -> Optional.empty();
    };
  }

  @Override
  public Collection<String> names() {
    Collection<String> names = super.names();
    names.addAll(values.names());
    names.addAll(landscape.parameters().componentwiseNames());
    return names;
  }

  @Override
  public Collection<String> calls() {
    return List.of(
        "gradient", "full_gradient", "energy", "inside", "normal", "uniform", "dot", "sum");
  }

  /** The name of the place that is meant: x, a state variable, or what an expression gives. */
  private String placeOf(List<List<Node>> arguments) {
    return place(single(arguments));
  }

  /** The name of what has this value: a variable, or a place that is made. */
  String place(List<Node> wanted) {
    for (String name : values.names()) {
      Vector present = values.present(name).orElseThrow();
      boolean isVector = !(present instanceof Vector.Listed) || !landscape.stored();
      if (isVector && wanted.equals(present.components(graph))) {
        return name;
      }
    }
    String name = "place" + places++;
    values.place(name, wanted);
    return name;
  }

  /** Where boundaries bring a place. */
  private List<Node> inside(List<List<Node>> arguments) {
    String name = "place" + places++;
    values.place(name, single(arguments));
    boundaries.bring(values, name);
    return values.present(name).orElseThrow().components(graph);
  }

  /** A new value for each coordinate. */
  private List<Node> draw(Draws.Kind kind, List<List<Node>> arguments, String instead) {
    if (!arguments.isEmpty()) {
      throw new IllegalArgumentException("takes no arguments here: write " + instead);
    }
    int dimension = landscape.dimension();
    int end = drawn.merge(kind, dimension, Integer::sum);
    int first = end - dimension;
    if (landscape.stored()) {
      return new Vector.Stored(Array.ofWalker(kind.array(), end), first, dimension)
          .components(graph);
    }
    List<Node> draws = new ArrayList<>();
    for (int i = first; i < end; i++) {
      draws.add(drawn(kind, i));
    }
    return draws;
  }

  /** A new uniform of the walker's. */
  Node uniform() {
    Draws.Kind kind = Draws.Kind.UNIFORMS;
    int end = drawn.merge(kind, 1, Integer::sum);
    return landscape.stored()
        ? graph.element(Array.ofWalker(kind.array(), end), Index.constant(end - 1))
        : drawn(kind, end - 1);
  }

  private Node drawn(Draws.Kind kind, int i) {
    return values.bound(kind.array(), code.input(Type.REAL, kind.array() + "[" + i + "]"));
  }

  private List<Node> single(List<List<Node>> arguments) {
    if (arguments.size() != 1) {
      throw new IllegalArgumentException("takes 1 argument, not " + arguments.size());
    }
    return arguments.getFirst();
  }

  private Node sum(List<Node> components) {
    Index.Loop element = Vector.element(landscape.dimension());
    if (components.size() == 1 && components.getFirst().loops().contains(element)) {
      return graph.total(element, components.getFirst());
    }
    Node total = graph.constant(0);
    for (Node component : components) {
      total = graph.add(total, component);
    }
    return total;
  }

  private Node dot(List<List<Node>> arguments) {
    if (arguments.size() != 2) {
      throw new IllegalArgumentException("takes 2 arguments, not " + arguments.size());
    }
    List<Node> products = new ArrayList<>();
    List<Node> a = arguments.getFirst();
    List<Node> b = arguments.getLast();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      products.add(graph.multiply(a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i)));
    }
    return sum(products);
  }
}
