package perrin.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perrin.calculus.Function;

/**
 * Builds {@link Code}, giving equal operations the same value. An operation is made where its
 * operands are: outside a loop if none of them changes from round to round.
 */
public final class CodeBuilder {
  private record Key(
      Opcode opcode, Type type, List<Op> operands, long number, long bits, String name) {}

  /** The code itself, or one round of a loop while it is being built. */
  public static final class Region {
    private final Region outer;
    private final int level;
    private final Op index;
    private final List<Op> starts = new ArrayList<>();
    private final List<Op> carried = new ArrayList<>();
    private final List<Op> ops = new ArrayList<>();
    private final Map<Key, Op> made = new HashMap<>();

    private Region(Region outer, Op index) {
      this.outer = outer;
      this.level = outer == null ? 0 : outer.level + 1;
      this.index = index;
    }

    /** The number of the round. */
    public Op index() {
      return index;
    }

    /** Loops around. */
    int level() {
      return level;
    }
  }

  private final Region root = new Region(null, null);
  private final List<Op> inputs = new ArrayList<>();
  private final Map<Op, Region> homes = new HashMap<>();
  private final Map<Op, String> names = new HashMap<>();
  private final Map<Op, Integer> depths = new HashMap<>();
  private final Map<String, Integer> arrays = new LinkedHashMap<>();
  private final Map<String, Integer> versions = new HashMap<>();

  /** Outside all loops. */
  public Region root() {
    return root;
  }

  /**
   * A value from outside.
   *
   * @param label what it is called in generated text, such as {@code s[0]}; unique in this code
   */
  public Op input(Type type, String label) {
    Key key = new Key(Opcode.INPUT, type, List.of(), 0, 0, label);
    Op before = root.made.get(key);
    if (before != null) {
      return before;
    }
    Op op = new Op(Opcode.INPUT, type, List.of(), 0, 0, label, null, null);
    inputs.add(op);
    root.made.put(key, op);
    return append(op, root);
  }

  public Op number(double value) {
    return make(Opcode.NUMBER, List.of(), value, 0, "", null);
  }

  public Op word(long bits) {
    return make(Opcode.BITS, List.of(), 0, bits, "", null);
  }

  public Op op(Opcode opcode, Op... operands) {
    return make(opcode, List.of(operands), 0, 0, "", null);
  }

  public Op shift(Opcode opcode, Op word, int places) {
    return make(opcode, List.of(word), 0, places, "", null);
  }

  /** A constant index. */
  public Op index(int value) {
    return make(Opcode.INDEX_NUMBER, List.of(), 0, value, "", null);
  }

  /** SCALE_INDEX, REMAINDER, LOOKUP or TABLE of an index, and what scales or divides words. */
  public Op indexed(Opcode opcode, Op index, long bits) {
    return make(opcode, List.of(index), 0, bits, "", null);
  }

  /**
   * GATHER or GATHER_ROW from the kernel's tables.
   *
   * @param last the largest k
   * @param at where k = 0 is
   */
  public Op gather(Opcode opcode, Op k, int last, int at) {
    return make(opcode, List.of(k), last, at, "", null);
  }

  /** GATHER from the kernel's whole numbers, likewise. */
  public Op gatherWhole(Op k, int last, int at) {
    return add(new Op(Opcode.GATHER, Type.WORD, List.of(k), last, at, "", null, null));
  }

  /** GATHER from a walkers' array as it is now. */
  public Op gather(String array, Op k, int last) {
    int version = versions.getOrDefault(array, 0);
    return make(Opcode.GATHER, List.of(k), last, version, array, null);
  }

  /** Makes an array for each walker, which the code begins with; its values are not set. */
  public void array(String name, int length) {
    arrays.put(name, length);
  }

  /** An element of a walkers' array as it is now. */
  public Op load(String array, Op index) {
    return make(Opcode.LOAD, List.of(index), 0, versions.getOrDefault(array, 0), array, null);
  }

  /** The same, made anew in each round of the region, though its index may not change. */
  public Op load(Region region, String array, Op index) {
    int version = versions.getOrDefault(array, 0);
    return append(
        new Op(Opcode.LOAD, Type.REAL, List.of(index), 0, version, array, null, null), region);
  }

  /** The same of {@link #gather(String, Op, int)}. */
  public Op gather(Region region, String array, Op k, int last) {
    int version = versions.getOrDefault(array, 0);
    return append(
        new Op(Opcode.GATHER, Type.REAL, List.of(k), last, version, array, null, null), region);
  }

  /** Changes an element of a walkers' array, in each round of the region. */
  public void store(Region region, String array, Op index, Op value) {
    versions.merge(array, 1, Integer::sum);
    List<Op> operands = List.of(index, value);
    append(new Op(Opcode.STORE, Type.NONE, operands, 0, 0, array, null, null), region);
  }

  /**
   * The same with another element for each walker.
   *
   * @param last the largest k
   */
  public void scatter(Region region, String array, Op k, int last, Op value) {
    versions.merge(array, 1, Integer::sum);
    List<Op> operands = List.of(k, value);
    append(new Op(Opcode.SCATTER, Type.NONE, operands, last, 0, array, null, null), region);
  }

  /**
   * Begins a loop; {@link #close} ends it.
   *
   * @param outer where it stands
   * @param name of its index in generated text
   */
  public Region open(Region outer, String name) {
    Op index = new Op(Opcode.LOOP_INDEX, Type.INDEX, List.of(), 0, 0, name, null, null);
    Region region = new Region(outer, index);
    settle(index, region);
    return region;
  }

  /** A value that the rounds of an open loop hand on, from its first value. */
  public Op carried(Region loop, Op start) {
    int number = loop.carried.size();
    Op op = new Op(Opcode.CARRIED, Type.REAL, List.of(), 0, number, "", null, null);
    loop.starts.add(start);
    loop.carried.add(op);
    return settle(op, loop);
  }

  /**
   * Ends a loop.
   *
   * @param from first index
   * @param to last index
   * @param yields what each round hands on, one for each carried value
   * @return the values after the last round
   */
  public List<Op> close(Region loop, Op from, Op to, List<Op> yields) {
    List<Op> operands = new ArrayList<>(List.of(from, to));
    operands.addAll(loop.starts);
    Set<Op> needed = new HashSet<>();
    need(yields, needed);
    needEffects(loop.ops, needed);
    Op.Block body = new Op.Block(loop.index, loop.carried, kept(loop.ops, needed), yields);
    Op op = new Op(Opcode.LOOP, Type.NONE, operands, 0, 0, loop.index.label(), null, body);
    append(op, loop.outer);
    int depth = depths.get(op);
    for (Op yield : yields) {
      depth = Math.max(depth, depths.get(yield) + 1);
    }
    depths.put(op, depth);
    List<Op> results = new ArrayList<>();
    for (int i = 0; i < yields.size(); i++) {
      results.add(result(op, i));
    }
    return results;
  }

  /** The same operation on other operands; not for loops and arrays. */
  public Op copy(Op op, List<Op> operands) {
    check(op.opcode(), operands, op.function());
    return add(
        new Op(
            op.opcode(),
            op.type(),
            operands,
            op.number(),
            op.bits(),
            op.label(),
            op.function(),
            null));
  }

  /** The results of a function, in the order of its file. */
  public List<Op> call(Function function, List<Op> arguments) {
    Op call = make(Opcode.CALL, arguments, 0, 0, "", function);
    if (function.results().size() == 1) {
      return List.of(call);
    }
    List<Op> results = new ArrayList<>();
    for (int i = 0; i < function.results().size(); i++) {
      results.add(result(call, i));
    }
    return results;
  }

  private Op result(Op of, int number) {
    return add(new Op(Opcode.RESULT, Type.REAL, List.of(of), 0, number, "", null, null));
  }

  /**
   * Gives a value a name for the reader of generated text, unless it has one or is a plain number.
   */
  public Op named(Op op, String name) {
    switch (op.opcode()) {
      case NUMBER, BITS, INPUT, CARRIED, LOOP_INDEX, INDEX_NUMBER -> {}
      default -> names.putIfAbsent(op, name);
    }
    return op;
  }

  /** The finished code; what no output and no effect needs is left out. */
  public Code build(Map<String, Op> outputs) {
    Set<Op> needed = new HashSet<>();
    need(outputs.values(), needed);
    needEffects(root.ops, needed);
    return new Code(
        inputs.stream().filter(needed::contains).toList(),
        kept(root.ops, needed),
        Collections.unmodifiableMap(new LinkedHashMap<>(outputs)),
        names,
        arrays);
  }

  private static void need(Collection<Op> wanted, Set<Op> needed) {
    List<Op> pending = new ArrayList<>(wanted);
    while (!pending.isEmpty()) {
      Op op = pending.removeLast();
      if (needed.add(op)) {
        pending.addAll(op.operands());
        if (op.body() != null) {
          pending.addAll(op.body().yields());
          needEffects(op.body().ops(), needed);
        }
      }
    }
  }

  private static void needEffects(List<Op> ops, Set<Op> needed) {
    for (Op op : ops) {
      if (op.opcode().hasEffect() || op.body() != null && hasEffect(op.body())) {
        need(List.of(op), needed);
      }
    }
  }

  private static boolean hasEffect(Op.Block body) {
    return body.ops().stream()
        .anyMatch(op -> op.opcode().hasEffect() || op.body() != null && hasEffect(op.body()));
  }

  private static List<Op> kept(List<Op> ops, Set<Op> needed) {
    return ops.stream().filter(needed::contains).toList();
  }

  private Op make(
      Opcode opcode, List<Op> operands, double number, long bits, String label, Function function) {
    check(opcode, operands, function);
    return add(new Op(opcode, opcode.result(), operands, number, bits, label, function, null));
  }

  private Op add(Op fresh) {
    Region home = root;
    for (Op operand : fresh.operands()) {
      Region region = homes.get(operand);
      home = region.level > home.level ? region : home;
    }
    Op before = home.made.putIfAbsent(key(fresh), fresh);
    return before != null ? before : append(fresh, home);
  }

  private Op append(Op op, Region region) {
    region.ops.add(op);
    return settle(op, region);
  }

  private Op settle(Op op, Region region) {
    homes.put(op, region);
    depths.put(op, op.operands().stream().mapToInt(o -> depths.get(o) + 1).max().orElse(0));
    return op;
  }

  /**
   * Counts a value as an input from here on: how what is made of it is ordered does not depend on
   * how it was made.
   */
  public void leaf(Op op) {
    depths.put(op, 0);
  }

  /** Operations between the inputs and this value on the longest way. */
  public int depth(Op op) {
    return depths.get(op);
  }

  private static Key key(Op op) {
    String name = op.function() == null ? op.label() : op.function().name();
    long number = Double.doubleToRawLongBits(op.number());
    return new Key(op.opcode(), op.type(), op.operands(), number, op.bits(), name);
  }

  private static void check(Opcode opcode, List<Op> operands, Function function) {
    List<Type> types = operands.stream().map(Op::type).toList();
    List<Type> wanted =
        function == null
            ? opcode.operands()
            : function.arguments().stream()
                .map(a -> a.type() == Function.ArgumentType.WORD ? Type.WORD : Type.REAL)
                .toList();
    if (!types.equals(wanted)) {
      throw new IllegalArgumentException(opcode + " takes " + wanted + ", not " + types);
    }
  }
}
