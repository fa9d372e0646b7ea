package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.ArrayView;
import perrin.calculus.Function;
import perrin.errors.ExperimentException;
import perrin.experiment.Best;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.Precision;
import perrin.experiment.StateVariable;
import perrin.kernel.Checked;
import perrin.kernel.Code;
import perrin.kernel.Definition;
import perrin.kernel.Draws;
import perrin.kernel.Kernel;
import perrin.kernel.Opcode;
import perrin.kernel.Sampling;
import perrin.kernel.SharedValues;
import perrin.kernel.landscape.AcceptSites;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Layout;
import perrin.kernel.landscape.ReferenceEnergy;

/** From an experiment to its {@link Kernel}: formulas in, operations out. */
public final class KernelCompiler {
  private final Experiment experiment;
  private final Landscape landscape;
  private final SharedValues shared;
  private final CorrelationCompiler correlations;
  private final CheckCompiler check;
  private final Optional<Formula> counted;

  private KernelCompiler(
      Experiment experiment,
      Layout layout,
      ReferenceEnergy reference,
      boolean identities,
      Extensions extensions) {
    this.experiment = experiment;
    this.landscape = new Landscape(experiment, layout, extensions.indices());
    this.shared = sharedValues();
    this.correlations = new CorrelationCompiler(landscape);
    this.check = new CheckCompiler(landscape, reference, identities);
    this.counted = extensions.counted();
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
    return compile(experiment, false, Extensions.NONE);
  }

  /** The same with more than experiments say. */
  static Compiled compile(Experiment experiment, Extensions extensions) {
    return compile(experiment, false, extensions);
  }

  /** The same with what {@link CheckCompiler} measures where a density was found not to be had. */
  public static Compiled compileWithIdentities(Experiment experiment) {
    return compile(experiment, true, Extensions.NONE);
  }

  /** One or the other, as something was compiled before. */
  public static Compiled compile(Experiment experiment, boolean identities) {
    return compile(experiment, identities, Extensions.NONE);
  }

  private static Compiled compile(
      Experiment experiment, boolean identities, Extensions extensions) {
    try {
      boolean gathers = experiment.minibatch().isPresent(); // by indices from memory
      Layout layout = gathers ? Layout.MEMORY : Layout.of(experiment.coordinates().dimension());
      return compile(experiment, layout, identities, extensions);
    } catch (ArrayView.NeedsArrayException e) {
      // a coordinate by an index that a loop runs over
      return compile(experiment, Layout.MEMORY, identities, extensions);
    }
  }

  private static Compiled compile(
      Experiment experiment, Layout layout, boolean identities, Extensions extensions) {
    ReferenceEnergy reference = new ReferenceEnergy(experiment);
    KernelCompiler compiler =
        new KernelCompiler(experiment, layout, reference, identities, extensions);
    Kernel kernel = compiler.kernel();
    Schedule schedule = new Schedule(experiment, compiler.landscape, compiler.shared);
    return new Compiled(kernel, schedule, reference, compiler.check.checked());
  }

  private SharedValues sharedValues() {
    return new SharedValues(landscape::constantValue, experiment.precision());
  }

  private Kernel kernel() {
    List<Kernel.Row> rows = rows();
    List<String> variables = rows.stream().map(Kernel.Row::name).toList();
    StartCompiler starts = new StartCompiler(landscape, shared);
    Code start = starts.compile(variables);
    StepCompiler trial = new StepCompiler(landscape, sharedValues(), false);
    trial.compile(variables);
    boolean carries = trial.carries();
    Code gradient = carries ? StepCompiler.gradient(landscape, shared) : Code.empty();
    StepCompiler steps = new StepCompiler(landscape, shared, carries);
    Code step = steps.compile(variables);
    Sampling sampling =
        new SampleCompiler(landscape, shared)
            .compile(counted, List.of(check, new LossCompiler(landscape), correlations));
    String energy = experiment.energy().formula().text().replaceAll("#[^\\r\\n]*", "").strip();
    int dimension = experiment.coordinates().dimension();
    return new Kernel(
        experiment.method().name() + ", energy " + energy.replaceAll("\\s+", " "),
        experiment.precision(),
        new Kernel.Walker(landscape.stored(), rows),
        new Kernel.Starting(start, starts.blocks(), starts.sharedBlocks()),
        new Kernel.Stepping(gradient, carries ? dimension : 0, step, steps.draws()),
        sampling,
        definitions(
            experiment.precision(), steps.draws(), List.of(start, gradient, step, sampling.code())),
        shared);
  }

  /** x, y, then r_x, r_y for a state variable r; just r where there is one coordinate. */
  private List<Kernel.Row> rows() {
    List<String> coordinates = experiment.coordinates().componentNames();
    Map<String, Kernel.RowKind> rows = new LinkedHashMap<>();
    coordinates.forEach(name -> rows.put(name, Kernel.RowKind.COORDINATE));
    for (Map.Entry<String, StateVariable> state : experiment.method().state().entrySet()) {
      boolean single = state.getValue().ofWalker() || coordinates.size() == 1;
      for (String coordinate : single ? List.of("") : coordinates) {
        String name = state.getKey();
        String variable = single ? name : name + "_" + coordinate;
        if (rows.putIfAbsent(variable, Kernel.RowKind.STATE) != null) {
          throw new ExperimentException(
              state.getValue().start().where(),
              "method.state." + name,
              (single ? "" : "for coordinate " + coordinate + " ")
                  + "it is called "
                  + variable
                  + ", as "
                  + (rows.get(variable) == Kernel.RowKind.COORDINATE
                      ? "a coordinate"
                      : "another state variable")
                  + " is; choose another name");
        }
      }
    }
    List<Kernel.Row> all = new ArrayList<>();
    rows.forEach((name, kind) -> all.add(new Kernel.Row(name, kind)));
    keep(all, "method.step", Acceptance.rows(AcceptSites.of(experiment.method())));
    Optional<Best> best = experiment.outputs().best();
    if (best.isPresent()) {
      keep(all, "track-best", BestPlace.rows(best.get(), coordinates));
    }
    return all;
  }

  /** Adds what is kept with a walker besides. */
  private void keep(List<Kernel.Row> all, String field, List<Kernel.Row> rows) {
    for (Kernel.Row row : rows) {
      if (all.stream().anyMatch(before -> before.name().equals(row.name()))) {
        throw new ExperimentException(
            experiment.energy().formula().where(),
            field,
            "keeps a value called " + row.name() + ", as another one is; rename that");
      }
      all.add(row);
    }
  }

  /**
   * The Gaussian, what makes further draws, and all functions that the codes call, each after those
   * that it calls.
   */
  static List<Definition> definitions(Precision precision, List<Draws> draws, List<Code> codes) {
    Map<String, Definition> ordered = new LinkedHashMap<>();
    collect(Draws.Kind.GAUSSIANS.pair(), precision, ordered);
    draws.forEach(each -> collect(each.kind().pair(), precision, ordered));
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
