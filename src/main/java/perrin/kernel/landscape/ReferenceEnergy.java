package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import perrin.calculus.ArrayView;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Tape;
import perrin.errors.ExperimentException;
import perrin.errors.Shown;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;

/** The energy on the host, in double precision: what histograms are compared with. */
public final class ReferenceEnergy {
  /** Densities of so many coordinates can be integrated. */
  private static final int MOST_COUPLED = 2;

  /** Operations of an energy that can be computed often enough, of one coordinate and of two. */
  private static final long[] MOST_OPERATIONS = {20_000, 4_000};

  private final Experiment experiment;
  private final List<Node.Variable> coordinates = new ArrayList<>();
  private final Map<Integer, Part> parts = new HashMap<>();
  private Landscape landscape;
  private Optional<SeparableEnergy> energy;

  /**
   * A part of the energy that has no coordinate in common with the rest.
   *
   * @param coordinates their numbers among the components of all coordinates, ascending
   * @param energy of these coordinates in this order; constants may be missing
   */
  public record Part(List<Integer> coordinates, Tape energy) {
    public Part {
      coordinates = List.copyOf(coordinates);
    }
  }

  /** The range that a boundary keeps a coordinate in. */
  public record Ends(Boundary.Kind kind, double from, double to) {}

  public ReferenceEnergy(Experiment experiment) {
    this.experiment = experiment;
  }

  /** The formulas, read when they are needed first. */
  private Landscape landscape() {
    if (landscape == null) {
      landscape = new Landscape(experiment, Layout.HOST);
      for (String name : experiment.coordinates().componentNames()) {
        coordinates.add(landscape.graph().fresh(name, Scope.WALKER));
      }
    }
    return landscape;
  }

  /** The energy taken apart; empty where it is too long to be written out. */
  private Optional<SeparableEnergy> energy() {
    if (energy == null) {
      try {
        Graph graph = landscape().graph();
        Node whole = landscape.energy(new Vector.Listed(coordinates));
        energy = Optional.of(new SeparableEnergy(graph, coordinates, whole));
      } catch (ArrayView.NeedsArrayException e) {
        energy = Optional.empty();
      }
    }
    return energy;
  }

  /** The number of the coordinate that a formula is, such as {@code y} or {@code x[2]}. */
  public OptionalInt coordinate(Formula of) {
    Landscape read = landscape();
    Landscape.WithCoordinates names =
        read.new WithCoordinates(new Vector.Listed(coordinates), false) {
          @Override
          public Optional<List<Node>> name(String name) {
            return name.equals("energy")
                ? Optional.of(List.of(read.graph().variable("energy", Scope.WALKER)))
                : super.name(name);
          }
        };
    try {
      Node value = read.texts().scalar("of", of, names);
      int i = value instanceof Node.Variable variable ? coordinates.indexOf(variable) : -1;
      return i < 0 ? OptionalInt.empty() : OptionalInt.of(i);
    } catch (ArrayView.NeedsArrayException e) {
      return OptionalInt.empty();
    } catch (ExperimentException e) { // whoever compiles the samples says so, with the key
      return OptionalInt.empty();
    }
  }

  /** The numbers of all coordinates that a coordinate's own distribution depends on; ascending. */
  public Optional<List<Integer>> together(int coordinate) {
    return energy().map(whole -> whole.together(coordinate));
  }

  /**
   * Why there is no density of some quantities that can be integrated; empty where there is one, if
   * there is any.
   */
  public Optional<String> reasonAgainst(List<Formula> quantities) {
    Set<Integer> seen = new HashSet<>();
    for (Formula quantity : quantities) {
      String name = Shown.shortened(quantity.text().strip().replaceAll("\\s+", " "));
      OptionalInt coordinate = coordinate(quantity);
      if (coordinate.isEmpty()) {
        return Optional.of(name + " is not a coordinate but a function of them");
      }
      if (!seen.add(coordinate.getAsInt())) {
        return Optional.of("both quantities are " + name);
      }
      Optional<String> reason = reasonAgainst(name, together(coordinate.getAsInt()));
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private Optional<String> reasonAgainst(String name, Optional<List<Integer>> together) {
    if (together.isEmpty()) {
      return Optional.of("the energy is too long to be taken apart");
    }
    int size = together.get().size();
    if (size > MOST_COUPLED) {
      return Optional.of(
          "the energy couples "
              + name
              + " with "
              + (size - 1)
              + " other coordinates, and densities of more than two are not integrated");
    }
    long length = part(together.get().getFirst()).orElseThrow().energy().length();
    return length > MOST_OPERATIONS[size - 1]
        ? Optional.of(
            "the energy of "
                + name
                + " takes "
                + length
                + " operations, and more than "
                + MOST_OPERATIONS[size - 1]
                + " take too long to integrate its density")
        : Optional.empty();
  }

  /**
   * The part of the energy that a coordinate feels; empty where it is too long to be taken apart.
   */
  public Optional<Part> part(int coordinate) {
    return together(coordinate)
        .map(together -> parts.computeIfAbsent(together.getFirst(), first -> part(together)));
  }

  private Part part(List<Integer> together) {
    List<Node.Variable> inputs = together.stream().map(coordinates::get).toList();
    Node part = energy().orElseThrow().part(together.getFirst());
    return new Part(together, Tape.of(part, inputs, landscape::constant));
  }

  /** The range that a coordinate is kept in; empty where it has no boundary. */
  public Optional<Ends> ends(int coordinate) {
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      int first = experiment.coordinates().first(block);
      Boundary boundary = experiment.boundaries().get(block.name());
      if (boundary != null && first <= coordinate && coordinate < first + block.length()) {
        return Optional.of(
            new Ends(
                boundary.kind(),
                end(block.name(), boundary.from()),
                end(block.name(), boundary.to())));
      }
    }
    return Optional.empty();
  }

  private double end(String name, Formula formula) {
    Landscape.Names names = landscape().new Names(false);
    return landscape.constantValue(landscape.texts().scalar("boundaries." + name, formula, names));
  }
}
