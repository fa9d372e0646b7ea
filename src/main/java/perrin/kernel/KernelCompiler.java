package perrin.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.ArrayView;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.errors.ExperimentException;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.Histogram;
import perrin.experiment.Precision;

/** From an experiment to its {@link Kernel}: formulas in, operations out. */
public final class KernelCompiler {
  private final Experiment experiment;
  private final Landscape landscape;
  private final SharedValues shared;
  private final CorrelationCompiler correlations;
  private final CheckCompiler check;

  private KernelCompiler(
      Experiment experiment,
      Layout layout,
      WalkerIndices own,
      ReferenceEnergy reference,
      boolean identities) {
    this.experiment = experiment;
    this.landscape = new Landscape(experiment, layout, own);
    this.shared = sharedValues();
    this.correlations = new CorrelationCompiler(experiment);
    this.check = new CheckCompiler(landscape, reference, identities);
  }

  /**
   * A kernel and the host's side of its formulas.
   *
   * @param checked what the kernel measures for the check
   */
  public record Compiled(
      Kernel kernel, Schedule schedule, ReferenceEnergy energy, Checked checked) {}

  /**
   * @throws perrin.experiment.ExperimentException for a formula that cannot be read or has no
   *     meaning, with its place
   */
  public static Compiled compile(Experiment experiment) {
    return compile(experiment, WalkerIndices.NONE, false);
  }

  /** The same with indices of the walkers' own. */
  static Compiled compile(Experiment experiment, WalkerIndices own) {
    return compile(experiment, own, false);
  }

  /** The same with what {@link CheckCompiler} measures where a density was found not to be had. */
  public static Compiled compileWithIdentities(Experiment experiment) {
    return compile(experiment, WalkerIndices.NONE, true);
  }

  private static Compiled compile(Experiment experiment, WalkerIndices own, boolean identities) {
    try {
      Layout layout = Layout.of(experiment.coordinates().dimension());
      return compile(experiment, layout, own, identities);
    } catch (ArrayView.NeedsArrayException e) {
      // a coordinate by an index that a loop runs over
      return compile(experiment, Layout.MEMORY, own, identities);
    }
  }

  private static Compiled compile(
      Experiment experiment, Layout layout, WalkerIndices own, boolean identities) {
    ReferenceEnergy reference = new ReferenceEnergy(experiment);
    KernelCompiler compiler = new KernelCompiler(experiment, layout, own, reference, identities);
    Kernel kernel = compiler.kernel();
    Schedule schedule = new Schedule(experiment, compiler.landscape, compiler.shared);
    return new Compiled(kernel, schedule, reference, compiler.check.checked());
  }

  private SharedValues sharedValues() {
    return new SharedValues(landscape::constantValue, experiment.precision());
  }

  private Kernel kernel() {
    List<String> variables = variables();
    StartCompiler starts = new StartCompiler(landscape, shared);
    Code start = starts.compile(variables);
    StepCompiler trial = new StepCompiler(landscape, sharedValues(), false);
    trial.compile(variables);
    boolean carries = trial.carries();
    Code gradient = carries ? StepCompiler.gradient(landscape, shared) : Code.empty();
    StepCompiler steps = new StepCompiler(landscape, shared, carries);
    Code step = steps.compile(variables);
    Code sample = sample();
    List<String> observables = new ArrayList<>(experiment.observables().keySet());
    List<Kernel.TimeSum> timeSums =
        new ArrayList<>(Collections.nCopies(observables.size(), Kernel.TimeSum.VALUES));
    observables.addAll(check.names());
    timeSums.addAll(check.timeSums());
    String energy = experiment.energy().formula().text().replaceAll("#[^\\r\\n]*", "").strip();
    int dimension = experiment.coordinates().dimension();
    List<Kernel.Counted> histograms =
        experiment.histograms().entrySet().stream()
            .map(entry -> new Kernel.Counted(entry.getKey(), entry.getValue().axes().size()))
            .toList();
    return new Kernel(
        experiment.method().name() + ", energy " + energy.replaceAll("\\s+", " "),
        experiment.precision(),
        new Kernel.Walker(landscape.stored(), variables, dimension),
        new Kernel.Starting(start, starts.blocks(), starts.sharedBlocks()),
        new Kernel.Stepping(gradient, carries ? dimension : 0, step, steps.normals()),
        new Kernel.Sampling(sample, observables, timeSums, histograms, correlations.correlated()),
        definitions(experiment.precision(), List.of(start, gradient, step, sample)),
        shared);
  }

  /** x, y, then r_x, r_y for a state variable r; just r where there is one coordinate. */
  private List<String> variables() {
    List<String> coordinates = experiment.coordinates().componentNames();
    List<String> variables = new ArrayList<>(coordinates);
    for (Map.Entry<String, Formula> state : experiment.method().state().entrySet()) {
      for (String coordinate : coordinates) {
        String name = state.getKey();
        String variable = coordinates.size() == 1 ? name : name + "_" + coordinate;
        if (variables.contains(variable)) {
          throw new ExperimentException(
              state.getValue().where(),
              "method.state." + name,
              "for coordinate "
                  + coordinate
                  + " it is called "
                  + variable
                  + ", as "
                  + (coordinates.contains(variable) ? "a coordinate" : "another state variable")
                  + " is; choose another name");
        }
        variables.add(variable);
      }
    }
    return variables;
  }

  private Code sample() {
    CodeBuilder code = new CodeBuilder();
    Lowering lowering = new Lowering(landscape.graph(), code, shared);
    Vector position = position(code, lowering);
    Node energy = landscape.energy(position);
    Landscape.WithCoordinates names =
        landscape.new WithCoordinates(position, false) {
          @Override
          public Optional<List<Node>> name(String name) {
            return name.equals("energy") ? Optional.of(List.of(energy)) : super.name(name);
          }

          @Override
          public java.util.Collection<String> names() {
            java.util.Collection<String> names = super.names();
            names.add("energy");
            return names;
          }
        };
    Map<String, Op> outputs = new LinkedHashMap<>();
    outputs.put("energy", lowering.lower(energy));
    for (Map.Entry<String, Formula> entry : experiment.observables().entrySet()) {
      String field = "observables." + entry.getKey();
      Node value = landscape.texts().scalar(field, entry.getValue(), names);
      outputs.put(field, lowering.lower(value));
    }
    var sampler = new CorrelationCompiler.Sampler(landscape, code, lowering, position, names);
    check.addObservables(sampler, energy, outputs);
    for (Map.Entry<String, Histogram> entry : experiment.histograms().entrySet()) {
      String field = "histograms." + entry.getKey();
      for (Histogram.Axis axis : entry.getValue().axes()) {
        Node value = landscape.texts().scalar(field + ".of", axis.of(), names);
        String quantity = outputs.containsKey(field) ? field + ", second quantity" : field;
        outputs.put(quantity, lowering.lower(value));
      }
    }
    correlations.addValues(sampler, outputs);
    return code.build(outputs);
  }

  private Vector position(CodeBuilder code, Lowering lowering) {
    int dimension = landscape.dimension();
    if (landscape.stored()) {
      return new Vector.Stored(Array.ofWalker("s", dimension), 0, dimension);
    }
    List<Node.Variable> components = new ArrayList<>();
    for (String name : experiment.coordinates().componentNames()) {
      Node.Variable x = landscape.graph().fresh(name, Scope.WALKER);
      lowering.bind(x, code.input(Type.REAL, "s[" + components.size() + "]"));
      components.add(x);
    }
    return new Vector.Listed(components);
  }

  /** The Gaussian and all functions that the codes call, each after those that it calls. */
  static List<Definition> definitions(Precision precision, List<Code> codes) {
    Map<String, Definition> ordered = new LinkedHashMap<>();
    collect(FunctionLibrary.standard().find("gaussian").orElseThrow(), precision, ordered);
    codes.forEach(code -> collect(code, precision, ordered));
    return List.copyOf(ordered.values());
  }

  private static void collect(Code code, Precision precision, Map<String, Definition> ordered) {
    code.forEach(op -> {
      if (op.opcode() == Opcode.CALL) {
        collect(op.function(), precision, ordered);
      }
    });
  }

  private static void collect(
      Function function, Precision precision, Map<String, Definition> ordered) {
    if (!ordered.containsKey(function.name())) {
      Definition definition = Definition.of(function, precision);
      collect(definition.code(), precision, ordered);
      ordered.put(function.name(), definition);
    }
  }
}
