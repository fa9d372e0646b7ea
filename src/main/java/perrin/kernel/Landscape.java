package perrin.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.Graph;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Translator;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentException;
import perrin.experiment.Formula;
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
  private final Optional<Node> temperature;
  private final Node dt;

  Landscape(Experiment experiment) {
    this.experiment = experiment;
    experiment
        .parameters()
        .forEach((name, value) -> parameter("parameters", name, (Formula) value));
    experiment
        .method()
        .parameters()
        .forEach((name, value) -> parameter("method.parameters", name, (Formula) value));
    temperature = experiment.temperature().map(formula -> schedule("temperature", formula));
    dt = schedule("dt", experiment.dt());
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
      return node.scope() == Scope.RUN
          ? OptionalDouble.of(new HostEvaluator(Landscape.this::constant).value(node))
          : OptionalDouble.empty();
    }
  }

  /** As {@link Names}, and the coordinates by name, with given values. */
  class WithCoordinates extends Names {
    private final List<? extends Node> coordinates;

    WithCoordinates(List<? extends Node> coordinates) {
      super(false);
      this.coordinates = coordinates;
    }

    @Override
    public Optional<List<Node>> name(String name) {
      int i = experiment.coordinates().componentNames().indexOf(name);
      return i >= 0 ? Optional.of(List.of(coordinates.get(i))) : super.name(name);
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.addAll(experiment.coordinates().componentNames());
      return names;
    }
  }

  /** E at the given coordinates. */
  Node energy(List<? extends Node> coordinates) {
    return scalar("energy", experiment.energy().formula(), new WithCoordinates(coordinates));
  }

  /** ∇E at the given coordinates. */
  List<Node> gradient(List<Node.Variable> coordinates) {
    return Gradient.of(graph, functions, energy(coordinates), coordinates);
  }

  /** A formula of one component. */
  Node scalar(String field, Formula formula, Translator.Environment environment) {
    return located(
        field,
        formula,
        () -> {
          String text = formula.text();
          List<Node> value = translator.translate(text, FormulaReader.formula(text), environment);
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
    Translator.Environment earlier =
        new Translator.Environment() {
          @Override
          public Optional<List<Node>> name(String other) {
            return Optional.ofNullable(parameters.get(other))
                .map(value -> List.of(graph.constant(value)));
          }

          @Override
          public Collection<String> names() {
            return parameters.keySet();
          }
        };
    Node node = scalar(field + "." + name, formula, earlier);
    parameters.put(name, new HostEvaluator(variable -> Double.NaN).value(node));
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
