package perrin.kernel;

import java.util.ArrayList;
import java.util.List;
import perrin.calculus.Node;

/**
 * The values that all walkers share, which the host computes in double precision and rounds once:
 * those of the whole run (a kernel's {@code u[k]}) and those of each step (its {@code row[k]}).
 */
public final class SharedValues {
  private final List<Node> ofRun = new ArrayList<>();
  private final List<Node> ofStep = new ArrayList<>();

  /** The kernel's name for a shared node. */
  String label(Node node) {
    return switch (node.scope()) {
      case RUN -> "u[" + index(ofRun, node) + "]";
      case STEP -> "row[" + index(ofStep, node) + "]";
      case WALKER -> throw new IllegalArgumentException("not shared: " + node);
    };
  }

  private static int index(List<Node> nodes, Node node) {
    if (!nodes.contains(node)) {
      nodes.add(node);
    }
    return nodes.indexOf(node);
  }

  public List<Node> ofRun() {
    return List.copyOf(ofRun);
  }

  public List<Node> ofStep() {
    return List.copyOf(ofStep);
  }
}
