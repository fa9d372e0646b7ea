package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Node.Comparison;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Kernel;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.Type;
import perrin.kernel.landscape.AcceptSites;
import perrin.kernel.landscape.Landscape;
import perrin.language.FormulaException;
import perrin.language.Statement;

/**
 * The accept statements of a step: what they decide, and how often a walker has accepted, in two
 * rows for each statement, {@code count = high·2²⁰ + low}, so that it stays a whole number in
 * single precision through 2⁴⁴ steps.
 */
final class Acceptance {
  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code;
  private final Lowering lowering;
  private final int first;

  /** By place in the text; how often a walker has accepted in this step. */
  private final Map<Integer, Node> accepted = new HashMap<>();

  private final List<Integer> sites;

  /**
   * @param first number of the first row
   */
  Acceptance(Landscape landscape, CodeBuilder code, Lowering lowering, int first) {
    this.landscape = landscape;
    this.code = code;
    this.lowering = lowering;
    this.first = first;
    graph = landscape.graph();
    sites =
        AcceptSites.of(landscape.experiment().method()).stream().map(AcceptSites.Site::at).toList();
  }

  /** Rows of a method with such statements. */
  static List<Kernel.Row> rows(List<AcceptSites.Site> sites) {
    List<Kernel.Row> rows = new ArrayList<>();
    for (AcceptSites.Site site : sites) {
      rows.add(new Kernel.Row("accepted_" + site.name(), Kernel.RowKind.ACCEPTED));
      rows.add(new Kernel.Row("accepted_" + site.name() + "_high", Kernel.RowKind.ACCEPTED));
    }
    return rows;
  }

  int rows() {
    return 2 * sites.size();
  }

  /** Refuses what cannot be: a ratio of probabilities needs the whole energy, and no force. */
  void require(String text, Statement.Accept line, boolean conditional) {
    if (landscape.experiment().minibatch().isPresent()) {
      throw new FormulaException(
          text, line.at(), "accept with a minibatch would accept by an estimate of the energy");
    }
    if (!landscape.experiment().force().isEmpty()) {
      throw new FormulaException(
          text, line.at(), "accept knows the energy, and a force is no part of it: leave one out");
    }
    if (conditional) {
      throw new FormulaException(
          text, line.at(), "accept cannot stand in repeat ... while; a plain repeat may hold it");
    }
  }

  /** 1 where u ≤ p, which what is not a number is not; else 0. */
  Node decide(Statement.Accept line, Node uniform, Node probability, StepValues values) {
    Node one = graph.constant(1);
    Node zero = graph.constant(0);
    Node takes = graph.choice(Comparison.LESS_OR_EQUAL, uniform, probability, one, zero);
    Node taken = values.bound("accepted", lowering.lower(takes));
    accepted.merge(line.at(), taken, graph::add);
    return taken;
  }

  /** The rows after a step, in order; none where walkers are in memory, which keeps them. */
  List<Op> counts() {
    List<Op> counts = new ArrayList<>();
    Op carry = code.number(Kernel.HIGH);
    for (int k = 0; k < sites.size(); k++) {
      Op taken = lowering.lower(Optional.ofNullable(accepted.get(sites.get(k))).orElseThrow());
      Op low = code.op(Opcode.ADD, kept(2 * k), taken);
      Op isFull = code.op(Opcode.LESS_OR_EQUAL, carry, low);
      Op high = code.op(Opcode.ADD, kept(2 * k + 1), code.number(1));
      counts.add(code.op(Opcode.SELECT, isFull, code.op(Opcode.SUBTRACT, low, carry), low));
      counts.add(code.op(Opcode.SELECT, isFull, high, kept(2 * k + 1)));
    }
    if (!landscape.stored()) {
      return counts;
    }
    for (int row = 0; row < counts.size(); row++) {
      code.store(code.root(), "s", code.index(first + row), counts.get(row));
    }
    return List.of();
  }

  private Op kept(int row) {
    return landscape.stored()
        ? code.load("s", code.index(first + row))
        : code.input(Type.REAL, "s[" + (first + row) + "]");
  }
}
