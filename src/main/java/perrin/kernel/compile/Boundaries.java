package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Graph;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Node.Comparison;
import perrin.errors.ExperimentException;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.experiment.Formula;
import perrin.experiment.Precision;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Vector;

/**
 * What happens at the ends of a coordinate's range. A position inside is left as it is, to the bit.
 * A walker that is reflected has those state variables turned that its method names: velocities,
 * and noise that the next step shares.
 */
final class Boundaries {
  /** Numbers that a range must hold. */
  private static final double FEWEST = 16;

  private final Landscape landscape;
  private final Graph graph;

  Boundaries(Landscape landscape) {
    this.landscape = landscape;
    graph = landscape.graph();
  }

  /** All boundaries, at the end of a step. */
  void atEnd(StepValues step) {
    landscape
        .experiment()
        .boundaries()
        .forEach((name, boundary) -> {
          requireRange(name, boundary);
          switch (boundary.kind()) {
            case PERIODIC -> {
              Node from = end(name, boundary.from());
              Node to = end(name, boundary.to());
              change(step, "x", name, q -> periodic(q.position(), from, to));
            }
            case REFLECT -> {
              if (!landscape.experiment().method().walls().within()) {
                reflect(step, name, boundary);
              }
            }
            case ABSORB ->
                throw new ExperimentException(
                    boundary.from().where(),
                    "boundaries." + name,
                    "absorb is not available in this version yet");
          }
        });
  }

  /** The reflecting ones, after a free flight. */
  void reflect(StepValues step) {
    landscape
        .experiment()
        .boundaries()
        .forEach((name, boundary) -> {
          if (boundary.kind() == Boundary.Kind.REFLECT) {
            requireRange(name, boundary);
            reflect(step, name, boundary);
          }
        });
  }

  /** Brings a place where the boundaries bring walkers; nothing is turned. */
  void bring(StepValues step, String place) {
    landscape
        .experiment()
        .boundaries()
        .forEach((name, boundary) -> {
          requireRange(name, boundary);
          Node from = end(name, boundary.from());
          Node to = end(name, boundary.to());
          switch (boundary.kind()) {
            case PERIODIC -> change(step, place, name, q -> periodic(q.value(), from, to));
            case REFLECT -> change(step, place, name, q -> reflected(q.value(), from, to));
            case ABSORB -> {} // refused at the end of the step
          }
        });
  }

  /** How many components of a place are outside of reflecting walls; empty where there are none. */
  Optional<Node> outside(Vector place) {
    Coordinates all = landscape.experiment().coordinates();
    Optional<Node> count = Optional.empty();
    for (var entry : landscape.experiment().boundaries().entrySet()) {
      if (entry.getValue().kind() == Boundary.Kind.REFLECT) {
        Coordinates.Block block = all.find(entry.getKey()).orElseThrow();
        Node from = end(entry.getKey(), entry.getValue().from());
        Node to = end(entry.getKey(), entry.getValue().to());
        Node sum = outside(place, all.first(block), block.length(), from, to);
        count = Optional.of(count.map(before -> graph.add(before, sum)).orElse(sum));
      }
    }
    return count;
  }

  private Node outside(Vector place, int first, int length, Node from, Node to) {
    Node sum = graph.constant(0);
    if (place instanceof Vector.Stored stored) {
      Index.Loop components =
          new Index.Loop(-1, Index.constant(first), Index.constant(first + length - 1));
      return graph.total(components, outside(element(stored, components), from, to));
    }
    for (int i = first; i < first + length; i++) {
      sum = graph.add(sum, outside(place.component(graph, i), from, to));
    }
    return sum;
  }

  private Node outside(Node q, Node from, Node to) {
    Node zero = graph.constant(0);
    Node one = graph.constant(1);
    Node above = graph.choice(Comparison.LESS_OR_EQUAL, q, to, zero, one);
    return graph.choice(Comparison.LESS_OR_EQUAL, from, q, above, one);
  }

  private void reflect(StepValues step, String name, Boundary boundary) {
    Node from = end(name, boundary.from());
    Node to = end(name, boundary.to());
    for (String variable : landscape.experiment().method().walls().turned()) {
      change(step, variable, name, q -> turned(q, from, to));
    }
    change(step, "x", name, q -> reflected(q.position(), from, to));
  }

  /** An end of a coordinate's range. */
  Node end(String name, Formula formula) {
    return landscape.texts().scalar("boundaries." + name, formula, landscape.new Names(false));
  }

  private void requireRange(String name, Boundary boundary) {
    double from = landscape.constantValue(end(name, boundary.from()));
    double to = landscape.constantValue(end(name, boundary.to()));
    if (!(from < to) || Double.isInfinite(to - from)) {
      throw new ExperimentException(
          boundary.from().where(),
          "boundaries." + name,
          "from " + from + " to " + to + ", must be a finite range, the lower end first");
    }
    Precision precision = landscape.experiment().precision();
    double ends = Math.max(Math.abs(from), Math.abs(to));
    if (to - from < FEWEST * precision.distance(ends) || to - from < precision.smallestNormal()) {
      throw new ExperimentException(
          boundary.from().where(),
          "boundaries." + name,
          "from "
              + from
              + " to "
              + to
              + ", holds next to no numbers of "
              + precision.word()
              + " precision; use precision: double, other units, or a coordinate measured from there");
    }
  }

  /** A component's position and what is to be changed. */
  private record Component(Node position, Node value) {}

  private interface Rule {
    Node apply(Component component);
  }

  /** Changes x or a state variable for all components of a coordinate. */
  private void change(StepValues step, String variable, String coordinate, Rule rule) {
    Coordinates all = landscape.experiment().coordinates();
    Coordinates.Block block = all.find(coordinate).orElseThrow();
    int first = all.first(block);
    Vector position = step.present("x").orElseThrow();
    Vector changed = step.present(variable).orElseThrow();
    switch (changed) {
      case Vector.Listed listed -> {
        List<Node> value = new ArrayList<>(listed.nodes());
        for (int i = first; i < first + block.length(); i++) {
          Node at = position.component(graph, i);
          value.set(i, rule.apply(new Component(at, listed.component(graph, i))));
        }
        step.change(variable, value);
      }
      case Vector.Stored stored -> {
        Index.Loop components =
            new Index.Loop(-1, Index.constant(first), Index.constant(first + block.length() - 1));
        Node at = element((Vector.Stored) position, components);
        step.store(
            variable, components, rule.apply(new Component(at, element(stored, components))));
      }
    }
  }

  private Node element(Vector.Stored vector, Index.Loop components) {
    return graph.element(vector.array(), Index.of(components).plus(vector.offset()));
  }

  private Node periodic(Node q, Node from, Node to) {
    Node length = graph.subtract(to, from);
    Node rounds = floor(graph.divide(graph.subtract(q, from), length));
    Node moved = graph.subtract(q, graph.multiply(length, rounds));
    // Rounding may lead to the upper end, which is the lower one, or just below.
    Node above = graph.choice(Comparison.LESS, moved, from, from, moved);
    Node within = graph.choice(Comparison.LESS_OR_EQUAL, to, moved, from, above);
    return unless(graph.choice(Comparison.LESS, q, to, q, within), q, from, within);
  }

  /**
   * Mirrored at the end that was passed, which rounds no more than the position itself; a flight
   * that passes both ends is folded.
   */
  private Node reflected(Node q, Node from, Node to) {
    Node length = graph.subtract(to, from);
    Node phase = phase(q, from, to);
    Node back = graph.subtract(graph.constant(2), phase);
    Node folded = graph.choice(Comparison.LESS_OR_EQUAL, phase, graph.constant(1), phase, back);
    Node moved = graph.add(from, graph.multiply(length, folded));
    Node within = graph.choice(Comparison.LESS, to, moved, to, moved);
    return beyond(q, from, to, q, once -> once, within);
  }

  /** A state variable after reflection: turned for an odd number of hits. */
  private Node turned(Component c, Node from, Node to) {
    Node turned = graph.negate(c.value());
    Node folded =
        graph.choice(
            Comparison.LESS_OR_EQUAL,
            phase(c.position(), from, to),
            graph.constant(1),
            c.value(),
            turned);
    return beyond(c.position(), from, to, c.value(), once -> turned, folded);
  }

  /**
   * {@code inside} where q is within its range; what {@code once} makes of its mirror image where
   * that is; otherwise {@code folded}.
   */
  private Node beyond(
      Node q, Node from, Node to, Node inside, UnaryOperator<Node> once, Node folded) {
    Node low = graph.add(from, graph.subtract(from, q));
    Node high = graph.subtract(to, graph.subtract(q, to));
    Node below = graph.choice(Comparison.LESS_OR_EQUAL, low, to, once.apply(low), folded);
    Node above = graph.choice(Comparison.LESS_OR_EQUAL, from, high, once.apply(high), folded);
    Node upTo = graph.choice(Comparison.LESS_OR_EQUAL, q, to, inside, above);
    return unless(upTo, q, from, below);
  }

  /** Where a mirrored walk is in its period of two lengths, from 0 to 2. */
  private Node phase(Node q, Node from, Node to) {
    Node lengths = graph.divide(graph.subtract(q, from), graph.subtract(to, from));
    Node periods = floor(graph.scale(0.5, lengths));
    return graph.subtract(lengths, graph.scale(2, periods));
  }

  /** {@code if(q < from, outside, otherwise)}. */
  private Node unless(Node otherwise, Node q, Node from, Node outside) {
    return graph.choice(Comparison.LESS, q, from, outside, otherwise);
  }

  private Node floor(Node node) {
    return graph.apply(
        Optional.of("floor").flatMap(FunctionLibrary.standard()::find).orElseThrow(),
        List.of(node));
  }
}
