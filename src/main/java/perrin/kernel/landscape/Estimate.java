package perrin.kernel.landscape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perrin.calculus.Array;
import perrin.calculus.Index;
import perrin.calculus.Node;

/** Whether a mini-batch's value is right on average: whether it is linear in the sums over rows. */
final class Estimate {
  private final Array batch;
  private final Map<Node, Boolean> mentions = new HashMap<>();

  private Estimate(Array batch) {
    this.batch = batch;
  }

  /**
   * @param energy with its sums over {@code rows} taken over the batch
   * @param batch the numbers of its rows
   */
  static boolean isUnbiased(Node energy, Array batch) {
    return new Estimate(batch).isLinear(energy);
  }

  private boolean isLinear(Node node) {
    if (!mentions(node)) {
      return true;
    }
    return switch (node) {
      case Node.Sum sum -> sum.terms().stream().allMatch(term -> isLinear(term.node()));
      case Node.Product product -> {
        List<Node.Factor> own =
            product.factors().stream().filter(factor -> mentions(factor.base())).toList();
        yield own.size() == 1 && own.getFirst().exponent() == 1 && isLinear(own.getFirst().base());
      }
      case Node.Total total -> isOver(total) ? !sumsWithin(total.body()) : isLinear(total.body());
      default -> false;
    };
  }

  /** Whether sums over the batch are in it. */
  private boolean sumsWithin(Node node) {
    if (!mentions(node)) {
      return false;
    }
    return node instanceof Node.Total total && isOver(total)
        || node.operands().stream().anyMatch(this::sumsWithin);
  }

  /** Whether its own index picks rows of the batch. */
  private boolean isOver(Node.Total total) {
    return picks(total.body(), total.loop());
  }

  private boolean picks(Node node, Index.Loop loop) {
    return node.own().stream().anyMatch(own -> isOf(own) && own.value().loops().contains(loop))
        || node.operands().stream().anyMatch(operand -> picks(operand, loop));
  }

  private boolean mentions(Node node) {
    Boolean before = mentions.get(node);
    if (before == null) {
      before =
          node.own().stream().anyMatch(this::isOf)
              || node.operands().stream().anyMatch(this::mentions);
      mentions.put(node, before);
    }
    return before;
  }

  private boolean isOf(Index.OfWalker own) {
    return own.value() instanceof Node.Element element && element.array() == batch;
  }
}
