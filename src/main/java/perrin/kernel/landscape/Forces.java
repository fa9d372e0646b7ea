package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import perrin.calculus.Array;
import perrin.calculus.Gradient;
import perrin.calculus.Index;
import perrin.calculus.Indices;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Coordinates;
import perrin.experiment.Experiment;

/** The forces that an experiment adds to −∇E; they may depend on position, step and time. */
public final class Forces {
  private final Landscape landscape;

  Forces(Landscape landscape) {
    this.landscape = landscape;
  }

  /**
   * What the forces add to the slope that methods walk down: −force, one share for each component.
   * In the one formula of a vector, i is the component's number.
   */
  List<Gradient.Share> opposite(Vector position) {
    List<Gradient.Share> shares = new ArrayList<>();
    Experiment experiment = landscape.experiment();
    Landscape.WithCoordinates names = landscape.new WithCoordinates(position, true);
    experiment
        .force()
        .forEach((name, values) -> {
          Coordinates.Block block = experiment.coordinates().find(name).orElseThrow();
          int first = experiment.coordinates().first(block);
          for (int i = 0; i < block.length(); i++) {
            Indices indices = block.scalar() ? Indices.NONE : Indices.NONE.with("i", i);
            Node force =
                landscape
                    .texts()
                    .scalar("force." + name, FormulaTexts.of(values, i), names, indices);
            Index at = Index.constant(first + i);
            shares.add(new Gradient.Share(List.of(), at, landscape.graph().negate(force)));
          }
        });
    return shares;
  }

  /** Whether they are others in the next step though the position is the same. */
  public boolean changeWithTime() {
    Set<Node> seen = new HashSet<>();
    return opposite(anywhere()).stream().anyMatch(share -> changesWithTime(share.value(), seen));
  }

  private Vector anywhere() {
    int dimension = landscape.dimension();
    if (landscape.stored()) {
      return new Vector.Stored(Array.ofWalker("s", dimension), 0, dimension);
    }
    List<Node> components = new ArrayList<>();
    for (String name : landscape.experiment().coordinates().componentNames()) {
      components.add(landscape.graph().fresh(name, Scope.WALKER));
    }
    return new Vector.Listed(components);
  }

  /**
   * @param seen nodes that do not change; modified
   */
  private static boolean changesWithTime(Node node, Set<Node> seen) {
    return seen.add(node)
        && (node.scope() == Scope.STEP
            || node.operands().stream().anyMatch(operand -> changesWithTime(operand, seen)));
  }
}
