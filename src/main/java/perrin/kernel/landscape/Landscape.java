package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import perrin.calculus.Array;
import perrin.calculus.ArrayView;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.Graph;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Index;
import perrin.calculus.Indices;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Spline;
import perrin.calculus.Tangent;
import perrin.calculus.Translator;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;

/**
 * The formulas of an experiment that everything else is built on: parameters, schedules and the
 * energy, as nodes of one graph.
 */
public final class Landscape {
  private final Experiment experiment;
  private final Graph graph = new Graph();
  private final FunctionLibrary functions = FunctionLibrary.standard();
  private final Translator translator = new Translator(graph, functions);
  private final FormulaTexts texts;
  private final Parameters parameters;
  private final Forces forces = new Forces(this);
  private final Set<String> beingRead = new HashSet<>();
  private final Optional<Node> temperature;
  private final Node dt;
  private final Layout layout;
  private final WalkerIndices own;

  /**
   * @param layout where the walkers' values lie
   */
  public Landscape(Experiment experiment, Layout layout) {
    this(experiment, layout, WalkerIndices.NONE);
  }

  /**
   * @param layout where the walkers' values lie
   * @param own indices that formulas of the position may use
   */
  public Landscape(Experiment experiment, Layout layout, WalkerIndices own) {
    this.experiment = experiment;
    this.layout = layout;
    this.own = own;
    texts = new FormulaTexts(experiment, translator);
    NamedParts.require(experiment, texts);
    parameters = new Parameters(experiment, graph, texts, layout);
    temperature = experiment.temperature().map(formula -> schedule("temperature", formula));
    dt = schedule("dt", experiment.dt());
  }

  /** Whether a walker's values lie in arrays. */
  public boolean stored() {
    return layout == Layout.MEMORY;
  }

  public int dimension() {
    return experiment.coordinates().dimension();
  }

  public Graph graph() {
    return graph;
  }

  public Experiment experiment() {
    return experiment;
  }

  public Forces forces() {
    return forces;
  }

  public Parameters parameters() {
    return parameters;
  }

  public FormulaTexts texts() {
    return texts;
  }

  public Translator translator() {
    return translator;
  }

  public Optional<Node> temperature() {
    return temperature;
  }

  public Node dt() {
    return dt;
  }

  /** The value of a name that is the same in all steps. */
  public double constant(String name) {
    return switch (name) {
      case "kT" -> new HostEvaluator(parameters.numbers()::get).value(temperature.orElseThrow());
      case "dt" -> new HostEvaluator(parameters.numbers()::get).value(dt);
      default -> parameters.numbers().get(name);
    };
  }

  /** The value of a node that is the same for all walkers and steps. */
  public double constantValue(Node node) {
    return new HostEvaluator(this::constant).value(node);
  }

  /** What all formulas may name: parameters, and kT, dt, n and t where they are allowed. */
  public class Names implements Translator.Environment {
    private final boolean stepValues;

    /**
     * @param stepValues whether values that change from step to step are allowed
     */
    public Names(boolean stepValues) {
      this.stepValues = stepValues;
    }

    @Override
    public Optional<List<Node>> name(String name) {
      if (parameters.numbers().containsKey(name)) {
        return Optional.of(List.of(graph.variable(name, Scope.RUN)));
      }
      if (experiment.tables().containsKey(name)) {
        throw new IllegalArgumentException(name + " is a table; write table(" + name + ", x)");
      }
      if (parameters.arrays().containsKey(name)) {
        throw new IllegalArgumentException(name + " is an array; take an element, " + name + "[i]");
      }
      return switch (name) {
        case "kT" ->
            Optional.of(
                List.of(
                    allowed(
                        "kT", temperature.orElseThrow(FormulaTexts.NoTemperatureException::new))));
        case "dt" -> Optional.of(List.of(allowed("dt", dt)));
        case "rows" -> Optional.of(List.of(graph.constant(parameters.rows())));
        case "n", "t" ->
            stepValues ? Optional.of(List.of(graph.variable(name, Scope.STEP))) : Optional.empty();
        default -> Optional.empty();
      };
    }

    @Override
    public Optional<ArrayView> array(String name) {
      return parameters.array(name);
    }

    @Override
    public Optional<String> reason(String name) {
      return parameters.reason(name);
    }

    @Override
    public Optional<Spline> table(String name) {
      return parameters.table(name);
    }

    @Override
    public Collection<String> tables() {
      return experiment.tables().keySet();
    }

    @Override
    public Optional<Translator.Range> range(String name) {
      return parameters.range(name);
    }

    @Override
    public boolean writesOut(int terms, long size) {
      return layout.writesOut(terms, size);
    }

    public Landscape landscape() {
      return Landscape.this;
    }

    private Node allowed(String name, Node formula) {
      if (formula.scope() == Scope.STEP && !stepValues) {
        throw new IllegalArgumentException(
            name + " changes from step to step and has no one value here");
      }
      return graph.variable(name, formula.scope());
    }

    @Override
    public Collection<String> names() {
      TreeSet<String> names = new TreeSet<>(parameters.numbers().keySet());
      names.addAll(parameters.arrays().keySet());
      names.add("dt");
      if (experiment.temperature().isPresent()) {
        names.add("kT");
      }
      if (stepValues) {
        names.addAll(List.of("n", "t"));
      }
      return names;
    }

    /** What is fixed for a run may decide how a power is written. */
    @Override
    public OptionalDouble valueOf(Node node) {
      return node.scope() == Scope.RUN && node.loops().isEmpty()
          ? OptionalDouble.of(new HostEvaluator(Landscape.this::constant).value(node))
          : OptionalDouble.empty();
    }
  }

  /** As {@link Names}, and the coordinates and named sub-expressions of a given position. */
  public class WithCoordinates extends Names {
    private final Vector position;

    /** By name, and the indices of the sums around it. */
    private final Map<List<Object>, Node> definitions = new HashMap<>();

    public WithCoordinates(Vector position, boolean stepValues) {
      super(stepValues);
      this.position = position;
    }

    @Override
    public Optional<List<Node>> name(String name, Indices indices) {
      Formula definition = experiment.where().get(name);
      return definition == null
          ? name(name)
          : Optional.of(List.of(definition(name, definition, indices)));
    }

    /** A named sub-expression means what it would mean if it were written where its name is. */
    private Node definition(String name, Formula definition, Indices indices) {
      List<Object> key = List.of(name, indices);
      if (definitions.containsKey(key)) {
        return definitions.get(key);
      }
      if (!beingRead.add(name)) {
        throw new IllegalArgumentException(name + " is defined by itself");
      }
      try {
        Node node = texts.scalar("where." + name, definition, this, indices);
        definitions.put(key, node);
        return node;
      } finally {
        beingRead.remove(name);
      }
    }

    @Override
    public Optional<List<Node>> name(String name) {
      Optional<Coordinates.Block> block = experiment.coordinates().find(name);
      if (block.isEmpty()) {
        return super.name(name);
      }
      if (!block.get().scalar()) {
        int length = block.get().length();
        throw new IllegalArgumentException(
            name
                + " has "
                + length
                + " components: write "
                + name
                + "[i], or sum(i in 0.."
                + (length - 1)
                + ": …)");
      }
      int i = experiment.coordinates().first(block.get());
      return Optional.of(List.of(position.component(graph, i)));
    }

    @Override
    public Optional<Index> index(String name, Supplier<List<Index>> at, Indices indices) {
      return own.find(name, at, indices, this);
    }

    @Override
    public Optional<ArrayView> array(String name) {
      return experiment
          .coordinates()
          .find(name)
          .filter(block -> !block.scalar())
          .map(block -> position.view(experiment.coordinates().first(block), block.length()))
          .or(() -> super.array(name));
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.addAll(experiment.coordinates().names());
      names.addAll(experiment.where().keySet());
      return names;
    }
  }

  /** E at the given position. */
  public Node energy(Vector position) {
    return energy(new WithCoordinates(position, false));
  }

  Node energy(WithCoordinates names) {
    return texts.scalar("energy", experiment.energy().formula(), names);
  }

  /** ∇E − force at a position whose components have a register each. */
  public List<Node> gradient(Vector.Listed position) {
    List<Node> slope =
        new ArrayList<>(Gradient.of(graph, functions, energy(position), variables(position)));
    forces
        .opposite(position)
        .forEach(force -> {
          int i = force.at().constant();
          slope.set(i, graph.add(slope.get(i), force.value()));
        });
    return List.copyOf(slope);
  }

  /** The shares of ∇E − force at a position in memory, to components from 0 on. */
  public List<Gradient.Share> shares(Vector.Stored position) {
    return shares(position, energy(position));
  }

  /** The same with its sums over {@code rows} estimated by a mini-batch's. */
  public List<Gradient.Share> shares(Vector.Stored position, Array batch) {
    return shares(position, new RowSums(this).estimated(position, batch));
  }

  List<Gradient.Share> shares(Vector.Stored position, Node energy) {
    List<Gradient.Share> shares = new ArrayList<>();
    for (Gradient.Share share : Gradient.shares(graph, functions, energy)) {
      Index component = share.at().plus(-position.offset());
      shares.add(new Gradient.Share(share.nest(), component, share.value()));
    }
    shares.addAll(forces.opposite(position));
    return List.copyOf(shares);
  }

  /** ∇²E, the sum of ∂²E/∂x² over the components. */
  public Node laplacian(Vector position) {
    return switch (position) {
      case Vector.Listed listed ->
          Tangent.laplacian(graph, functions, gradient(listed), variables(listed));
      case Vector.Stored inMemory -> Tangent.laplacian(graph, functions, shares(inMemory));
    };
  }

  private static List<Node.Variable> variables(Vector.Listed position) {
    return position.nodes().stream().map(node -> (Node.Variable) node).toList();
  }

  /** Whether a name is that of a schedule. */
  public boolean changesFromStepToStep(String name) {
    return switch (name) {
      case "kT" -> temperature.filter(node -> node.scope() == Scope.STEP).isPresent();
      case "dt" -> dt.scope() == Scope.STEP;
      default -> false;
    };
  }

  /** A schedule, kT or dt, in the first step, for what is computed before it. */
  public Node firstValue(String schedule) {
    Map<String, Node> first = Map.of("n", graph.constant(0), "t", graph.constant(0));
    return schedule.equals("dt")
        ? schedule("dt", experiment.dt(), first)
        : schedule("temperature", experiment.temperature().orElseThrow(), first);
  }

  private Node schedule(String field, Formula formula) {
    return schedule(field, formula, Map.of());
  }

  /**
   * @param known values of n and t, where they have one
   */
  private Node schedule(String field, Formula formula, Map<String, Node> known) {
    Names names =
        new Names(true) {
          @Override
          public Optional<List<Node>> name(String name) {
            boolean itself = name.equals("kT") || name.equals("dt");
            return itself
                ? Optional.empty()
                : Optional.ofNullable(known.get(name)).map(List::of).or(() -> super.name(name));
          }

          @Override
          public Collection<String> names() {
            List<String> names = new ArrayList<>(super.names());
            names.removeAll(List.of("kT", "dt"));
            return names;
          }
        };
    return texts.scalar(field, formula, names);
  }
}
