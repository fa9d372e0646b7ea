package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.Histogram;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Sampling;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Vector;

/** Compiles what is measured at a sample. */
final class SampleCompiler {
  private final Landscape landscape;
  private final Experiment experiment;
  private final CodeBuilder code = new CodeBuilder();
  private final Lowering lowering;
  private final Vector position;
  private final Node energy;
  private final Landscape.WithCoordinates names;
  private final SampleOutputs outputs;
  private Optional<Op> presence = Optional.empty();

  SampleCompiler(Landscape landscape, SharedValues shared) {
    this.landscape = landscape;
    this.experiment = landscape.experiment();
    this.lowering = new Lowering(landscape.graph(), code, shared);
    this.position = readPosition();
    this.energy = landscape.energy(position);
    this.names = new Names();
    this.outputs = new SampleOutputs(lowering.lower(energy));
  }

  /**
   * Compiles observables, histograms and all other measures.
   *
   * @param counted who belongs to a sample: those for whom it is not 0; empty for all
   */
  Sampling compile(Optional<Formula> counted, List<SampleMeasure> measures) {
    experiment.observables().forEach(this::observe);
    presence = counted.map(this::presence);
    presence.ifPresent(value ->
        outputs.observe(
            "who counts", "presence", Sampling.Purpose.PRESENCE, Sampling.TimeSum.VALUES, value));
    measures.forEach(measure -> measure.addTo(this));
    for (Map.Entry<String, Histogram> entry : experiment.histogramsByName().entrySet()) {
      String field = "histograms." + entry.getKey();
      List<Op> values = new ArrayList<>();
      for (Histogram.Axis axis : entry.getValue().axes()) {
        values.add(lower(field + ".of", axis.of()));
      }
      outputs.count(entry.getKey(), values);
    }
    return outputs.build(code);
  }

  private void observe(String name, Formula formula) {
    String label = label(name);
    outputs.observe(
        label, name, Sampling.Purpose.OBSERVABLE, Sampling.TimeSum.VALUES, lower(label, formula));
  }

  private static String label(String observable) {
    return "observables." + observable;
  }

  /** The value of an observable of the experiment. */
  Op observable(String name) {
    return outputs.observed(label(name));
  }

  /** Who counts, where not all walkers belong to each sample. */
  Optional<Op> presence() {
    return presence;
  }

  /** 1 where a formula is not 0. */
  private Op presence(Formula formula) {
    Node value = landscape.texts().scalar("who counts", formula, names);
    var graph = landscape.graph();
    Node zero = graph.constant(0);
    return lowering.lower(
        graph.choice(Node.Comparison.EQUAL, value, zero, zero, graph.constant(1)));
  }

  /** The value of a formula of a field. */
  Op lower(String field, Formula formula) {
    return lowering.lower(landscape.texts().scalar(field, formula, names));
  }

  Op lower(Node node) {
    return lowering.lower(node);
  }

  Lowering lowering() {
    return lowering;
  }

  CodeBuilder code() {
    return code;
  }

  /** Where the measures go. */
  SampleOutputs outputs() {
    return outputs;
  }

  /** The energy where the walker is. */
  Node energy() {
    return energy;
  }

  /** Where the walker is. */
  Vector position() {
    return position;
  }

  private Vector readPosition() {
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

  /** Coordinates, and the energy. */
  private final class Names extends Landscape.WithCoordinates {
    Names() {
      landscape.super(position, false);
    }

    @Override
    public Optional<List<Node>> name(String name) {
      return name.equals("energy") ? Optional.of(List.of(energy)) : super.name(name);
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.add("energy");
      return names;
    }
  }
}
