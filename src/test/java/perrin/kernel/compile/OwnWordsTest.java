package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.calculus.Array;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;

/** Rows that walkers keep as words, and gathers of words that no element belongs to. */
class OwnWordsTest {
  private static final int ROWS = 1 << 25;
  private static final int WALKERS = 77;

  static Stream<Arguments> machines() {
    return Stream.of(Precision.values())
        .flatMap(p ->
            (p == Precision.SINGLE ? Stream.of(0, 1, 4, 8, 16) : Stream.of(0, 1, 2, 4, 8))
                .map(width -> Arguments.of(p, width)));
  }

  /**
   * Σ over b of (batch[b] − 2²⁴ − 1)², where batch[b] is kept as a word beyond what a number in
   * single precision tells apart.
   */
  @ParameterizedTest
  @MethodSource("machines")
  void rowsBeyondSinglePrecision(Precision precision, int width) {
    Graph graph = new Graph();
    CodeBuilder code = new CodeBuilder();
    SharedValues shared = new SharedValues(node -> 1, precision);
    Lowering lowering = new Lowering(graph, code, shared);
    Op own = words(code, precision, code.input(Type.REAL, "s[0]"));
    code.array("batch", 3);
    for (int b = 0; b < 3; b++) {
      Op row = code.op(Opcode.ADD_WORDS, own, code.word((1 << 24) + b));
      code.store(code.root(), "batch", code.index(b), code.op(Opcode.FROM_BITS, row));
    }
    Array batch = Array.wordsOfWalker("batch", 3);
    Index.Loop loop = new Index.Loop(0, Index.constant(0), Index.constant(2));
    Index row = Index.ofWalker(graph.element(batch, Index.of(loop)), ROWS);
    Node offset = graph.count(row.plus(-(1 << 24) - 1));
    Op sum = lowering.lower(graph.total(loop, graph.power(offset, 2)));
    double[] found = run(precision, width, code, List.of(sum))[0];
    for (int w = 0; w < WALKERS; w++) {
      int k = w % 8;
      double expected = (k - 1) * (k - 1) + k * k + (k + 1) * (k + 1);
      assertEquals(expected, found[w], "walker " + w);
    }
  }

  /** The last element there is, whatever the word; and elements that are set are found again. */
  @ParameterizedTest
  @MethodSource("machines")
  void noWordLeadsOutOfBounds(Precision precision, int width) {
    CodeBuilder code = new CodeBuilder();
    Op own = words(code, precision, code.input(Type.REAL, "s[0]"));
    code.array("a", 6);
    for (int i = 0; i < 6; i++) {
      code.store(code.root(), "a", code.index(i), code.number(10 + i));
    }
    Op below = code.gather("a", code.op(Opcode.SUBTRACT_WORDS, own, code.word(4)), 4);
    code.scatter(code.root(), "a", own, 4, code.input(Type.REAL, "s[1]"));
    Op set = code.gather("a", own, 4);
    Op behind = code.load("a", code.index(5));
    double[][] found = run(precision, width, code, List.of(below, set, behind));
    for (int w = 0; w < WALKERS; w++) {
      int k = w % 8;
      assertEquals(k < 4 ? 14 : 10 + k - 4, found[0][w], "a[k - 4], walker " + w);
      assertEquals(-w, found[1][w], "a[k], walker " + w);
      assertEquals(15, found[2][w], "beyond the last, walker " + w);
    }
  }

  private static Op words(CodeBuilder code, Precision precision, Op number) {
    WholeNumbers whole = new WholeNumbers(code, precision);
    return whole.word(whole.shifted(number));
  }

  /**
   * Runs a code for walkers w = 0, 1, … with s[0] = w mod 8 and s[1] = −w.
   *
   * @return the results, shape [3][walkers]
   */
  private static double[][] run(
      Precision precision, int width, CodeBuilder code, List<Op> results) {
    assumeTrue(width == 0 || Trial.hasCompiler());
    double[][] values = new double[3][WALKERS];
    for (int w = 0; w < WALKERS; w++) {
      values[0][w] = w % 8;
      values[1][w] = -w;
    }
    Evaluation.Compiler backend =
        width == 0 ? new JavaBackend()::compile : new CpuBackend(width, precision)::compile;
    try (var evaluation = new Evaluation(precision, code, new ArrayList<>(results), 3, backend)) {
      evaluation.run(new double[0], values);
    }
    return values;
  }
}
