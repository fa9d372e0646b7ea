package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.Gradient;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.errors.ExperimentException;
import perrin.experiment.Formula;
import perrin.experiment.Minibatch;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Draws;
import perrin.kernel.Op;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;
import perrin.kernel.landscape.FormulaTexts;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Vector;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;
import perrin.language.Statement;
import perrin.random.Stream;

/**
 * Compiles a method's step: each assignment in turn, all components of x or of a state variable at
 * once.
 *
 * <p>Where a step begins with ∇E(x) and ends with ∇E at its last x, the gradient is carried over to
 * the next step instead of being computed twice.
 */
final class StepCompiler {
  private static final String ALL_COORDINATES = "x";

  /** Assignments that a step may make when its repetitions are written out. */
  private static final int MAX_ASSIGNMENTS = 10_000;

  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code = new CodeBuilder();
  private final Lowering lowering;
  private final boolean carrying;
  private final Boundaries boundaries;

  /** Present values of x and of each state variable. */
  private final Map<String, Vector> values = new LinkedHashMap<>();

  private final Map<String, Integer> slots = new LinkedHashMap<>();
  private final Map<String, List<Op>> results = new LinkedHashMap<>();
  private final Map<Vector, List<Node>> gradients = new HashMap<>();
  private final Map<Vector, List<Node>> fullGradients = new HashMap<>();

  /** The rows of this step, where it takes a gradient of some of them. */
  private Optional<Array> batch = Optional.empty();

  private Optional<Draws> epochs = Optional.empty();

  private final Vector initial;
  private final Map<Draws.Kind, Integer> drawn = new EnumMap<>(Draws.Kind.class);
  private int assignments;

  /**
   * @param carrying whether ∇E comes from the step before and is left for the next, see {@link
   *     #carries}
   */
  StepCompiler(Landscape landscape, SharedValues shared, boolean carrying) {
    this.landscape = landscape;
    this.carrying = carrying;
    graph = landscape.graph();
    lowering = new Lowering(graph, code, shared);
    boundaries = new Boundaries(landscape);
    introduce(ALL_COORDINATES);
    landscape.experiment().method().state().keySet().forEach(this::introduce);
    initial = position();
    if (carrying) {
      gradients.put(initial, carried());
    }
  }

  /** What a step draws; known after {@link #compile}. */
  List<Draws> draws() {
    List<Draws> draws = new ArrayList<>();
    drawn.forEach((kind, number) -> draws.add(new Draws(stream(kind), kind, number)));
    epochs.ifPresent(draws::add);
    return draws;
  }

  private static Stream stream(Draws.Kind kind) {
    return switch (kind) {
      case GAUSSIANS -> Stream.STEP_NORMALS;
      case UNIFORMS -> Stream.STEP_UNIFORMS;
      case WORDS -> Stream.MINIBATCH;
    };
  }

  /**
   * Whether the step needs the gradient where it begins and computes it where it ends; known after
   * {@link #compile} without carrying.
   */
  boolean carries() {
    return !position().equals(initial)
        && gradients.containsKey(initial)
        && gradients.containsKey(position())
        && !landscape.forces().changeWithTime()
        && landscape.experiment().minibatch().isEmpty();
  }

  Code compile(List<String> variables) {
    Formula step = landscape.experiment().method().step();
    landscape.texts().located("method.step", step, () -> run(step.text()));
    requireGradientForForces();
    boundaries.atEnd(this);
    Map<String, Op> outputs = new LinkedHashMap<>();
    for (List<Op> components : results.values()) {
      for (Op component : components) {
        outputs.put(variables.get(outputs.size()), component);
      }
    }
    if (landscape.experiment().outputs().best().isPresent()) {
      int first = slots.size() * dimension();
      List<Op> best = new BestPlace(landscape, code, lowering, first).compare(position());
      outputs.putAll(BestPlace.named(variables, first, best));
    }
    if (carrying && !landscape.stored()) {
      lowering.want(gradients.get(position()));
      for (Node component : gradients.get(position())) {
        outputs.put("c[" + (outputs.size() - variables.size()) + "]", lowering.value(component));
      }
    }
    return code.build(outputs);
  }

  private void requireGradientForForces() {
    var forces = landscape.experiment().force().entrySet();
    if (gradients.isEmpty() && !forces.isEmpty()) {
      var first = forces.iterator().next();
      throw new ExperimentException(
          FormulaTexts.of(first.getValue(), 0).where(),
          "force." + first.getKey(),
          "acts through gradient(x), which method.step does not use");
    }
  }

  /**
   * The gradient where a step begins, for a carrying step: outputs {@code c[i]}, or array c.
   *
   * @param shared those of the step
   */
  static Code gradient(Landscape landscape, SharedValues shared) {
    StepCompiler compiler = new StepCompiler(landscape, shared, true);
    compiler.gradients.clear();
    List<Node> gradient = compiler.gradientAt(compiler.initial);
    Map<String, Op> outputs = new LinkedHashMap<>();
    if (!landscape.stored()) {
      compiler.lowering.want(gradient);
      gradient.forEach(
          node -> outputs.put("c[" + outputs.size() + "]", compiler.lowering.value(node)));
    }
    return compiler.code.build(outputs);
  }

  private List<Node> carried() {
    if (landscape.stored()) {
      return gradientArray().components(graph);
    }
    List<Node> components = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      Node.Variable variable = graph.fresh("gradient", Scope.WALKER);
      lowering.bind(variable, code.input(Type.REAL, "c[" + i + "]"));
      components.add(variable);
    }
    return components;
  }

  private Vector.Stored gradientArray() {
    String name = carrying ? "c" : "g";
    return new Vector.Stored(Array.ofWalker(name, dimension()), 0, dimension());
  }

  private void introduce(String name) {
    int slot = slots.size() * dimension();
    slots.put(name, slot);
    if (landscape.stored()) {
      values.put(name, inState(slot));
      return;
    }
    List<Node.Variable> components = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      Op op = code.input(Type.REAL, "s[" + (slot + i) + "]");
      ops.add(op);
      components.add(bound(name, op));
    }
    values.put(name, new Vector.Listed(components));
    results.put(name, ops);
  }

  private Vector.Stored inState(int slot) {
    int length = dimension() * (1 + landscape.experiment().method().state().size());
    return new Vector.Stored(Array.ofWalker("s", length), slot, dimension());
  }

  private Node.Variable bound(String name, Op op) {
    Node.Variable variable = graph.fresh(name, Scope.WALKER);
    lowering.bind(variable, op);
    return variable;
  }

  private Void run(String text) {
    List<Statement> program = FormulaReader.program(text);
    if (program.isEmpty()) {
      throw new FormulaException(text, 0, "the step is empty");
    }
    run(text, program);
    return null;
  }

  private void run(String text, List<Statement> program) {
    for (Statement statement : program) {
      switch (statement) {
        case Statement.Assignment line -> assign(text, line);
        case Statement.Repeat loop -> {
          for (int k = 0; k < loop.times(); k++) {
            run(text, loop.body());
          }
        }
      }
    }
  }

  private void assign(String text, Statement.Assignment line) {
    if (!values.containsKey(line.name())) {
      throw new FormulaException(
          text,
          line.at(),
          "only x and the method's state can be assigned, not \""
              + line.name()
              + "\"; "
              + (landscape.experiment().coordinates().find(line.name()).isPresent()
                  ? "x stands for all coordinates at once"
                  : "write what it stands for where it is needed, or make it a state, method.state: {"
                      + line.name()
                      + ": 0}"));
    }
    if (++assignments > MAX_ASSIGNMENTS) {
      throw new FormulaException(
          text, line.at(), "more than " + MAX_ASSIGNMENTS + " assignments a step");
    }
    assign(line.name(), landscape.translator().translate(text, line.value(), new Names()));
    if (line.name().equals(ALL_COORDINATES) && landscape.experiment().method().walls().within()) {
      boundaries.reflect(this);
    }
  }

  /** Gives x or a state variable a new value, component by component. */
  void assign(String name, List<Node> value) {
    if (landscape.stored()) {
      store(name, Vector.element(dimension()), value.getFirst());
      return;
    }
    lowering.want(value);
    List<Node.Variable> components = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < dimension(); i++) {
      Op op = lowering.value(value.get(value.size() == 1 ? 0 : i));
      if (carrying) {
        code.leaf(op);
      }
      ops.add(op);
      components.add(bound(name, op));
    }
    values.put(name, new Vector.Listed(components));
    results.put(name, ops);
  }

  /**
   * Gives components of x or of a state variable in memory a new value that depends on the index.
   */
  void store(String name, Index.Loop components, Node value) {
    int slot = slots.get(name);
    lowering.want(List.of(value));
    lowering.forEach(
        components,
        round ->
            code.store(
                round,
                "s",
                lowering.index(Index.of(components).plus(slot)),
                lowering.value(value)));
    values.put(name, inState(slot));
  }

  /** The present value of x or of a state variable, if there is one of that name. */
  Optional<Vector> present(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private Vector position() {
    return values.get(ALL_COORDINATES);
  }

  private int dimension() {
    return landscape.dimension();
  }

  private List<Node> gradientAt(Vector position) {
    List<Node> before = gradients.get(position);
    if (before == null) {
      before =
          switch (position) {
            case Vector.Listed listed -> landscape.gradient(listed);
            case Vector.Stored inMemory -> {
              Vector.Stored gradient = gradientArray();
              if (!carrying) {
                code.array(gradient.array().name(), dimension());
              }
              List<Gradient.Share> shares =
                  landscape
                      .experiment()
                      .minibatch()
                      .map(size -> landscape.shares(inMemory, batch(size)))
                      .orElseGet(() -> landscape.shares(inMemory));
              yield gathered(gradient, shares);
            }
          };
      gradients.put(position, before);
    }
    return before;
  }

  /** One batch a step, whatever gradients it takes. */
  private Array batch(Minibatch size) {
    if (batch.isEmpty()) {
      var rows = new Batch(code, size, landscape.parameters().rows());
      switch (size.order()) {
        case FRESH -> {
          drawn.merge(Draws.Kind.WORDS, size.size(), Integer::sum);
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
  private List<Node> fullGradientAt(Vector position) {
    if (!(position instanceof Vector.Stored inMemory)
        || landscape.experiment().minibatch().isEmpty()) {
      return gradientAt(position);
    }
    return fullGradients.computeIfAbsent(
        position,
        at -> {
          Array array = Array.ofWalker("f", dimension());
          code.array(array.name(), dimension());
          var gradient = new Vector.Stored(array, 0, dimension());
          return gathered(gradient, landscape.shares(inMemory));
        });
  }

  private List<Node> gathered(Vector.Stored gradient, List<Gradient.Share> shares) {
    lowering.gather(gradient.array().name(), dimension(), shares);
    return gradient.components(graph);
  }

  /** What a step program may write. */
  private final class Names extends Landscape.Names {
    Names() {
      landscape.super(true);
    }

    @Override
    public Optional<List<Node>> name(String name) {
      return present(name)
          .map(vector -> vector.components(graph))
          .or(() -> landscape.parameters().componentwise(name))
          .or(() -> super.name(name));
    }

    @Override
    public Optional<List<Node>> call(String function, List<List<Node>> arguments) {
      return switch (function) {
        case "gradient" -> Optional.of(gradientAt(position(arguments)));
        case "full_gradient" -> Optional.of(fullGradientAt(position(arguments)));
        case "energy" -> Optional.of(List.of(landscape.energy(position(arguments))));
        case "normal" -> Optional.of(draw(Draws.Kind.GAUSSIANS, arguments, "mean + sd*normal()"));
        case "uniform" ->
            Optional.of(draw(Draws.Kind.UNIFORMS, arguments, "a + (b - a)*uniform()"));
        case "dot" -> Optional.of(List.of(dot(arguments)));
        case "sum" -> Optional.of(List.of(sum(single(arguments))));
        default -> Optional.empty();
      };
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.addAll(values.keySet());
      names.addAll(landscape.parameters().componentwiseNames());
      return names;
    }

    @Override
    public Collection<String> calls() {
      return List.of("gradient", "full_gradient", "energy", "normal", "uniform", "dot", "sum");
    }

    private Vector position(List<List<Node>> arguments) {
      Vector x = StepCompiler.this.position();
      if (arguments.size() != 1 || !arguments.getFirst().equals(x.components(graph))) {
        throw new IllegalArgumentException("takes the position, x");
      }
      return x;
    }

    /** A new value for each coordinate. */
    private List<Node> draw(Draws.Kind kind, List<List<Node>> arguments, String instead) {
      if (!arguments.isEmpty()) {
        throw new IllegalArgumentException("takes no arguments here: write " + instead);
      }
      int end = drawn.merge(kind, dimension(), Integer::sum);
      int first = end - dimension();
      if (landscape.stored()) {
        return new Vector.Stored(Array.ofWalker(kind.array(), end), first, dimension())
            .components(graph);
      }
      List<Node> draws = new ArrayList<>();
      for (int i = first; i < end; i++) {
        draws.add(bound(kind.array(), code.input(Type.REAL, kind.array() + "[" + i + "]")));
      }
      return draws;
    }

    private List<Node> single(List<List<Node>> arguments) {
      if (arguments.size() != 1) {
        throw new IllegalArgumentException("takes 1 argument, not " + arguments.size());
      }
      return arguments.getFirst();
    }

    private Node sum(List<Node> components) {
      Index.Loop element = Vector.element(dimension());
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
}
