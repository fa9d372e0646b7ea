package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.calculus.Array;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Descending;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.landscape.DescentValues;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.RowSums;
import perrin.kernel.landscape.StateRows;
import perrin.kernel.landscape.Vector;

/**
 * What a check adds to the code of a sample where gradients are of mini-batches, as observables
 * after all others. A point z that moves by z ← z − r g + noise, with the gradient g of a batch, is
 * at rest only if its second moments are (Yaida, arXiv:1810.00004, eq. 2 and its tensor form):
 *
 * <pre>
 * ⟨z_i G_j / r_i + z_j G_i / r_j⟩ = ⟨G_i G_j + C_ij⟩ + δ_ij noise_i / r_i²
 * ⟨G_i⟩ = 0
 * C = N² f Σ,   f = 1/S with replacement, (N − S)/(S (N − 1)) without
 * </pre>
 *
 * with the gradient G of all rows and the covariance Σ of the single rows' gradients, both taken
 * anew where the walker is: a pass over all rows at each sample. Exact for any step size.
 */
final class DescentCompiler {
  /** Of more coordinates than these, their sum, and the drift of so many, the first. */
  private static final int MOST_ALONE = 64;

  /** Arrays of the sample's code: z, G, a row's gradient, the rows' mean, sums of products. */
  private static final String POINT = "z";

  private static final String GRADIENT = "f";
  private static final String ROW = "q";
  private static final String MEAN = "b";
  private static final String PRODUCTS = "m";

  private final Landscape landscape;
  private final SampleCompiler sample;
  private final CheckedOutputs outputs;
  private final CodeBuilder code;
  private final Graph graph;
  private final int dimension;
  private final boolean pairs;
  private final double[] rates;
  private final double[] noise;

  DescentCompiler(Landscape landscape, SampleCompiler sample, CheckedOutputs outputs) {
    this.landscape = landscape;
    this.sample = sample;
    this.outputs = outputs;
    code = sample.code();
    graph = landscape.graph();
    dimension = landscape.dimension();
    pairs = dimension <= CheckCompiler.MOST_IN_PAIRS;
    DescentValues descent = DescentValues.of(landscape);
    rates = descent.rates();
    noise = descent.noise();
  }

  /** Adds the observables and says what they are. */
  Descending add() {
    Vector.Stored position = (Vector.Stored) sample.position();
    Vector.Stored point = point(position);
    Vector.Stored gradient = stored(GRADIENT, dimension);
    code.array(GRADIENT, dimension);
    sample.lowering().gather(GRADIENT, dimension, landscape.shares(position));
    sumOverRows(position);
    return dimension > MOST_ALONE ? together(point, gradient) : oneByOne(point, gradient);
  }

  /** z, in memory. */
  private Vector.Stored point(Vector.Stored position) {
    Map<String, Vector> values = new LinkedHashMap<>();
    StateRows rows = StateRows.of(landscape.experiment());
    rows.first().keySet().forEach(name -> values.put(name, rows.inMemory(graph, name)));
    values.put(StateRows.POSITION, position);
    Node z = DescentValues.point(landscape, values);
    code.array(POINT, dimension);
    Lowering lowering = sample.lowering();
    lowering.want(List.of(z));
    Index.Loop element = Vector.element(dimension);
    lowering.forEach(
        element,
        round -> code.store(round, POINT, lowering.index(Index.of(element)), lowering.value(z)));
    return stored(POINT, dimension);
  }

  private static Vector.Stored stored(String name, int length) {
    return new Vector.Stored(Array.ofWalker(name, length), 0, length);
  }

  /**
   * Σ_r of products or squares of each row's gradient, less their mean: which is what is left of
   * the gradient without the rest of the energy.
   */
  private void sumOverRows(Vector.Stored position) {
    RowSums rows = new RowSums(landscape);
    Lowering lowering = sample.lowering();
    code.array(ROW, dimension);
    code.array(MEAN, dimension);
    code.array(PRODUCTS, pairs ? dimension * dimension : dimension);
    clear(PRODUCTS, pairs ? dimension * dimension : dimension);
    lowering.gather(MEAN, dimension, rows.rest(position));
    CodeBuilder.Region each = code.open(code.root(), "e");
    Op all = code.load(GRADIENT, each.index());
    Op ofRows = code.op(Opcode.SUBTRACT, all, code.load(MEAN, each.index()));
    Op mean = code.op(Opcode.MULTIPLY, ofRows, code.number(1.0 / rows.rows()));
    code.store(each, MEAN, each.index(), mean);
    code.close(each, code.index(0), code.index(dimension - 1), List.of());
    lowering.forEach(
        rows.row(),
        row -> {
          lowering.gather(ROW, dimension, rows.shares(position));
          CodeBuilder.Region i = code.open(row, "i");
          Op slope = deviation(i);
          if (pairs) {
            CodeBuilder.Region j = code.open(i, "j");
            Op first = code.indexed(Opcode.SCALE_INDEX, i.index(), dimension);
            Op at = code.op(Opcode.ADD_INDICES, first, j.index());
            addProduct(j, at, slope, deviation(j));
            code.close(j, code.index(0), code.index(dimension - 1), List.of());
          } else {
            addProduct(i, i.index(), slope, slope);
          }
          code.close(i, code.index(0), code.index(dimension - 1), List.of());
        });
  }

  /** Of a row's gradient from the rows' mean. */
  private Op deviation(CodeBuilder.Region component) {
    Op slope = code.load(ROW, component.index());
    return code.op(Opcode.SUBTRACT, slope, code.load(MEAN, component.index()));
  }

  private void addProduct(CodeBuilder.Region region, Op at, Op left, Op right) {
    Op sum = code.op(Opcode.FMA, left, right, code.load(PRODUCTS, at));
    code.store(region, PRODUCTS, at, sum);
  }

  private void clear(String array, int length) {
    CodeBuilder.Region each = code.open(code.root(), "e");
    code.store(each, array, each.index(), code.number(0));
    code.close(each, code.index(0), code.index(length - 1), List.of());
  }

  /** Σ_i z_i G_i and Σ_i (r_i/2 (G_i² + C_ii) + noise_i/(2 r_i)): too many for one each. */
  private Descending together(Vector.Stored point, Vector.Stored gradient) {
    Index.Loop element = Vector.element(dimension);
    Node z = point.components(graph).getFirst();
    Node slope = gradient.components(graph).getFirst();
    Array halves =
        Array.shared(
            "rate", IntStream.range(0, dimension).mapToDouble(i -> rates[i] / 2).toArray());
    Node second = secondMoment(Index.of(element), slope, Index.of(element), slope);
    Node half = graph.element(halves, Index.of(element));
    double own = IntStream.range(0, dimension).mapToDouble(i -> noise[i] / rates[i] / 2).sum();
    Node left = graph.total(element, graph.multiply(z, slope));
    Node right = graph.total(element, graph.multiply(half, second));
    int moved = outputs.observable("point*gradient", left);
    int spread = outputs.observable("rate/2*second moment", graph.add(right, graph.constant(own)));
    List<Descending.Coordinate> coordinates = new ArrayList<>();
    List<String> names = landscape.experiment().coordinates().componentNames();
    for (int i = 0; i < Math.min(MOST_ALONE, dimension); i++) {
      coordinates.add(coordinate(names.get(i), Descending.Coordinate.NONE, gradient, i));
    }
    return new Descending(
        rates, noise, coordinates, Optional.of(new Descending.Sums(moved, spread)), List.of());
  }

  private Descending.Coordinate coordinate(String name, int point, Vector.Stored gradient, int i) {
    Node slope = gradient.component(graph, i);
    return new Descending.Coordinate(
        name,
        point,
        outputs.observable("dE/d" + name, slope),
        outputs.observable("(dE/d" + name + ")^2", graph.multiply(slope, slope)));
  }

  private Descending oneByOne(Vector.Stored point, Vector.Stored gradient) {
    List<String> names = landscape.experiment().coordinates().componentNames();
    List<Descending.Coordinate> coordinates = new ArrayList<>();
    List<Descending.Pair> found = new ArrayList<>();
    for (int i = 0; i < dimension; i++) {
      String name = names.get(i);
      int at = outputs.observable("point " + name, point.component(graph, i));
      coordinates.add(coordinate(name, at, gradient, i));
      for (int j = i; j < (pairs ? dimension : i + 1); j++) {
        found.add(pair(point, gradient, names, i, j));
      }
    }
    return new Descending(rates, noise, coordinates, Optional.empty(), found);
  }

  private Descending.Pair pair(
      Vector.Stored point, Vector.Stored gradient, List<String> names, int i, int j) {
    Node slopeI = gradient.component(graph, i);
    Node slopeJ = gradient.component(graph, j);
    Node moved = graph.multiply(point.component(graph, i), slopeJ);
    Node other = graph.multiply(point.component(graph, j), slopeI);
    Node left = graph.add(graph.scale(1 / rates[i], moved), graph.scale(1 / rates[j], other));
    Node right = secondMoment(Index.constant(i), slopeI, Index.constant(j), slopeJ);
    double own = i == j ? noise[i] / rates[i] / rates[i] : 0;
    String name = names.get(i) + "*dE/d" + names.get(j);
    return new Descending.Pair(
        i,
        j,
        outputs.observable("point " + name, left),
        outputs.observable(
            "second moment " + names.get(i) + ", " + names.get(j),
            graph.add(right, graph.constant(own))));
  }

  /** G_i G_j + C_ij. */
  private Node secondMoment(Index i, Node slopeI, Index j, Node slopeJ) {
    int rows = landscape.parameters().rows();
    Index at = pairs ? i.times(dimension).plus(j) : i;
    Node products =
        graph.element(Array.ofWalker(PRODUCTS, pairs ? dimension * dimension : dimension), at);
    double factor = landscape.experiment().minibatch().orElseThrow().variance(rows);
    Node covariance = graph.scale(factor * rows, products);
    return graph.add(graph.multiply(slopeI, slopeJ), covariance);
  }
}
