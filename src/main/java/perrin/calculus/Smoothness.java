package perrin.calculus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a formula's slope is known to have no jumps. Behind one, as in |x|, the second derivative
 * is more than what a formula can say of it, and averages of it are wrong.
 *
 * <p>An {@code if} is smooth where one branch differs from the other by the square of what the
 * condition compares, or a higher power: a wall such as if(x &gt; a, (x − a)², 0).
 */
public final class Smoothness {
  private static final Set<String> JUMPING = Set.of("ceil", "floor", "heaviside", "round", "sign");

  private final Graph graph;
  private final Map<Node, Boolean> known = new HashMap<>();

  private Smoothness(Graph graph) {
    this.graph = graph;
  }

  /** Whether all that it is made of has a continuous slope. */
  public static boolean of(Graph graph, Node node) {
    return new Smoothness(graph).isSmooth(node);
  }

  /**
   * Whether a formula jumps somewhere, as floor and sign do, and an {@code if} whose branches
   * differ where it changes from one to the other: no force tells walkers of it.
   */
  public static boolean jumps(Graph graph, Node node) {
    Smoothness of = new Smoothness(graph);
    Set<Node> seen = new HashSet<>();
    List<Node> pending = new ArrayList<>(List.of(node));
    while (!pending.isEmpty()) {
      Node next = pending.removeLast();
      if (next.shared() || !seen.add(next)) {
        continue;
      }
      boolean jump =
          switch (next) {
            case Node.Apply call -> JUMPING.contains(call.function().name());
            case Node.Choice choice -> of.branchesDiffer(choice);
            case Node.Constant _, Node.Variable _, Node.Sum _, Node.Product _ -> false;
            case Node.Element _, Node.Count _, Node.Total _, Node.Largest _, Node.Tabulated _ ->
                false;
          };
      if (jump) {
        return true;
      }
      pending.addAll(next.operands());
    }
    return false;
  }

  /** Whether two branches are known to differ by a number, other than 0, where one takes over. */
  private boolean branchesDiffer(Node.Choice choice) {
    boolean decided = isDecided(choice);
    Node difference = graph.subtract(choice.whenTrue(), choice.whenFalse());
    boolean equal = difference instanceof Node.Constant number && number.value() == 0;
    return !decided && !equal && difference.shared();
  }

  private boolean isSmooth(Node node) {
    if (node.shared()) {
      return true;
    }
    Boolean before = known.get(node);
    if (before != null) {
      return before;
    }
    boolean own =
        switch (node) {
          case Node.Apply call ->
              switch (call.function().name()) {
                case "abs", "min", "max", "asin", "acos", "atan2" -> false;
                case "ceil", "floor", "heaviside", "round", "sign" -> false;
                case "hypot" -> isSmoothLength(call);
                case "sqrt", "cbrt", "pow", "log", "log2", "log10" -> isSmoothRoot(call);
                default -> true;
              };
          case Node.Choice choice -> joinsSmoothly(choice);
          case Node.Constant _, Node.Variable _, Node.Sum _, Node.Product _ -> true;
          case Node.Element _, Node.Count _, Node.Total _, Node.Largest _, Node.Tabulated _ -> true;
        };
    boolean smooth = own && node.operands().stream().allMatch(this::isSmooth);
    known.put(node, smooth);
    return smooth;
  }

  /**
   * A root's slope jumps where its argument touches 0, as √(x²) does; not where that takes several
   * squares to vanish at once, for then there is a way round the place. Other powers are made with
   * a logarithm.
   */
  private boolean isSmoothRoot(Node.Apply call) {
    Node of = call.arguments().getFirst();
    return !touchesZero(of);
  }

  /**
   * A length has a kink where it is that of one quantity, as |x| has; of two there is a way round.
   */
  private boolean isSmoothLength(Node.Apply call) {
    Node a = call.arguments().get(0);
    Node b = call.arguments().get(1);
    return a != b && !isZero(a) && !isZero(b);
  }

  private static boolean isZero(Node node) {
    return node instanceof Node.Constant number && number.value() == 0;
  }

  /** Whether something is a square of one quantity, a higher even power, or a multiple of one. */
  private static boolean touchesZero(Node node) {
    return switch (node) {
      case Node.Product product -> {
        var own = product.factors().stream().filter(f -> !f.base().shared()).toList();
        yield own.stream().anyMatch(f -> f.exponent() > 0 && f.exponent() % 2 == 0);
      }
      case Node.Sum sum ->
          sum.constant() == 0
              && sum.terms().size() == 1
              && touchesZero(sum.terms().getFirst().node());
      case Node.Apply call ->
          switch (call.function().name()) {
            case "abs" -> true;
            case "pow", "sqrt", "cbrt" -> touchesZero(call.arguments().getFirst());
            default -> false;
          };
      case Node.Choice _ -> true;
      case Node.Total _, Node.Largest _, Node.Tabulated _ -> false;
      case Node.Constant _, Node.Variable _, Node.Element _, Node.Count _ -> false;
    };
  }

  /** Whether a walker's place has no say in which branch is taken. */
  private static boolean isDecided(Node.Choice choice) {
    return choice.left().sharedByIndex() && choice.right().sharedByIndex();
  }

  private boolean joinsSmoothly(Node.Choice choice) {
    if (isDecided(choice)) {
      return true;
    }
    Node step = graph.subtract(choice.left(), choice.right());
    Node back = graph.subtract(choice.right(), choice.left());
    Node difference = graph.subtract(choice.whenTrue(), choice.whenFalse());
    Node bare =
        difference instanceof Node.Sum sum && sum.constant() == 0 && sum.terms().size() == 1
            ? sum.terms().getFirst().node()
            : difference;
    return bare instanceof Node.Product product
        && product.factors().stream()
            .anyMatch(f -> f.exponent() >= 2 && (f.base() == step || f.base() == back));
  }
}
