package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.ArrayView;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Tape;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.Values;

/** An experiment's observables at single positions, on the host and in double precision. */
public final class HostObservables {
  private final Experiment experiment;
  private final Landscape landscape;
  private final boolean energyKnown;
  private final List<Node.Variable> coordinates = new ArrayList<>();

  /**
   * Reads the experiment's formulas.
   *
   * @param energyKnown whether the energy is the real one; else no observable may name it
   * @throws perrin.errors.ExperimentException where they cannot be read
   */
  public HostObservables(Experiment experiment, boolean energyKnown) {
    this.experiment = experiment;
    this.energyKnown = energyKnown;
    landscape = new Landscape(experiment, Layout.HOST);
    for (String name : experiment.coordinates().componentNames()) {
      coordinates.add(landscape.graph().fresh(name, Scope.WALKER));
    }
  }

  /**
   * An observable as a function of all components of the coordinates, in their order; empty where
   * it is too long to be written out.
   *
   * @throws perrin.errors.ExperimentException where it cannot be read
   */
  public Optional<Tape> of(String observable) {
    return of("observables." + observable, experiment.observables().get(observable));
  }

  /** The same of any formula that is written as an observable's. */
  public Optional<Tape> of(String field, Formula formula) {
    try {
      Node value = landscape.texts().scalar(field, formula, new Names());
      return Optional.of(Tape.of(value, coordinates, landscape::constant));
    } catch (ArrayView.NeedsArrayException e) {
      return Optional.empty();
    }
  }

  /** A number that is the same for all walkers and steps. */
  public double number(String field, Formula formula) {
    return landscape.constantValue(
        landscape.texts().scalar(field, formula, landscape.new Names(false)));
  }

  /** Values of all components of the coordinates, in their order, that are given by name. */
  public double[] place(String field, Map<String, Values> given) {
    List<Double> place = new ArrayList<>();
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      for (int i = 0; i < block.length(); i++) {
        String name = field + "." + block.name();
        place.add(number(name, FormulaTexts.of(given.get(block.name()), i)));
      }
    }
    return place.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** What an observable may name: coordinates, and the energy. */
  private final class Names extends Landscape.WithCoordinates {
    Names() {
      landscape.super(new Vector.Listed(coordinates), false);
    }

    @Override
    public Optional<List<Node>> name(String name) {
      return name.equals("energy") && energyKnown
          ? Optional.of(List.of(landscape.energy(new Vector.Listed(coordinates))))
          : super.name(name);
    }
  }
}
