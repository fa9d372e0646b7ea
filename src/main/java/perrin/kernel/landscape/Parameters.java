package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import perrin.calculus.Array;
import perrin.calculus.ArrayView;
import perrin.calculus.Graph;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Spline;
import perrin.calculus.Translator;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.experiment.ArrayValue;
import perrin.experiment.ByCoordinate;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.FormulaArray;
import perrin.experiment.Library;
import perrin.experiment.Limits;
import perrin.experiment.Precision;
import perrin.experiment.Table;

/** The numbers and arrays of numbers that an experiment gives names to. */
public final class Parameters {
  private static final String ROWS = "rows";

  private final Experiment experiment;
  private final Graph graph;
  private final FormulaTexts texts;
  private final Map<String, Double> numbers = new LinkedHashMap<>();
  private final Map<String, ArrayView> arrays = new LinkedHashMap<>();
  private final Map<String, ArrayValue> given = new HashMap<>();
  private final Set<String> fitting = new HashSet<>();
  private final Map<String, Vector> byComponent = new LinkedHashMap<>();
  private final Map<String, Spline> splines = new LinkedHashMap<>();

  Parameters(Experiment experiment, Graph graph, FormulaTexts texts, Layout layout) {
    this.experiment = experiment;
    this.graph = graph;
    this.texts = texts;
    experiment.data().ifPresent(data -> data.arrays().forEach(this::array));
    experiment
        .parameters()
        .forEach((name, value) -> {
          String field = "parameters." + name;
          switch (value) {
            case Formula formula -> numbers.put(name, number(field, formula));
            case FormulaArray array -> array(name, numbers(field, array));
          }
        });
    experiment
        .method()
        .parameters()
        .forEach((name, value) -> {
          String field = "method.parameters." + name;
          switch (value) {
            case Formula formula -> {
              double number = number(field, formula);
              requirePossible(field, name, formula.where(), number);
              numbers.put(name, number);
            }
            case ByCoordinate given ->
                byComponent.put(name, componentwise(field, name, given, layout));
          }
        });
  }

  /** By name; those given for each coordinate are called like {@code friction[x]}. */
  public Map<String, Double> numbers() {
    return numbers;
  }

  /** Lists of parameters, and the arrays of data. */
  Map<String, ArrayView> arrays() {
    return arrays;
  }

  /** An array for a formula of walkers, whose precision must hold its numbers. */
  Optional<ArrayView> array(String name) {
    boolean single = experiment.precision() == Precision.SINGLE;
    if (single && given.containsKey(name) && fitting.add(name)) {
      requireSingle(name);
    }
    return Optional.ofNullable(arrays.get(name));
  }

  /** Why a column of the data is no array. */
  Optional<String> reason(String name) {
    return experiment.data().map(data -> data.columns().unusable().get(name));
  }

  private void requireSingle(String name) {
    double[] values = given.get(name).values();
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) > Float.MAX_VALUE) {
        throw new IllegalArgumentException(
            name
                + " has "
                + values[i]
                + " as its element "
                + i
                + ", must be from -3.4e38 to 3.4e38, as single precision is; choose another unit,"
                + " or write precision: double");
      }
    }
  }

  /** A table's spline, which is made when a formula first names it. */
  Optional<Spline> table(String name) {
    Table table = experiment.tables().get(name);
    return table == null
        ? Optional.empty()
        : Optional.of(splines.computeIfAbsent(name, key -> Spline.of(name, table)));
  }

  /** The value of a formula of the parameters before it. */
  private double number(String field, Formula formula) {
    Translator.Environment earlier =
        new Translator.Environment() {
          @Override
          public Optional<List<Node>> name(String other) {
            return (other.equals(ROWS) ? rowsAsNumber() : Optional.ofNullable(numbers.get(other)))
                .map(value -> List.of(graph.constant(value)));
          }

          @Override
          public Optional<ArrayView> array(String other) {
            return Optional.ofNullable(arrays.get(other));
          }

          @Override
          public Optional<String> reason(String other) {
            return Parameters.this.reason(other);
          }

          @Override
          public Optional<Translator.Range> range(String other) {
            return Parameters.this.range(other);
          }

          @Override
          public Collection<String> names() {
            return numbers.keySet();
          }
        };
    Node node = texts.scalar(field, formula, earlier);
    return new HostEvaluator(variable -> Double.NaN).value(node);
  }

  /** Refuses a value with which a method of the library has no step, or none that ends. */
  private void requirePossible(String field, String name, Location where, double value) {
    boolean divides =
        name.equals("mass")
            || name.equals("friction") && !experiment.method().parameters().containsKey("mass");
    boolean known = Library.methods().contains(experiment.method().name());
    if (known && divides && !(value > 0)) {
      throw new ExperimentException(where, field, value + ", must be greater than 0");
    }
    if (known && name.equals("friction") && !(value >= 0)) {
      throw new ExperimentException(where, field, value + ", must be at least 0");
    }
    for (Limits limits : Limits.of(experiment.method().name())) {
      if (limits.parameter().equals(name) && !limits.allow(value, this::least)) {
        throw new ExperimentException(where, field, value + ", " + limits.words());
      }
    }
  }

  /** A number, or the least of those that are given for each coordinate. */
  private double least(String name) {
    return numbers.entrySet().stream()
        .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "["))
        .mapToDouble(Map.Entry::getValue)
        .min()
        .orElse(Double.NaN);
  }

  private ArrayValue numbers(String field, FormulaArray array) {
    double[] values =
        array.elements().stream().mapToDouble(formula -> number(field, formula)).toArray();
    return new ArrayValue(values, array.shape());
  }

  private void array(String name, ArrayValue value) {
    given.put(name, value);
    Array array = Array.shared(name, value.values());
    arrays.put(name, ArrayView.of(array, 0, value.shape().toArray(Integer[]::new)));
  }

  /** The value of each component of the coordinates. */
  private Vector componentwise(String field, String name, ByCoordinate given, Layout layout) {
    List<Node> nodes = new ArrayList<>();
    int dimension = experiment.coordinates().dimension();
    double[] numbers = new double[dimension];
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      for (String component : block.componentNames()) {
        int i = nodes.size();
        int inBlock = i - experiment.coordinates().first(block);
        Formula formula = FormulaTexts.of(given.values().get(block.name()), inBlock);
        String where = field + "." + block.name();
        numbers[i] = number(where, formula);
        requirePossible(where, name, formula.where(), numbers[i]);
        String variable = name + "[" + component + "]";
        this.numbers.put(variable, numbers[i]);
        nodes.add(graph.variable(variable, Scope.RUN));
      }
    }
    return layout == Layout.MEMORY
        ? new Vector.Stored(Array.shared(name, numbers), 0, dimension)
        : new Vector.Listed(nodes);
  }

  /** A method's parameter that is given for each coordinate. */
  public Optional<List<Node>> componentwise(String name) {
    return Optional.ofNullable(byComponent.get(name)).map(vector -> vector.components(graph));
  }

  /** The same, one node for each component. */
  public Optional<List<Node>> oneByOne(String name) {
    return Optional.ofNullable(byComponent.get(name))
        .map(vector -> {
          List<Node> nodes = new ArrayList<>();
          for (int i = 0; i < experiment.coordinates().dimension(); i++) {
            nodes.add(vector.component(graph, i));
          }
          return nodes;
        });
  }

  public Collection<String> componentwiseNames() {
    return byComponent.keySet();
  }

  /** What sums over the range of that name run through, if it is one: all rows of the data. */
  Optional<Translator.Range> range(String name) {
    return name.equals(ROWS) ? Optional.of(Translator.Range.of(rows())) : Optional.empty();
  }

  private Optional<Double> rowsAsNumber() {
    return Optional.of((double) rows());
  }

  /** How many rows the data has. */
  public int rows() {
    return experiment
        .data()
        .orElseThrow(
            () -> new IllegalArgumentException("rows needs the key data, and there is none"))
        .rows()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the arrays of data have different lengths; write a range, such as 0..9"));
  }
}
