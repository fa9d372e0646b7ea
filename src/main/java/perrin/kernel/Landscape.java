package perrin.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
import perrin.calculus.Translator;
import perrin.experiment.ArrayValue;
import perrin.experiment.ByCoordinate;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentException;
import perrin.experiment.Formula;
import perrin.experiment.FormulaArray;
import perrin.experiment.Location;
import perrin.experiment.Method;
import perrin.experiment.Values;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;

/**
 * The formulas of an experiment that everything else is built on: parameters, schedules and the
 * energy, as nodes of one graph.
 */
final class Landscape {
  private final Experiment experiment;
  private final Graph graph = new Graph();
  private final FunctionLibrary functions = FunctionLibrary.standard();
  private final Translator translator = new Translator(graph, functions);
  private final Map<String, Double> parameters = new LinkedHashMap<>();
  private final Map<String, ArrayView> arrays = new LinkedHashMap<>();
  private final Map<String, Vector> byComponent = new LinkedHashMap<>();
  private final Set<String> beingRead = new HashSet<>();
  private final Optional<Node> temperature;
  private final Node dt;
  private final Layout layout;

  /**
   * @param layout where the walkers' values lie
   */
  Landscape(Experiment experiment, Layout layout) {
    this.experiment = experiment;
    this.layout = layout;
    experiment.data().ifPresent(data -> data.arrays().forEach(this::array));
    experiment
        .parameters()
        .forEach((name, value) -> {
          switch (value) {
            case Formula formula -> parameter("parameters." + name, name, formula);
            case FormulaArray array -> array(name, numbers("parameters." + name, array));
          }
        });
    experiment
        .method()
        .parameters()
        .forEach((name, value) -> {
          String field = "method.parameters." + name;
          switch (value) {
            case Formula formula -> parameter(field, name, formula);
            case ByCoordinate given -> byComponent.put(name, componentwise(field, name, given));
          }
        });
    temperature = experiment.temperature().map(formula -> schedule("temperature", formula));
    dt = schedule("dt", experiment.dt());
  }

  /** Whether a walker's values lie in arrays. */
  boolean stored() {
    return layout == Layout.MEMORY;
  }

  int dimension() {
    return experiment.coordinates().dimension();
  }

  Graph graph() {
    return graph;
  }

  Experiment experiment() {
    return experiment;
  }

  Map<String, Double> parameters() {
    return parameters;
  }

  Optional<Node> temperature() {
    return temperature;
  }

  Node dt() {
    return dt;
  }

  /** The value of a name that is the same in all steps. */
  double constant(String name) {
    return switch (name) {
      case "kT" -> new HostEvaluator(parameters::get).value(temperature.orElseThrow());
      case "dt" -> new HostEvaluator(parameters::get).value(dt);
      default -> parameters.get(name);
    };
  }

  /** The value of a node that is the same for all walkers and steps. */
  double constantValue(Node node) {
    return new HostEvaluator(this::constant).value(node);
  }

  /** What all formulas may name: parameters, and kT, dt, n and t where they are allowed. */
  class Names implements Translator.Environment {
    private final boolean stepValues;

    /**
     * @param stepValues whether values that change from step to step are allowed
     */
    Names(boolean stepValues) {
      this.stepValues = stepValues;
    }

    @Override
    public Optional<List<Node>> name(String name) {
      if (parameters.containsKey(name)) {
        return Optional.of(List.of(graph.variable(name, Scope.RUN)));
      }
      if (arrays.containsKey(name)) {
        throw new IllegalArgumentException(name + " is an array; take an element, " + name + "[i]");
      }
      return switch (name) {
        case "kT" ->
            Optional.of(
                List.of(allowed("kT", temperature.orElseThrow(NoTemperatureException::new))));
        case "dt" -> Optional.of(List.of(allowed("dt", dt)));
        case "n", "t" ->
            stepValues ? Optional.of(List.of(graph.variable(name, Scope.STEP))) : Optional.empty();
        default -> Optional.empty();
      };
    }

    @Override
    public Optional<ArrayView> array(String name) {
      return Optional.ofNullable(arrays.get(name));
    }

    @Override
    public Optional<Integer> range(String name) {
      return name.equals("rows") ? Optional.of(rows()) : Optional.empty();
    }

    @Override
    public boolean writesOut(int terms, long size) {
      return layout.writesOut(terms, size);
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
      TreeSet<String> names = new TreeSet<>(parameters.keySet());
      names.addAll(arrays.keySet());
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
  class WithCoordinates extends Names {
    private final Vector position;

    WithCoordinates(Vector position, boolean stepValues) {
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
      if (!beingRead.add(name)) {
        throw new IllegalArgumentException(name + " is defined by itself");
      }
      try {
        return scalar("where." + name, definition, this, indices);
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
  Node energy(Vector position) {
    return scalar("energy", experiment.energy().formula(), new WithCoordinates(position, false));
  }

  /** ∇E − force at a position whose components have a register each. */
  List<Node> gradient(Vector.Listed position) {
    List<Node.Variable> variables =
        position.nodes().stream().map(node -> (Node.Variable) node).toList();
    List<Node> slope = new ArrayList<>(Gradient.of(graph, functions, energy(position), variables));
    forces(position)
        .forEach(force -> {
          int i = force.at().constant();
          slope.set(i, graph.add(slope.get(i), force.value()));
        });
    return List.copyOf(slope);
  }

  /** The shares of ∇E − force at a position in memory. */
  List<Gradient.Share> shares(Vector.Stored position) {
    List<Gradient.Share> shares =
        new ArrayList<>(Gradient.shares(graph, functions, energy(position)));
    shares.addAll(forces(position));
    return List.copyOf(shares);
  }

  /** −force, component by component. */
  private List<Gradient.Share> forces(Vector position) {
    List<Gradient.Share> shares = new ArrayList<>();
    WithCoordinates names = new WithCoordinates(position, true);
    experiment
        .force()
        .forEach((name, values) -> {
          Coordinates.Block block = experiment.coordinates().find(name).orElseThrow();
          int first = experiment.coordinates().first(block);
          for (int i = 0; i < block.length(); i++) {
            Formula formula = of(values, i);
            Indices indices = block.scalar() ? Indices.NONE : Indices.NONE.with("i", i);
            Node force = scalar("force." + name, formula, names, indices);
            shares.add(
                new Gradient.Share(
                    List.of(),
                    Array.ofWalker("force", block.length()),
                    Index.constant(first + i),
                    graph.negate(force)));
          }
        });
    return shares;
  }

  /** Whether ∇E − force is another in the next step though the position is the same. */
  boolean forceChangesWithTime() {
    List<Node.Variable> anywhere = new ArrayList<>();
    experiment
        .coordinates()
        .componentNames()
        .forEach(name -> anywhere.add(graph.fresh(name, Scope.WALKER)));
    return forces(new Vector.Listed(anywhere)).stream()
        .anyMatch(force -> changesWithTime(force.value()));
  }

  private static boolean changesWithTime(Node node) {
    return node.scope() == Scope.STEP
        || node.operands().stream().anyMatch(Landscape::changesWithTime);
  }

  /** The formula of component i. */
  static Formula of(Values values, int i) {
    return switch (values) {
      case Formula formula -> formula;
      case FormulaArray array -> array.elements().get(i);
    };
  }

  /** A formula of one component. */
  Node scalar(String field, Formula formula, Translator.Environment environment) {
    return scalar(field, formula, environment, Indices.NONE);
  }

  /** A formula of one component within sums, or for one component of a vector. */
  Node scalar(String field, Formula formula, Translator.Environment environment, Indices indices) {
    return located(
        field,
        formula,
        () -> {
          String text = formula.text();
          List<Node> value =
              translator.translate(text, FormulaReader.formula(text), environment, indices);
          if (value.size() != 1) {
            throw new FormulaException(text, 0, "a single value is wanted, not one a coordinate");
          }
          return value.getFirst();
        });
  }

  Translator translator() {
    return translator;
  }

  /** Runs what reads a formula; a complaint gets the formula's place in the file. */
  <T> T located(String field, Formula formula, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (NoTemperatureException e) {
      String method = experiment.method().name();
      boolean library = field.equals("method.step") && !method.equals(Method.CUSTOM);
      throw noTemperature(library ? "method " + method : field);
    } catch (FormulaException e) {
      throw new ExperimentException(formula.at(e.at()), field, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(formula.where(), field, e.getMessage());
    }
  }

  private void parameter(String field, String name, Formula formula) {
    parameters.put(name, number(field, formula));
  }

  /** The value of a formula of the parameters before it. */
  private double number(String field, Formula formula) {
    Translator.Environment earlier =
        new Translator.Environment() {
          @Override
          public Optional<List<Node>> name(String other) {
            return Optional.ofNullable(parameters.get(other))
                .map(value -> List.of(graph.constant(value)));
          }

          @Override
          public Optional<ArrayView> array(String other) {
            return Optional.ofNullable(arrays.get(other));
          }

          @Override
          public Optional<Integer> range(String other) {
            return other.equals("rows") ? Optional.of(rows()) : Optional.empty();
          }

          @Override
          public Collection<String> names() {
            return parameters.keySet();
          }
        };
    Node node = scalar(field, formula, earlier);
    return new HostEvaluator(variable -> Double.NaN).value(node);
  }

  private ArrayValue numbers(String field, FormulaArray array) {
    double[] values =
        array.elements().stream().mapToDouble(formula -> number(field, formula)).toArray();
    return new ArrayValue(values, array.shape());
  }

  private void array(String name, ArrayValue value) {
    Array array = Array.shared(name, value.values());
    arrays.put(name, ArrayView.of(array, 0, value.shape().toArray(Integer[]::new)));
  }

  /** The value of each component of the coordinates. */
  private Vector componentwise(String field, String name, ByCoordinate given) {
    List<Node> nodes = new ArrayList<>();
    double[] numbers = new double[dimension()];
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      for (String component : block.componentNames()) {
        int i = nodes.size();
        int inBlock = i - experiment.coordinates().first(block);
        numbers[i] =
            number(field + "." + block.name(), of(given.values().get(block.name()), inBlock));
        String variable = name + "[" + component + "]";
        parameters.put(variable, numbers[i]);
        nodes.add(graph.variable(variable, Scope.RUN));
      }
    }
    return stored()
        ? new Vector.Stored(Array.shared(name, numbers), 0, dimension())
        : new Vector.Listed(nodes);
  }

  /** A method's parameter that is given for each coordinate. */
  Optional<List<Node>> componentwise(String name) {
    return Optional.ofNullable(byComponent.get(name)).map(vector -> vector.components(graph));
  }

  /** The same, one node for each component. */
  Optional<List<Node>> oneByOne(String name) {
    return Optional.ofNullable(byComponent.get(name))
        .map(vector -> {
          List<Node> nodes = new ArrayList<>();
          for (int i = 0; i < dimension(); i++) {
            nodes.add(vector.component(graph, i));
          }
          return nodes;
        });
  }

  Collection<String> componentwiseNames() {
    return byComponent.keySet();
  }

  private int rows() {
    return experiment
        .data()
        .orElseThrow(() -> new IllegalArgumentException("rows needs data, and there is none"))
        .rows()
        .orElseThrow(() ->
            new IllegalArgumentException("the arrays of data have different lengths: no rows"));
  }

  private Node schedule(String field, Formula formula) {
    Names names =
        new Names(true) {
          @Override
          public Optional<List<Node>> name(String name) {
            boolean itself = name.equals("kT") || name.equals("dt");
            return itself ? Optional.empty() : super.name(name);
          }

          @Override
          public Collection<String> names() {
            List<String> names = new ArrayList<>(super.names());
            names.removeAll(List.of("kT", "dt"));
            return names;
          }
        };
    return scalar(field, formula, names);
  }

  /** Somebody writes kT. */
  private static final class NoTemperatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Told of the experiment, which lacks the key, not of the formula, which may be the library's.
   *
   * @param user what contains kT
   */
  private ExperimentException noTemperature(String user) {
    Location file =
        Stream.concat(Stream.of(experiment.dt()), experiment.start().values().stream())
            .map(Values::where)
            .filter(where -> !where.isOption())
            .findFirst()
            .map(where -> Location.whole(where.source()))
            .orElse(experiment.dt().where());
    return new ExperimentException(file, "temperature", "missing; kT is used by " + user);
  }
}
