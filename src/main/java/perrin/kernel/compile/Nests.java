package perrin.kernel.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import perrin.calculus.Gradient;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.kernel.CodeBuilder;
import perrin.kernel.CodeBuilder.Region;
import perrin.kernel.Op;
import perrin.kernel.Opcode;

/**
 * Turns sums over indices, and the shares of a derivative, into loops. Sums over the same range
 * that do not need each other share one loop, and the shares of a derivative join in: so the energy
 * of all pairs and its gradient take one pass over the pairs.
 */
final class Nests {
  /** Rounds that are summed one after the other, and sums of such blocks likewise. */
  private static final int BLOCK = 128;

  /** Sums of more rounds than this are taken in blocks. */
  private static final int LONG = 4_096;

  private final Lowering lowering;
  private final CodeBuilder code;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Set<Node.Total> wanted = new LinkedHashSet<>();
  private final Map<Node, Set<Node.Total>> below = new HashMap<>();
  private List<Gradient.Share> pending = new ArrayList<>();
  private String target = "";
  private int targetLength;

  /** A loop that is being built, or the code around all loops. */
  private record Open(
      Region region, List<Index.Loop> nest, Map<Node, Op> known, List<Node.Total> totals) {}

  Nests(Lowering lowering, CodeBuilder code) {
    this.lowering = lowering;
    this.code = code;
    open.push(new Open(code.root(), List.of(), new HashMap<>(), List.of()));
  }

  /** Values that nodes have already where this one is computed. */
  Map<Node, Op> known(Node node) {
    return home(node.loops()).known();
  }

  Region region(Index.Loop loop) {
    return home(Set.of(loop)).region();
  }

  /** The innermost open loop over one of the indices. */
  private Open home(Set<Index.Loop> loops) {
    for (Open candidate : open) {
      if (candidate.nest().isEmpty() || loops.contains(candidate.nest().getLast())) {
        return candidate;
      }
    }
    throw new IllegalStateException("no loop over " + loops);
  }

  /** Announces what will be asked for, so that its sums may share loops. */
  void want(List<Node> nodes) {
    nodes.forEach(node -> wanted.addAll(below(node)));
  }

  /** All sums that are made to compute a node, itself included. */
  private Set<Node.Total> below(Node node) {
    Set<Node.Total> before = below.get(node);
    if (before != null) {
      return before;
    }
    Set<Node.Total> found = new LinkedHashSet<>();
    for (Node operand : node.operands()) {
      found.addAll(below(operand));
    }
    if (node instanceof Node.Total total) {
      found.add(total);
    }
    Set<Node.Total> kept = found.isEmpty() ? Set.of() : found;
    below.put(node, kept);
    return kept;
  }

  Op total(Node.Total total) {
    Open home = home(total.loops());
    List<Node.Total> group = new ArrayList<>(List.of(total));
    for (Node.Total other : wanted) {
      if (other.loop().equals(total.loop())
          && other != total
          && isOpen(other.loops())
          && home(other.loops()) == home
          && !home.known().containsKey(other)
          && group.stream().allMatch(member -> independent(member, other))) {
        group.add(other);
      }
    }
    loop(home, total.loop(), group);
    return home.known().get(total);
  }

  /** The largest value that a body has in the rounds of a loop; nothing else shares the loop. */
  Op largest(Node.Largest largest) {
    Open home = home(largest.loops());
    Index.Loop loop = largest.loop().orElseThrow();
    Op from = lowering.index(loop.from());
    Op to = lowering.index(loop.to());
    Op lowest = code.number(Node.LOWEST);
    Open inner = enter(home, home.region(), loop, List.of());
    Op carried = code.carried(inner.region(), lowest);
    Op found = lowering.larger(carried, lowering.value(largest.of().getFirst()));
    open.remove(inner);
    return code.close(inner.region(), from, to, List.of(found)).getFirst();
  }

  private boolean isOpen(Set<Index.Loop> loops) {
    Set<Index.Loop> running = new HashSet<>();
    open.stream().filter(o -> !o.nest().isEmpty()).forEach(o -> running.add(o.nest().getLast()));
    return running.containsAll(loops);
  }

  private boolean independent(Node.Total a, Node.Total b) {
    return !below(a).contains(b) && !below(b).contains(a);
  }

  void gather(String array, int length, List<Gradient.Share> shares) {
    Open here = open.peek();
    Op none = code.number(0);
    Region clearing = code.open(here.region(), "e");
    code.store(clearing, array, clearing.index(), none);
    code.close(clearing, code.index(0), code.index(length - 1), List.of());
    lowering.want(shares.stream().map(Gradient.Share::value).toList());
    target = array;
    targetLength = length;
    pending = new ArrayList<>(shares);
    share(here);
    if (!pending.isEmpty()) {
      throw new IllegalStateException("shares left: " + pending);
    }
  }

  /** Runs a statement for all values of an index. */
  void forEach(Index.Loop loop, Consumer<Region> statement) {
    Open home = open.getLast();
    Open inner = enter(home, home.region(), loop, List.of());
    statement.accept(inner.region());
    open.remove(inner);
    code.close(inner.region(), lowering.index(loop.from()), lowering.index(loop.to()), List.of());
  }

  /** A loop that makes the given sums, and all shares that belong into it. */
  private void loop(Open home, Index.Loop loop, List<Node.Total> totals) {
    Op from = lowering.index(loop.from());
    Op to = lowering.index(loop.to());
    boolean fixed = loop.from().isConstant() && loop.to().isConstant();
    long rounds = fixed ? 1L + loop.to().constant() - loop.from().constant() : 0;
    List<Op> results =
        rounds > LONG && !totals.isEmpty()
            ? blocks(home, home.region(), loop, totals, from, rounds)
            : rounds(home, home.region(), loop, totals, from, to);
    for (int k = 0; k < totals.size(); k++) {
      home.known().put(totals.get(k), results.get(k));
    }
  }

  /**
   * Sums over many rounds are taken in blocks, whose sums are summed in blocks: so a rounding error
   * grows like the logarithm of their number, not like the number (Higham, Accuracy and Stability
   * of Numerical Algorithms, 2002, § 4.2).
   *
   * @param around where the loop over blocks stands
   * @param from the first index
   * @param rounds from there on, unless the loop ends before
   */
  private List<Op> blocks(
      Open home, Region around, Index.Loop loop, List<Node.Total> totals, Op from, long rounds) {
    int size = BLOCK;
    while ((rounds + size - 1) / size > BLOCK) {
      size *= BLOCK;
    }
    int count = (int) ((rounds + size - 1) / size);
    Region region = code.open(around, loop.name() + "_" + size);
    List<Op> carried = totals.stream().map(t -> code.carried(region, code.number(0))).toList();
    Op first =
        code.op(Opcode.ADD_INDICES, from, code.indexed(Opcode.SCALE_INDEX, region.index(), size));
    Op end = code.op(Opcode.ADD_INDICES, first, code.index(size - 1));
    Op last = code.indexed(Opcode.LEAST_INDEX, end, loop.to().constant());
    List<Op> sums =
        size > BLOCK
            ? blocks(home, region, loop, totals, first, size)
            : rounds(home, region, loop, totals, first, last);
    List<Op> yields = new ArrayList<>();
    for (int k = 0; k < totals.size(); k++) {
      yields.add(code.op(Opcode.ADD, carried.get(k), sums.get(k)));
    }
    return code.close(region, code.index(0), code.index(count - 1), yields);
  }

  /** The sums over the rounds between two indices, both included. */
  private List<Op> rounds(
      Open home, Region around, Index.Loop loop, List<Node.Total> totals, Op from, Op to) {
    Op zero = code.number(0);
    Open inner = enter(home, around, loop, totals);
    List<Op> carried = totals.stream().map(t -> code.carried(inner.region(), zero)).toList();
    List<Op> yields = new ArrayList<>();
    for (int k = 0; k < totals.size(); k++) {
      Op sum = carried.get(k);
      yields.add(lowering.add(() -> sum, totals.get(k).body()));
    }
    share(inner);
    open.remove(inner);
    return code.close(inner.region(), from, to, yields);
  }

  private Open enter(Open home, Region around, Index.Loop loop, List<Node.Total> totals) {
    List<Index.Loop> nest = new ArrayList<>(home.nest());
    nest.add(loop);
    Region region = code.open(around, loop.name());
    Open inner = new Open(region, List.copyOf(nest), new HashMap<>(), totals);
    open.push(inner);
    return inner;
  }

  /** Adds all pending shares that are computed in a loop, or in loops within it. */
  private void share(Open here) {
    int depth = here.nest().size();
    for (Gradient.Share share : List.copyOf(pending)) {
      if (share.nest().equals(here.nest()) && isReady(share)) {
        pending.remove(share);
        add(here, share);
      }
    }
    for (Gradient.Share share : List.copyOf(pending)) {
      boolean deeper =
          share.nest().size() > depth && share.nest().subList(0, depth).equals(here.nest());
      if (deeper && pending.contains(share) && isReady(share)) {
        loop(here, share.nest().get(depth), List.of());
      }
    }
  }

  /** Adds a share to its element, which may be another one for each walker. */
  private void add(Open here, Gradient.Share share) {
    if (share.at().isOwn()) {
      Op at = lowering.word(share.at());
      int last = targetLength - 1;
      Op sum = lowering.add(() -> code.gather(here.region(), target, at, last), share.value());
      code.scatter(here.region(), target, at, last, sum);
    } else {
      Op at = lowering.index(share.at());
      Op sum = lowering.add(() -> code.load(here.region(), target, at), share.value());
      code.store(here.region(), target, at, sum);
    }
  }

  /** Whether a share needs none of the sums that are just being made. */
  private boolean isReady(Gradient.Share share) {
    return open.stream()
        .flatMap(o -> o.totals().stream())
        .noneMatch(below(share.value())::contains);
  }
}
