package perrin.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import perrin.calculus.Array;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.calculus.Spline;
import perrin.experiment.Precision;

/**
 * The values that all walkers share, which the host computes in double precision and rounds once:
 * those of the whole run (a kernel's {@code u[k]}), those of each step (its {@code row[k]}), and
 * tables of those that depend on the indices of sums. Whole numbers that serve as indices have a
 * table of their own.
 */
public final class SharedValues {
  /** What the name of a step's value begins with in generated text. */
  public static final String OF_STEP = "row[";

  /** A table may be this long whatever it is made from; longer ones may not outgrow their data. */
  private static final long SMALL_TABLE = 4_096;

  /** Terms of sums that the host computes for one table of walkers' own indices: seconds. */
  private static final double MOST_TERMS = 1e7;

  /** Numbers of a line of a cache, of a vector, and of a cell of a plane. */
  private static final int LINE = 16;

  /**
   * Cells of a table that is kept in columns: a pair of vectors, from which one operation picks.
   */
  public static final int COLUMN = 2 * LINE;

  /** Numbers that {@link Opcode#GATHER_ROW} finds side by side. */
  private static final int ROW = 4;

  private final ToDoubleFunction<Node> values;
  private final Precision precision;
  private final List<Node> ofRun = new ArrayList<>();
  private final List<Node> ofStep = new ArrayList<>();
  private final Map<Object, Table> tables = new LinkedHashMap<>();
  private final List<Rows> rows = new ArrayList<>();
  private final Map<Array, Integer> lookups = new LinkedHashMap<>();
  private int tableLength;
  private int lookupLength;

  /**
   * @param values of nodes that are the same for the whole run
   * @param precision that walkers have
   */
  public SharedValues(ToDoubleFunction<Node> values, Precision precision) {
    this.values = values;
    this.precision = precision;
  }

  /**
   * Whether a value of the whole run is a number that the walkers' precision has not, or not with
   * all digits, other than 0.
   */
  public boolean leavesRange(Node node) {
    if (node.scope() != Scope.RUN || !node.loops().isEmpty() || hasTotal(node)) {
      return false;
    }
    double size =
        Math.abs(
            node instanceof Node.Constant number ? number.value() : values.applyAsDouble(node));
    return size > 0 && (size < precision.smallestNormal() || size > precision.largest());
  }

  /** Sums over an index may take long, and are computed once. */
  private static boolean hasTotal(Node node) {
    Set<Node> seen = new HashSet<>();
    List<Node> pending = new ArrayList<>(List.of(node));
    while (!pending.isEmpty()) {
      Node next = pending.removeLast();
      if (next instanceof Node.Total) {
        return true;
      }
      if (seen.add(next)) {
        pending.addAll(next.operands());
      }
    }
    return false;
  }

  /** Values of a node for all values of its indices, or an array as it is. */
  private record Table(int offset, int length, Node node, List<Axis> axes, Array array) {}

  /** An index that a table is laid out along. */
  private record Axis(Index.Free index, int from, int length) {}

  /**
   * Where in the tables a value is found.
   *
   * @param offset of the first number of its table
   * @param length how many these are
   * @param inRows whether there are {@link #ROW} numbers side by side for each value of the index,
   *     of which this is one
   */
  public record Place(int offset, int length, Index at, boolean inRows) {}

  /** Arrays of one length, element by element side by side: one gather takes those of a row. */
  private record Rows(int offset, int length, List<Array> columns) {}

  /** An array that walkers gather from, which is short enough to be kept in columns. */
  private record Column(Array array) {}

  /** The kernel's name for a shared node without indices. */
  public String label(Node node) {
    return switch (node.scope()) {
      case RUN -> "u[" + index(ofRun, node) + "]";
      case STEP -> OF_STEP + index(ofStep, node) + "]";
      case WALKER -> throw new IllegalArgumentException("not shared: " + node);
    };
  }

  private static int index(List<Node> nodes, Node node) {
    if (!nodes.contains(node)) {
      nodes.add(node);
    }
    return nodes.indexOf(node);
  }

  /**
   * Whether a shared node that depends on indices is tabulated, or computed in each round. Sums and
   * products of what a walker gathers by an index of its own are computed: an operation costs less
   * than another gather.
   */
  public boolean tabulates(Node node) {
    if (node instanceof Node.Element) {
      return true;
    }
    boolean own = !node.own().isEmpty();
    if (node.reach().scope() != Scope.RUN || node.loops().isEmpty() && !own) {
      return false;
    }
    boolean combined = node instanceof Node.Sum || node instanceof Node.Product;
    if (own && (combined || node instanceof Node.Count || hasTotal(node) && isLong(node))) {
      return false;
    }
    long length = 1;
    for (Axis axis : axes(node)) {
      length = Math.min(1L << 40, length * axis.length());
    }
    return length <= Math.max(SMALL_TABLE, 2 * longestArray(node));
  }

  /** Where such a node is found. */
  public Place place(Node node) {
    if (node instanceof Node.Element element) {
      Array array = element.array();
      if (isColumnOfRows(element)) {
        return new Place(inRows(array), array.length(), element.at(), true);
      }
      int offset = element.at().isOwn() ? gathered(array) : array(array);
      return new Place(offset, array.length(), element.at(), false);
    }
    List<Axis> axes = axes(node);
    int length = axes.stream().mapToInt(Axis::length).reduce(1, Math::multiplyExact);
    boolean column = !node.own().isEmpty() && isColumn(length);
    Table table = tables.computeIfAbsent(node, key -> table(length, column, node, axes, null));
    Index at = Index.constant(0);
    for (Axis axis : axes) {
      at = at.times(axis.length()).plus(Index.of(axis.index()).plus(-axis.from()));
    }
    return new Place(table.offset(), length, at, false);
  }

  /** Whether an element is that of the row which a walker has drawn. */
  private boolean isColumnOfRows(Node.Element element) {
    Index at = element.at();
    return at.isOwn()
        && at.constant() == 0
        && at.strides().size() == 1
        && at.strides().getFirst().factor() == 1
        && !isColumn(element.array().length());
  }

  /** Where an array's first element lies among rows; those of its length share them. */
  private int inRows(Array array) {
    for (Rows each : rows) {
      if (each.columns.contains(array)) {
        return each.offset + each.columns.indexOf(array);
      }
    }
    for (Rows each : rows) {
      if (each.length == array.length() && each.columns.size() < ROW) {
        each.columns.add(array);
        return each.offset + each.columns.size() - 1;
      }
    }
    align();
    rows.add(new Rows(tableLength, array.length(), new ArrayList<>(List.of(array))));
    tableLength = Math.addExact(tableLength, Math.multiplyExact(ROW, array.length()));
    return rows.getLast().offset;
  }

  private static List<Axis> axes(Node node) {
    Set<Index.Loop> loops = new LinkedHashSet<>(node.loops());
    if (!node.own().isEmpty()) {
      Set<Index.Loop> free = new HashSet<>();
      collectFree(node, free, new HashSet<>());
      loops.retainAll(free);
    }
    List<Axis> axes = new ArrayList<>();
    for (Index.Loop loop : loops) {
      int from = loop.from().min();
      axes.add(new Axis(loop, from, Math.max(1, loop.to().max() - from + 1)));
    }
    for (Index.OfWalker own : node.own()) {
      axes.add(new Axis(own, 0, own.length()));
    }
    return axes;
  }

  /** Adds the indices of sums that a node depends on by more than what walkers' own are made of. */
  private static void collectFree(Node node, Set<Index.Loop> found, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case Node.Element element -> element.at().collectFree(found, new HashSet<>());
      case Node.Count count -> count.index().collectFree(found, new HashSet<>());
      default -> {
        node.operands().forEach(operand -> collectFree(operand, found, seen));
        loop(node)
            .ifPresent(loop -> {
              loop.from().collectFree(found, new HashSet<>());
              loop.to().collectFree(found, new HashSet<>());
            });
      }
    }
  }

  private static Optional<Index.Loop> loop(Node node) {
    return switch (node) {
      case Node.Total total -> Optional.of(total.loop());
      case Node.Largest largest -> largest.loop();
      default -> Optional.empty();
    };
  }

  /** Whether the host would compute too many terms of sums for a table of a node. */
  private static boolean isLong(Node node) {
    double terms = terms(node, new HashMap<>());
    for (Axis axis : axes(node)) {
      terms *= axis.length();
    }
    return terms > MOST_TERMS;
  }

  /** Terms of the sums in a node, those of sums around each multiplied. */
  private static double terms(Node node, Map<Node, Double> known) {
    Double before = known.get(node);
    if (before != null) {
      return before;
    }
    double terms = 1;
    for (Node operand : node.operands()) {
      terms += terms(operand, known);
    }
    if (loop(node).isPresent()) {
      Index.Loop loop = loop(node).get();
      terms *= Math.max(1, 1.0 + loop.to().max() - loop.from().min());
    }
    known.put(node, terms);
    return terms;
  }

  private int array(Array array) {
    return tables
        .computeIfAbsent(array, key -> table(array.length(), false, null, List.of(), array))
        .offset();
  }

  private int gathered(Array array) {
    return isColumn(array.length())
        ? tables
            .computeIfAbsent(
                new Column(array), key -> table(array.length(), true, null, List.of(), array))
            .offset()
        : array(array);
  }

  /** Whether a pair of vectors has room for a table that walkers gather from. */
  private boolean isColumn(int length) {
    return precision == Precision.SINGLE && length <= COLUMN;
  }

  /**
   * @param column whether it gets a column, all of it
   */
  private Table table(int length, boolean column, Node node, List<Axis> axes, Array array) {
    if (column) {
      align();
    }
    Table table = new Table(tableLength, length, node, List.copyOf(axes), array);
    tableLength = Math.addExact(tableLength, column ? COLUMN : length);
    return table;
  }

  private void align() {
    tableLength = Math.ceilDiv(tableLength, LINE) * LINE;
  }

  private static long longestArray(Node node) {
    long longest = node instanceof Node.Element element ? element.array().length() : 0;
    for (Node operand : node.operands()) {
      longest = Math.max(longest, longestArray(operand));
    }
    return longest;
  }

  public Precision precision() {
    return precision;
  }

  /**
   * Where the cells of a table begin among the numbers of all tables; a cell's lie side by side.
   */
  public int cells(Spline spline) {
    return aligned(spline, spline.cells());
  }

  /**
   * Where the columns of a table of one axis begin, one for each order of derivatives, {@link
   * #COLUMN} apart; it has at most as many cells.
   */
  public int columns(Spline spline) {
    int cells = spline.axes().getFirst().cells();
    int orders = spline.cells().length / cells;
    double[] columns = new double[orders * COLUMN];
    for (int k = 0; k < spline.cells().length; k++) {
      columns[k % orders * COLUMN + k / orders] = spline.cells()[k];
    }
    return aligned(spline, columns);
  }

  private int aligned(Spline spline, double[] numbers) {
    if (!tables.containsKey(spline)) {
      align();
    }
    Array array = Array.shared(spline.name(), numbers);
    return tables
        .computeIfAbsent(spline, key -> table(numbers.length, false, null, List.of(), array))
        .offset();
  }

  /** Where an array of indices begins among the whole numbers. */
  public int lookup(Array array) {
    return lookups.computeIfAbsent(
        array,
        key -> {
          int offset = lookupLength;
          lookupLength = Math.addExact(lookupLength, array.length());
          return offset;
        });
  }

  public List<Node> ofRun() {
    return List.copyOf(ofRun);
  }

  public List<Node> ofStep() {
    return List.copyOf(ofStep);
  }

  /** How many values all tables have. */
  public int tableLength() {
    return tableLength;
  }

  /** How many whole numbers serve as indices. */
  public int lookupLength() {
    return lookupLength;
  }

  /** All tables one after the other, shape [{@link #tableLength}]. */
  public double[] tables(HostEvaluator values) {
    double[] all = new double[tableLength];
    for (Table table : tables.values()) {
      for (int k = 0; k < table.length(); k++) {
        all[table.offset() + k] =
            table.array() != null ? table.array().value(k) : entry(table, k, values);
      }
    }
    for (Rows each : rows) {
      for (int c = 0; c < each.columns.size(); c++) {
        for (int k = 0; k < each.length; k++) {
          all[each.offset + ROW * k + c] = each.columns.get(c).value(k);
        }
      }
    }
    return all;
  }

  private static double entry(Table table, int number, HostEvaluator values) {
    Map<Index.Free, Integer> indices = new HashMap<>();
    int left = number;
    for (Axis axis : table.axes().reversed()) {
      indices.put(axis.index(), axis.from() + left % axis.length());
      left /= axis.length();
    }
    return values.value(table.node(), indices);
  }

  /** All arrays of indices one after the other, shape [{@link #lookupLength}]. */
  public int[] lookups() {
    int[] all = new int[lookupLength];
    lookups.forEach((array, offset) -> {
      for (int k = 0; k < array.length(); k++) {
        all[offset + k] = (int) array.value(k);
      }
    });
    return all;
  }
}
