package perrin.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Formula;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;
import perrin.language.Statement;

/**
 * Compiles a method's step: each assignment in turn, all components of x or of a state variable at
 * once.
 */
final class StepCompiler {
  private static final String ALL_COORDINATES = "x";

  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code = new CodeBuilder();
  private final Lowering lowering;

  /** Present components of x and of each state variable. */
  private final Map<String, List<Node.Variable>> values = new LinkedHashMap<>();

  private final Map<String, List<Op>> results = new LinkedHashMap<>();
  private final Map<List<Node.Variable>, List<Node>> gradients = new HashMap<>();
  private int normals;

  StepCompiler(Landscape landscape, SharedValues shared) {
    this.landscape = landscape;
    graph = landscape.graph();
    lowering = new Lowering(graph, code, shared);
    int slot = 0;
    slot = introduce(ALL_COORDINATES, slot);
    for (String name : landscape.experiment().method().state().keySet()) {
      slot = introduce(name, slot);
    }
  }

  /** Gaussians a step; known after {@link #compile}. */
  int normals() {
    return normals;
  }

  Code compile(List<String> variables) {
    Formula step = landscape.experiment().method().step();
    landscape.located("method.step", step, () -> run(step.text()));
    Map<String, Op> outputs = new LinkedHashMap<>();
    for (List<Op> components : results.values()) {
      for (Op component : components) {
        outputs.put(variables.get(outputs.size()), component);
      }
    }
    return code.build(outputs);
  }

  private int introduce(String name, int firstSlot) {
    List<Node.Variable> components = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < coordinates(); i++) {
      Op op = code.input(Type.REAL, "s[" + (firstSlot + i) + "]");
      Node.Variable variable = graph.fresh(name, Scope.WALKER);
      lowering.bind(variable, op);
      components.add(variable);
      ops.add(op);
    }
    values.put(name, List.copyOf(components));
    results.put(name, ops);
    return firstSlot + coordinates();
  }

  private Void run(String text) {
    List<Statement> program = FormulaReader.program(text);
    if (program.isEmpty()) {
      throw new FormulaException(text, 0, "the step is empty");
    }
    for (Statement statement : program) {
      switch (statement) {
        case Statement.Assignment line -> assign(text, line);
      }
    }
    return null;
  }

  private void assign(String text, Statement.Assignment line) {
    if (!values.containsKey(line.name())) {
      throw new FormulaException(
          text,
          line.at(),
          "only x and the method's state can be assigned, not \"" + line.name() + "\"");
    }
    List<Node> value = landscape.translator().translate(text, line.value(), new Names());
    List<Node.Variable> components = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < coordinates(); i++) {
      Op op = lowering.lower(value.get(value.size() == 1 ? 0 : i));
      Node.Variable variable = graph.fresh(line.name(), Scope.WALKER);
      lowering.bind(variable, op);
      components.add(variable);
      ops.add(op);
    }
    values.put(line.name(), List.copyOf(components));
    results.put(line.name(), ops);
  }

  private int coordinates() {
    return landscape.experiment().coordinates().dimension();
  }

  /** What a step program may write. */
  private final class Names extends Landscape.Names {
    Names() {
      landscape.super(true);
    }

    @Override
    public Optional<List<Node>> name(String name) {
      return values.containsKey(name)
          ? Optional.of(List.copyOf(values.get(name)))
          : super.name(name);
    }

    @Override
    public Optional<List<Node>> call(String function, List<List<Node>> arguments) {
      return switch (function) {
        case "gradient" -> Optional.of(gradient(arguments));
        case "energy" -> Optional.of(List.of(landscape.energy(position(arguments))));
        case "normal" -> Optional.of(normal(arguments));
        case "dot" -> Optional.of(List.of(dot(arguments)));
        case "sum" -> Optional.of(List.of(sum(single(arguments))));
        case "uniform" ->
            throw new IllegalArgumentException(
                "not available in step programs in this version yet");
        default -> Optional.empty();
      };
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.addAll(values.keySet());
      return names;
    }

    @Override
    public Collection<String> calls() {
      return List.of("gradient", "energy", "normal", "dot", "sum");
    }

    private List<Node.Variable> position(List<List<Node>> arguments) {
      List<Node.Variable> x = values.get(ALL_COORDINATES);
      if (arguments.size() != 1 || !arguments.getFirst().equals(x)) {
        throw new IllegalArgumentException("takes the position, x");
      }
      return x;
    }

    private List<Node> gradient(List<List<Node>> arguments) {
      return gradients.computeIfAbsent(position(arguments), landscape::gradient);
    }

    private List<Node> normal(List<List<Node>> arguments) {
      if (!arguments.isEmpty()) {
        throw new IllegalArgumentException("takes no arguments here: write mean + sd*normal()");
      }
      List<Node> draws = new ArrayList<>();
      for (int i = 0; i < coordinates(); i++) {
        Node.Variable draw = graph.fresh("normal", Scope.WALKER);
        lowering.bind(draw, code.input(Type.REAL, "z[" + normals++ + "]"));
        draws.add(draw);
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
