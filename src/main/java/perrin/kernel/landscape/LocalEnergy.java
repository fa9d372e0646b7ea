package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import perrin.calculus.Array;
import perrin.calculus.ArrayView;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Smoothness;
import perrin.calculus.Tangent;
import perrin.experiment.Experiment;

/**
 * The energy, its slope and its curvature at single positions: on the host, in double precision,
 * and slowly. Forces that an experiment adds are left out.
 */
public final class LocalEnergy implements PointEnergy {
  private static final int ITERATIONS = 60;
  private static final double TOLERANCE = 1e-4;

  private final Landscape landscape;
  private final int dimension;
  private final Vector position;
  private final Node energy;
  private final List<Gradient.Share> shares;
  private final List<List<Node>> hessian = new ArrayList<>();

  private LocalEnergy(Experiment experiment, Layout layout) {
    landscape = new Landscape(experiment, layout);
    dimension = landscape.dimension();
    position = layout == Layout.MEMORY ? stored() : listed();
    energy = landscape.energy(position);
    shares =
        switch (position) {
          case Vector.Stored _ ->
              Gradient.shares(landscape.graph(), FunctionLibrary.standard(), energy);
          case Vector.Listed listed -> components(listed);
        };
  }

  public static LocalEnergy of(Experiment experiment) {
    try {
      return new LocalEnergy(experiment, Layout.of(experiment.coordinates().dimension()));
    } catch (ArrayView.NeedsArrayException e) {
      return new LocalEnergy(experiment, Layout.MEMORY);
    }
  }

  private Vector stored() {
    return new Vector.Stored(Array.ofWalker("s", dimension), 0, dimension);
  }

  private Vector listed() {
    return new Vector.Listed(
        IntStream.range(0, dimension)
            .mapToObj(i -> landscape.graph().fresh(name(i), Scope.WALKER))
            .toList());
  }

  private static String name(int i) {
    return "coordinate " + i;
  }

  private List<Gradient.Share> components(Vector.Listed listed) {
    List<Node.Variable> variables = variables(listed);
    List<Node> slopes =
        Gradient.of(landscape.graph(), FunctionLibrary.standard(), energy, variables);
    return IntStream.range(0, dimension)
        .mapToObj(i -> new Gradient.Share(List.of(), Index.constant(i), slopes.get(i)))
        .toList();
  }

  private static List<Node.Variable> variables(Vector.Listed listed) {
    return listed.nodes().stream().map(node -> (Node.Variable) node).toList();
  }

  /**
   * @param at a position, shape [coordinates]
   */
  private HostEvaluator values(double[] at) {
    Map<String, Double> known = new HashMap<>();
    for (int i = 0; i < dimension; i++) {
      known.put(name(i), at[i]);
    }
    return new HostEvaluator(
        name -> known.containsKey(name) ? known.get(name) : landscape.constant(name),
        (array, i) -> at[i]);
  }

  /** Whether the energy is known to jump somewhere, of which no force tells walkers. */
  public boolean jumps() {
    return Smoothness.jumps(landscape.graph(), energy);
  }

  /** Which table the energy asks at a place where it has no value. */
  public Optional<String> outsideOfTable(double[] at) {
    HostEvaluator values = values(at);
    values.value(energy);
    return values.outside();
  }

  @Override
  public double energy(double[] at) {
    return values(at).value(energy);
  }

  @Override
  public double[] gradient(double[] at) {
    HostEvaluator values = values(at);
    double[] gradient = new double[dimension];
    for (Gradient.Share share : shares) {
      add(share, 0, new HashMap<>(), values, gradient);
    }
    return gradient;
  }

  /** Runs through the loops of a share; {@code sum} is modified. */
  public static void add(
      Gradient.Share share,
      int depth,
      Map<Index.Loop, Integer> indices,
      HostEvaluator values,
      double[] sum) {
    if (depth == share.nest().size()) {
      sum[values.value(share.at(), indices)] += values.value(share.value(), indices);
      return;
    }
    Index.Loop loop = share.nest().get(depth);
    for (int i = loop.from().value(indices::get); i <= loop.to().value(indices::get); i++) {
      indices.put(loop, i);
      add(share, depth + 1, indices, values, sum);
    }
    indices.remove(loop);
  }

  /** Operations that a gradient takes, roughly. */
  public double cost() {
    double cost = 0;
    Set<Node> known = new HashSet<>();
    for (Gradient.Share share : shares) {
      if (!share.nest().isEmpty()) {
        known = new HashSet<>(); // the rounds of each share begin anew
      }
      double rounds = 1;
      for (Index.Loop loop : share.nest()) {
        rounds *= rounds(loop);
      }
      cost += rounds * cost(share.value(), known);
    }
    return cost;
  }

  private static double cost(Node node, Set<Node> known) {
    if (!known.add(node)) {
      return 0;
    }
    double below = 1;
    for (Node operand : node.operands()) {
      below += cost(operand, known);
    }
    return switch (node) {
      case Node.Total total -> rounds(total.loop()) * below;
      case Node.Largest largest -> largest.loop().map(LocalEnergy::rounds).orElse(1.0) * below;
      default -> below;
    };
  }

  private static double rounds(Index.Loop loop) {
    return Math.max(0, 1.0 + loop.to().max() - loop.from().min());
  }

  /** The value of a method's parameter for each coordinate; empty if it has none of that name. */
  public Optional<double[]> parameter(String name) {
    Map<String, Double> numbers = landscape.parameters().numbers();
    List<String> components = landscape.experiment().coordinates().componentNames();
    double[] values = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      Double value = numbers.getOrDefault(name + "[" + components.get(i) + "]", numbers.get(name));
      if (value == null) {
        return Optional.empty();
      }
      values[i] = value;
    }
    return Optional.of(values);
  }

  /** Whether a curvature takes many gradients, not just as many as there are coordinates. */
  public boolean isPowerMethod() {
    return position instanceof Vector.Stored;
  }

  /** Operations that a curvature takes, roughly. */
  public double curvatureCost() {
    return cost() * (isPowerMethod() ? 2 * ITERATIONS : dimension);
  }

  /**
   * The greatest eigenvalue of M^(−1/2) H M^(−1/2), H the Hessian of E: the greatest curvature, or
   * with masses the square of the fastest frequency; from the power method a few per cent less.
   * Empty where it is not finite.
   *
   * @param at a position, shape [coordinates]
   * @param masses shape [coordinates]
   */
  public OptionalDouble curvature(double[] at, double[] masses) {
    double greatest =
        position instanceof Vector.Listed listed
            ? atOnce(listed, at, masses)
            : byPowers(at, masses);
    return Double.isFinite(greatest) ? OptionalDouble.of(greatest) : OptionalDouble.empty();
  }

  private double atOnce(Vector.Listed listed, double[] at, double[] masses) {
    if (hessian.isEmpty()) {
      for (Gradient.Share share : shares) {
        hessian.add(
            variables(listed).stream()
                .map(x ->
                    Tangent.of(landscape.graph(), FunctionLibrary.standard(), share.value(), x))
                .toList());
      }
    }
    HostEvaluator values = values(at);
    double[][] matrix = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j <= i; j++) {
        double entry = values.value(hessian.get(i).get(j)) / Math.sqrt(masses[i] * masses[j]);
        if (!Double.isFinite(entry)) {
          return Double.NaN;
        }
        matrix[i][j] = entry;
        matrix[j][i] = entry;
      }
    }
    if (dimension == 1) {
      return matrix[0][0];
    }
    return GreatestEigenvalue.of(matrix);
  }

  /**
   * The power method, on differences of gradients; shifted where the eigenvalue of the greatest
   * size is negative.
   */
  private double byPowers(double[] at, double[] masses) {
    double first = byPowers(at, masses, 0);
    return first < 0 ? byPowers(at, masses, -first) + first : first;
  }

  private double byPowers(double[] at, double[] masses, double shift) {
    double[] v = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      v[i] = (i + 1) * 0.6180339887498949 % 1 - 0.45; // no direction that symmetry would choose
    }
    double value = 0;
    for (int round = 0; round < ITERATIONS; round++) {
      double[] next = product(at, masses, normalized(v), shift);
      double before = value;
      value = dot(normalized(v), next);
      v = next;
      if (!Double.isFinite(value) || Math.abs(value - before) <= TOLERANCE * Math.abs(value)) {
        break;
      }
    }
    return value;
  }

  /** (M^(−1/2) H M^(−1/2) + shift) v. */
  private double[] product(double[] at, double[] masses, double[] v, double shift) {
    double largest = 1;
    for (double x : at) {
      largest = Math.max(largest, Math.abs(x));
    }
    double h = 1e-5 * largest;
    double[] right = at.clone();
    double[] left = at.clone();
    for (int i = 0; i < dimension; i++) {
      right[i] += h * v[i] / Math.sqrt(masses[i]);
      left[i] -= h * v[i] / Math.sqrt(masses[i]);
    }
    double[] ahead = gradient(right);
    double[] behind = gradient(left);
    double[] product = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      product[i] = (ahead[i] - behind[i]) / (2 * h) / Math.sqrt(masses[i]) + shift * v[i];
    }
    return product;
  }

  private static double[] normalized(double[] v) {
    double length = Math.sqrt(dot(v, v));
    double[] unit = v.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] = length > 0 ? v[i] / length : 0;
    }
    return unit;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
