package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Smoothness;
import perrin.experiment.Boundary;
import perrin.experiment.Check;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;
import perrin.experiment.Histogram;
import perrin.kernel.Checked;
import perrin.kernel.Descending;
import perrin.kernel.Op;
import perrin.kernel.Sampling;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.ReferenceEnergy;
import perrin.kernel.landscape.Vector;

/**
 * What a check adds to the code of a sample, as observables after all others. Where no density can
 * be had to compare a histogram with, averages that are known for every Boltzmann distribution:
 *
 * <pre>
 * ⟨x_i ∂E/∂x_j⟩ = kT δ_ij          Tolman, The Principles of Statistical Mechanics (1938), § 33
 * ⟨|∇E|²⟩ = kT ⟨∇²E⟩               Rugh, Phys. Rev. Lett. 78, 772 (1997);
 *                                  Butler, Ayton, Jepps &amp; Evans, J. Chem. Phys. 109, 6519 (1998)
 * </pre>
 *
 * Both follow from ∫ ∇·(a e^(−E/kT)) dx = 0, so they need a density that vanishes at the ends, or
 * is periodic; the second, a slope without jumps. Between walls the first is taken with functions
 * that vanish there instead of x_i. With {@code rhat}, sums that tell how cohorts differ. Of runs
 * with mini-batches, what {@link DescentCompiler} measures instead.
 */
final class CheckCompiler implements SampleMeasure {
  /** All pairs of so many coordinates are looked at; of more, x_i ∂E/∂x_i alone. */
  static final int MOST_IN_PAIRS = 4;

  /** Of more coordinates than this, Σ x_i ∂E/∂x_i alone. */
  private static final int MOST_ONE_BY_ONE = 16;

  /** Coordinates of which cohorts are compared. */
  private static final int MOST_SPREADS = 32;

  private final Experiment experiment;
  private final Landscape landscape;
  private final boolean identities;
  private final boolean rhat;
  private final String againstRest;
  private final List<Checked.Product> products = new ArrayList<>();
  private final List<Checked.Spread> spreads = new ArrayList<>();
  private Optional<Checked.Curvature> curvature = Optional.empty();
  private Optional<Descending> descending = Optional.empty();

  /**
   * @param certain whether identities are wanted though there may be a density
   */
  CheckCompiler(Landscape landscape, ReferenceEnergy reference, boolean certain) {
    this.landscape = landscape;
    this.experiment = landscape.experiment();
    Optional<Check> check = experiment.check();
    rhat = check.filter(Check::rhat).isPresent();
    againstRest = check.flatMap(_ -> Rest.reasonAgainst(landscape)).orElse("");
    identities =
        check.isPresent()
            && inEquilibrium()
            && (certain
                || check
                    .flatMap(Check::boltzmann)
                    .filter(name -> hasReference(experiment.histograms().get(name), reference))
                    .isEmpty());
  }

  /** Whether there is a Boltzmann distribution to be had. */
  private boolean inEquilibrium() {
    return experiment.force().isEmpty()
        && experiment.minibatch().isEmpty()
        && landscape.dt().scope() == Node.Scope.RUN
        && landscape.temperature().filter(kT -> kT.scope() == Node.Scope.RUN).isPresent()
        && landscape.constant("kT") > 0;
  }

  private boolean hasReference(Histogram histogram, ReferenceEnergy reference) {
    return reference
        .reasonAgainst(histogram.axes().stream().map(Histogram.Axis::of).toList())
        .isEmpty();
  }

  /** What the observables are for that were added. */
  Checked checked() {
    return new Checked(products, curvature, spreads, descending, againstRest);
  }

  /** Adds the observables, which come after the experiment's. */
  @Override
  public void addTo(SampleCompiler sample) {
    CheckedOutputs outputs = new CheckedOutputs(landscape.graph(), sample);
    if (identities) {
      new Identities(sample, outputs).add();
    }
    if (experiment.check().isPresent() && againstRest.isEmpty()) {
      descending = Optional.of(new DescentCompiler(landscape, sample, outputs).add());
    }
    if (rhat) {
      addSpreads(sample, outputs);
    }
  }

  private void addSpreads(SampleCompiler sample, CheckedOutputs outputs) {
    List<String> components = experiment.coordinates().componentNames();
    for (int i = 0; i < Math.min(MOST_SPREADS, components.size()); i++) {
      Node x = sample.position().component(landscape.graph(), i);
      spread(outputs, components.get(i), sample.lower(x));
    }
    spread(outputs, "energy", sample.lower(sample.energy()));
    int row = 0; // the experiment's own observables come first
    for (String name : experiment.observables().keySet()) {
      Op value = sample.observable(name);
      int squares = outputs.add(name, Sampling.TimeSum.SQUARES, value);
      spreads.add(new Checked.Spread(name, row++, squares));
    }
  }

  private void spread(CheckedOutputs outputs, String name, Op value) {
    int sums = outputs.add(name, Sampling.TimeSum.VALUES, value);
    int squares = outputs.add(name + ", squares", Sampling.TimeSum.SQUARES, value);
    spreads.add(new Checked.Spread(name, sums, squares));
  }

  /** How the range of a coordinate ends. */
  private enum End {
    NOWHERE,
    PERIODIC,
    WALL
  }

  private List<End> ends() {
    List<End> ends = new ArrayList<>();
    for (Coordinates.Block block : experiment.coordinates().blocks()) {
      Boundary boundary = experiment.boundaries().get(block.name());
      End end =
          boundary == null
              ? End.NOWHERE
              : switch (boundary.kind()) {
                case PERIODIC -> End.PERIODIC;
                case REFLECT, ABSORB -> End.WALL;
              };
      for (int i = 0; i < block.length(); i++) {
        ends.add(end);
      }
    }
    return ends;
  }

  /** Adds what is known for every Boltzmann distribution. */
  private final class Identities {
    private final SampleCompiler sample;
    private final CheckedOutputs outputs;
    private final Graph graph = landscape.graph();
    private final List<String> components = experiment.coordinates().componentNames();
    private final List<End> ends = ends();
    private final int dimension = components.size();
    private final Vector gradient;

    Identities(SampleCompiler sample, CheckedOutputs outputs) {
      this.sample = sample;
      this.outputs = outputs;
      gradient =
          switch (sample.position()) {
            case Vector.Listed listed -> new Vector.Listed(landscape.gradient(listed));
            case Vector.Stored stored -> gathered(stored);
          };
    }

    private Vector gathered(Vector.Stored position) {
      Array array = Array.ofWalker("g", dimension);
      sample.code().array(array.name(), dimension);
      sample.lowering().gather(array.name(), dimension, landscape.shares(position));
      return new Vector.Stored(array, 0, dimension);
    }

    void add() {
      if (dimension > MOST_ONE_BY_ONE) {
        if (ends.stream().allMatch(end -> end == End.NOWHERE)) {
          String name = "x*dE/dx, mean of " + dimension + " coordinates";
          Node sum = overAll(sample.position(), gradient);
          products.add(
              new Checked.Product(
                  name, dimension, Checked.Product.ALL, outputs.observable(name, sum)));
        }
        for (int i = 0, walled = 0; i < dimension && walled < MOST_ONE_BY_ONE; i++) {
          if (ends.get(i) == End.WALL) {
            walls(i);
            walled++;
          }
        }
      } else {
        for (int i = 0; i < dimension; i++) {
          for (int j = 0; j < dimension; j++) {
            product(i, j);
          }
        }
      }
      if (!ends.contains(End.WALL) && Smoothness.of(graph, sample.energy())) {
        curvature =
            Optional.of(
                new Checked.Curvature(
                    outputs.observable("|gradient|^2", overAll(gradient, gradient)),
                    outputs.observable("laplacian", landscape.laplacian(sample.position()))));
      }
    }

    private void product(int i, int j) {
      End end = ends.get(j);
      boolean known = i == j ? end == End.NOWHERE : end != End.WALL;
      if (i == j && end == End.WALL) {
        walls(i);
      }
      if (known && (i == j || dimension <= MOST_IN_PAIRS)) {
        Node x = sample.position().component(graph, i);
        Node value = graph.multiply(x, gradient.component(graph, j));
        String name = components.get(i) + "*dE/d" + components.get(j);
        products.add(new Checked.Product(name, i == j ? 1 : 0, i, outputs.observable(name, value)));
      }
    }

    /**
     * What holds between walls a and b: with u = (x − a)/(b − a) and a function g that vanishes at
     * both, ⟨g ∂E/∂x⟩ = kT ⟨g′⟩. Two of them: g = (b − a) u (1 − u) does not see what both walls do
     * alike, h = g (1 − 2u) does.
     */
    private void walls(int i) {
      Boundary boundary = experiment.boundaries().get(block(i));
      Boundaries boundaries = new Boundaries(landscape);
      Node from = boundaries.end(block(i), boundary.from());
      Node to = boundaries.end(block(i), boundary.to());
      Node length = graph.subtract(to, from);
      Node one = graph.constant(1);
      Node x = sample.position().component(graph, i);
      Node u = graph.divide(graph.subtract(x, from), length);
      Node w = graph.divide(graph.subtract(to, x), length); // 1 - u
      Node across = graph.subtract(w, u); // 1 - 2u
      Node uw = graph.multiply(u, w);
      wall(i, "g", graph.multiply(length, uw), across);
      Node odd = graph.multiply(length, graph.multiply(uw, across));
      Node slope = graph.subtract(one, graph.scale(6, uw)); // of u w (1 - 2u)
      wall(i, "h", odd, slope);
    }

    /** Adds g ∂E/∂x − kT g′. */
    private void wall(int i, String letter, Node g, Node slope) {
      Node force = graph.multiply(g, gradient.component(graph, i));
      Node value =
          graph.subtract(force, graph.multiply(landscape.temperature().orElseThrow(), slope));
      String name =
          letter
              + "*dE/d"
              + components.get(i)
              + " - kT*"
              + letter
              + "', "
              + letter
              + " = 0 at walls";
      products.add(
          new Checked.Product(name, 0, Checked.Product.WALL, outputs.observable(name, value)));
    }

    private String block(int i) {
      var coordinates = experiment.coordinates();
      return coordinates.blocks().stream()
          .filter(b -> coordinates.first(b) <= i && i < coordinates.first(b) + b.length())
          .findFirst()
          .orElseThrow()
          .name();
    }

    /** Σ a_i b_i. */
    private Node overAll(Vector a, Vector b) {
      List<Node> left = a.components(graph);
      List<Node> right = b.components(graph);
      if (left.size() < dimension) {
        Node product = graph.multiply(left.getFirst(), right.getFirst());
        return graph.total(Vector.element(dimension), product);
      }
      Node sum = graph.constant(0);
      for (int i = 0; i < dimension; i++) {
        sum = graph.add(sum, graph.multiply(left.get(i), right.get(i)));
      }
      return sum;
    }
  }
}
