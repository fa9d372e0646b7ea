package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Best;
import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Kernel;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.Type;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Vector;

/**
 * What a walker keeps of the place with the lowest energy that it has seen, looked at after each
 * step: the energy, the steps made then, and the position. The first of equals is kept. Where the
 * minimum is known, also the steps made when it was first found; −1 before.
 */
final class BestPlace {
  /** In front of the coordinates. */
  private static final int ENERGY = 0;

  private static final int STEP = 1;
  private static final int POSITION = 2;

  private final Landscape landscape;
  private final CodeBuilder code;
  private final Lowering lowering;
  private final int first;

  /**
   * @param first number of the row of the energy
   */
  BestPlace(Landscape landscape, CodeBuilder code, Lowering lowering, int first) {
    this.landscape = landscape;
    this.code = code;
    this.lowering = lowering;
    this.first = first;
  }

  /** Its rows. */
  static List<Kernel.Row> rows(Best wanted, List<String> coordinates) {
    List<Kernel.Row> rows = new ArrayList<>();
    rows.add(new Kernel.Row("best_energy", Kernel.RowKind.BEST));
    rows.add(new Kernel.Row("best_step", Kernel.RowKind.BEST));
    coordinates.forEach(name -> rows.add(new Kernel.Row("best_" + name, Kernel.RowKind.BEST)));
    wanted.minimum().ifPresent(_ -> rows.add(new Kernel.Row("best_found", Kernel.RowKind.BEST)));
    return rows;
  }

  /** Before the first step: higher than any, and where the walker is. */
  static List<Op> start(Best wanted, CodeBuilder code, Precision precision, List<Op> position) {
    List<Op> values = new ArrayList<>();
    values.add(code.number(precision == Precision.SINGLE ? Float.MAX_VALUE : Double.MAX_VALUE));
    values.add(code.number(0));
    values.addAll(position);
    wanted.minimum().ifPresent(_ -> values.add(code.number(-1)));
    return values;
  }

  /**
   * Compares the place where a step has ended.
   *
   * @return the values of the rows, in order; none where walkers are in memory, which keeps them
   */
  List<Op> compare(Vector position) {
    Graph graph = landscape.graph();
    Op energy = lowering.lower(landscape.energy(position));
    Op made = lowering.lower(graph.add(graph.variable("n", Scope.STEP), graph.constant(1)));
    Op better = code.op(Opcode.LESS, energy, kept(ENERGY));
    return switch (position) {
      case Vector.Listed listed -> {
        List<Op> values = new ArrayList<>();
        values.add(code.op(Opcode.SELECT, better, energy, kept(ENERGY)));
        values.add(code.op(Opcode.SELECT, better, made, kept(STEP)));
        List<Node> components = listed.components(graph);
        for (int i = 0; i < components.size(); i++) {
          Op x = lowering.lower(components.get(i));
          values.add(code.op(Opcode.SELECT, better, x, kept(POSITION + i)));
        }
        found(energy, made, POSITION + components.size()).ifPresent(values::add);
        yield values;
      }
      case Vector.Stored stored -> {
        store(ENERGY, code.op(Opcode.SELECT, better, energy, kept(ENERGY)));
        store(STEP, code.op(Opcode.SELECT, better, made, kept(STEP)));
        int last = POSITION + stored.dimension();
        found(energy, made, last).ifPresent(value -> store(last, value));
        CodeBuilder.Region each = code.open(code.root(), "e");
        Op from = code.op(Opcode.ADD_INDICES, each.index(), code.index(stored.offset()));
        Op to = code.op(Opcode.ADD_INDICES, each.index(), code.index(first + POSITION));
        Op x = code.op(Opcode.SELECT, better, code.load("s", from), code.load("s", to));
        code.store(each, "s", to, x);
        code.close(each, code.index(0), code.index(stored.dimension() - 1), List.of());
        yield List.of();
      }
    };
  }

  /** The step at which a known minimum was first found, where one is known. */
  private Optional<Op> found(Op energy, Op made, int row) {
    OptionalDouble target = wanted().target(landscape.experiment().precision());
    if (target.isEmpty()) {
      return Optional.empty();
    }
    Op reached = code.op(Opcode.LESS_OR_EQUAL, energy, code.number(target.getAsDouble()));
    Op never = code.op(Opcode.LESS, kept(row), code.number(0));
    Op first = code.op(Opcode.SELECT, never, made, kept(row));
    return Optional.of(code.op(Opcode.SELECT, reached, first, kept(row)));
  }

  private Best wanted() {
    return landscape.experiment().outputs().best().orElseThrow();
  }

  private Op kept(int row) {
    return landscape.stored()
        ? code.load("s", code.index(first + row))
        : code.input(Type.REAL, "s[" + (first + row) + "]");
  }

  private void store(int row, Op value) {
    code.store(code.root(), "s", code.index(first + row), value);
  }

  /** The same as outputs by the rows' names. */
  static Map<String, Op> named(List<String> variables, int first, List<Op> values) {
    Map<String, Op> outputs = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      outputs.put(variables.get(first + i), values.get(i));
    }
    return outputs;
  }
}
