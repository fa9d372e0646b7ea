package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Node.Comparison;
import perrin.calculus.Node.Scope;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Type;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.StateRows;
import perrin.kernel.landscape.Vector;

/**
 * The values of x and of the method's state while a step is compiled, and of places that an
 * expression names: all components are given at once, or in loops where walkers are in memory.
 */
final class StepValues {
  /** x or a state variable and what it becomes. */
  record Named(String name, List<Node> value) {}

  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code;
  private final Lowering lowering;
  private final StateRows rows;
  private final boolean leaves;
  private final Map<String, Vector> values = new LinkedHashMap<>();

  /** Outputs of the code, for walkers in registers, by the number of their row. */
  private final Map<String, List<Op>> results = new LinkedHashMap<>();

  /** 1 for the walkers that assignments are for, where these are not all. */
  private Optional<Node> active = Optional.empty();

  /**
   * @param leaves whether what is assigned counts as an input of what comes after, {@link
   *     CodeBuilder#leaf}
   */
  StepValues(Landscape landscape, CodeBuilder code, Lowering lowering, boolean leaves) {
    this.landscape = landscape;
    this.code = code;
    this.lowering = lowering;
    this.leaves = leaves;
    graph = landscape.graph();
    rows = StateRows.of(landscape.experiment());
    rows.first().keySet().forEach(this::introduce);
  }

  private void introduce(String name) {
    if (landscape.stored()) {
      values.put(name, rows.inMemory(graph, name));
      return;
    }
    List<Node.Variable> components = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < rows.length(name); i++) {
      Op op = code.input(Type.REAL, "s[" + (rows.first().get(name) + i) + "]");
      ops.add(op);
      components.add(bound(name, op));
    }
    values.put(name, new Vector.Listed(components));
    results.put(name, ops);
  }

  /** A variable of the walker whose value is known. */
  Node.Variable bound(String name, Op op) {
    Node.Variable variable = graph.fresh(name, Scope.WALKER);
    lowering.bind(variable, op);
    return variable;
  }

  /** The present value of x, of a state variable or of a place, if there is one of that name. */
  Optional<Vector> present(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Where the walker is. */
  Vector position() {
    return values.get(StateRows.POSITION);
  }

  /** Rows of x and the state together. */
  int length() {
    return rows.length();
  }

  /** What can be assigned. */
  boolean isVariable(String name) {
    return rows.first().containsKey(name);
  }

  /** Names of x and the state. */
  List<String> names() {
    return List.copyOf(rows.first().keySet());
  }

  /** All outputs, in the order of the rows; none where walkers are in memory. */
  List<Op> outputs() {
    return results.values().stream().flatMap(List::stream).toList();
  }

  /** The walkers that assignments are for: 1, for others 0; empty where all are. */
  Optional<Node> active() {
    return active;
  }

  /**
   * Lets assignments be for some walkers only, for others values stay.
   *
   * @param of 1 for those, among those for whom assignments are already
   */
  void only(Optional<Node> of) {
    active = of;
  }

  /** A condition that counts as false for walkers that assignments are not for, as a variable. */
  Node among(Node condition) {
    Node zero = graph.constant(0);
    Node both =
        active
            .map(mask -> graph.choice(Comparison.EQUAL, mask, graph.constant(1), condition, zero))
            .orElse(condition);
    return bound("active", lowering.lower(both));
  }

  /** Gives x or a state variable a new value. */
  void assign(String name, List<Node> value) {
    assign(List.of(new Named(name, value)), active);
  }

  /**
   * Gives several of them new values at once, made of the old ones.
   *
   * @param chosen 1 for walkers that take them, for others 0; empty for all
   */
  void assign(List<Named> news, Optional<Node> chosen) {
    news.forEach(this::requireOneWhereOneIs);
    if (landscape.stored()) {
      store(news, chosen);
      return;
    }
    List<List<Node>> all = new ArrayList<>();
    for (Named each : news) {
      List<Node> components = new ArrayList<>();
      Vector before = values.get(each.name());
      for (int i = 0; i < rows.length(each.name()); i++) {
        Node value = each.value().get(each.value().size() == 1 ? 0 : i);
        components.add(chosen(chosen, value, before.component(graph, i)));
      }
      lowering.want(components);
      all.add(components);
    }
    for (int k = 0; k < news.size(); k++) {
      String name = news.get(k).name();
      List<Op> ops = all.get(k).stream().map(this::assigned).toList();
      values.put(name, new Vector.Listed(ops.stream().map(op -> bound(name, op)).toList()));
      results.put(name, ops);
    }
  }

  private Op assigned(Node value) {
    Op op = lowering.value(value);
    if (leaves) {
      code.leaf(op);
    }
    return op;
  }

  private void requireOneWhereOneIs(Named each) {
    boolean several = each.value().size() > 1 || each.value().stream().anyMatch(this::isOfEach);
    if (rows.single().contains(each.name()) && several) {
      throw new IllegalArgumentException(
          each.name()
              + " has one value for each walker, and this is one for each coordinate: take sum(...)"
              + " or dot(..., ...)");
    }
  }

  /** Whether a value is one for each coordinate, by their index. */
  boolean isOfEach(Node value) {
    return value.loops().contains(Vector.element(landscape.dimension()));
  }

  Node chosen(Optional<Node> chosen, Node value, Node otherwise) {
    return chosen
        .map(one -> graph.choice(Comparison.EQUAL, one, graph.constant(1), value, otherwise))
        .orElse(value);
  }

  /** In one loop over the components, which first makes all values and then keeps them. */
  private void store(List<Named> news, Optional<Node> chosen) {
    Index.Loop element = Vector.element(landscape.dimension());
    List<Named> vectors = news.stream().filter(each -> !isSingle(each)).toList();
    List<Node> all = news.stream().map(each -> stored(each, chosen)).toList();
    lowering.want(all);
    Map<String, Op> singles = new LinkedHashMap<>();
    for (int k = 0; k < news.size(); k++) {
      if (isSingle(news.get(k))) {
        singles.put(news.get(k).name(), lowering.value(all.get(k)));
      }
    }
    if (!vectors.isEmpty()) {
      lowering.forEach(
          element,
          round -> {
            List<Op> ops =
                vectors.stream().map(v -> lowering.value(all.get(news.indexOf(v)))).toList();
            for (int k = 0; k < vectors.size(); k++) {
              keep(round, vectors.get(k).name(), element, ops.get(k));
            }
          });
    }
    singles.forEach(
        (name, op) -> code.store(code.root(), "s", code.index(rows.first().get(name)), op));
    news.forEach(each -> values.put(each.name(), rows.inMemory(graph, each.name())));
  }

  private boolean isSingle(Named each) {
    return rows.single().contains(each.name());
  }

  private Node stored(Named each, Optional<Node> chosen) {
    Node before = values.get(each.name()).components(graph).getFirst();
    return chosen(chosen, each.value().getFirst(), before);
  }

  private void keep(CodeBuilder.Region round, String name, Index.Loop components, Op value) {
    Vector.Stored now = (Vector.Stored) values.get(name);
    Op at = lowering.index(Index.of(components).plus(now.offset()));
    code.store(round, now.array().name(), at, value);
  }

  /**
   * Gives components of x, of a state variable or of a place a new value: in memory one that
   * depends on the index.
   */
  void store(String name, Index.Loop components, Node value) {
    Vector.Stored now = (Vector.Stored) values.get(name);
    Node before = graph.element(now.array(), Index.of(components).plus(now.offset()));
    Node chosen = isVariable(name) ? chosen(active, value, before) : value;
    lowering.want(List.of(chosen));
    lowering.forEach(components, round -> keep(round, name, components, lowering.value(chosen)));
    values.put(name, again(name, now));
  }

  private Vector again(String name, Vector.Stored now) {
    return isVariable(name)
        ? rows.inMemory(graph, name)
        : new Vector.Stored(
            Array.ofWalker(now.array().name(), now.dimension()), 0, now.dimension());
  }

  /**
   * Makes a place of an expression: it has values of its own, and is no variable.
   *
   * @param name by which {@link #present} finds it; that of an array, too
   */
  Vector place(String name, List<Node> value) {
    int dimension = landscape.dimension();
    if (landscape.stored()) {
      code.array(name, dimension);
      Index.Loop element = Vector.element(dimension);
      lowering.want(value);
      values.put(name, new Vector.Stored(Array.ofWalker(name, dimension), 0, dimension));
      lowering.forEach(
          element, round -> keep(round, name, element, lowering.value(value.getFirst())));
      values.put(name, new Vector.Stored(Array.ofWalker(name, dimension), 0, dimension));
    } else {
      lowering.want(value);
      List<Node.Variable> components = new ArrayList<>();
      for (int i = 0; i < dimension; i++) {
        components.add(bound(name, lowering.value(value.get(value.size() == 1 ? 0 : i))));
      }
      values.put(name, new Vector.Listed(components));
    }
    return values.get(name);
  }

  /** Gives a place other values. */
  void change(String name, List<Node> value) {
    if (isVariable(name)) {
      assign(name, value);
    } else {
      place(name, value);
    }
  }
}
