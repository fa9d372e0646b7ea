package perrin.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import perrin.calculus.Node.Scope;

/** The same bits as {@link HostEvaluator}. */
class TapeTest {
  private final Formulas formulas = new Formulas();
  private final List<Node.Variable> inputs =
      List.of(
          formulas.graph().variable("x", Scope.WALKER),
          formulas.graph().variable("y", Scope.WALKER));

  @Test
  void randomFormulas() {
    Random random = new Random(5);
    Map<String, Double> parameters = Map.of("a", 0.75, "b", -1.25);
    for (int k = 0; k < 500; k++) {
      Node node = formulas.node(Formulas.random(random, 6));
      Tape tape = Tape.of(node, inputs, parameters::get);
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      assertEquals(formulas.value(node, x, y), tape.value(x, y), () -> Printer.print(node));
    }
  }

  @Test
  void sumsWithinSums() {
    Graph graph = formulas.graph();
    Index.Loop i = new Index.Loop(0, Index.constant(1), Index.constant(50));
    Index.Loop j = new Index.Loop(1, Index.of(i), Index.constant(60));
    Array u = Array.shared("u", new Random(1).doubles(200).toArray());
    Node own = graph.multiply(graph.element(u, Index.of(i).plus(Index.of(j))), inputs.get(0));
    Node outer = graph.power(graph.add(graph.count(Index.of(i)), inputs.get(1)), 3);
    Node both =
        graph.total(i, graph.add(outer, graph.total(j, graph.power(graph.add(own, outer), 2))));
    Tape tape = Tape.of(both, inputs, name -> Double.NaN);
    assertEquals(formulas.value(both, 0.3, -0.7), tape.value(0.3, -0.7));
    assertTrue(
        tape.length() > 50 * 60 * 3 && tape.length() < 50 * 60 * 7, tape.length() + " steps");
  }

  @Test
  void refusesANameWithoutAValue() {
    Node node = formulas.node("x + y");
    assertThrows(
        IllegalArgumentException.class, () -> Tape.of(node, inputs.subList(0, 1), name -> 0));
    Tape tape = Tape.of(node, inputs, name -> 0);
    assertThrows(IllegalArgumentException.class, () -> tape.value(1));
  }
}
