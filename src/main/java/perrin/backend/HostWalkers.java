package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.statistics.TreeNode;
import perrin.statistics.WalkerArray;

/**
 * The values of a program's walkers in the memory of this machine: a row for each variable, cut
 * into tiles.
 */
final class HostWalkers {
  /**
   * A row's length is kept off the powers of two, or the rows of many variables would share cache
   * sets.
   */
  private static final int ROW_PADDING = 16;

  private final Precision precision;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state;
  private final WalkerRange range;
  private final int variables;
  private final long stride;
  private final List<Tile> tiles;

  /** The state, once there are views of it. */
  private Optional<MemorySegment> shared = Optional.empty();

  /**
   * @param nodes of the tree of sums, which tiles are
   * @throws BackendException where there is not enough memory
   */
  HostWalkers(Program program, List<TreeNode> nodes) {
    Kernel kernel = program.kernel();
    precision = kernel.precision();
    range = program.walkers();
    variables = kernel.variables().size();
    stride = range.padded() + (variables > 1 ? ROW_PADDING : 0);
    long bytes = Math.multiplyExact(precision.bytes() * stride, (long) variables);
    state = allocate(bytes);
    tiles = cut(nodes);
  }

  private MemorySegment allocate(long bytes) {
    try {
      return arena.allocate(bytes, 64);
    } catch (OutOfMemoryError | IllegalArgumentException e) {
      arena.close();
      throw new BackendException(
          range.count()
              + " walkers need "
              + bytes / (1 << 20)
              + " MiB, more than this machine gives; use fewer");
    }
  }

  private List<Tile> cut(List<TreeNode> nodes) {
    List<Tile> cut = new ArrayList<>();
    long first = range.first();
    for (TreeNode node : nodes) {
      long from = node.begin() * Kernel.COHORT - first;
      long some = Math.min(node.cohorts() * Kernel.COHORT, range.count() - from);
      cut.add(new Tile(precision, state, from, stride, first + from, (int) some));
    }
    return List.copyOf(cut);
  }

  List<Tile> tiles() {
    return tiles;
  }

  /** The present values of variable i, shape [walkers]. */
  WalkerArray variable(int i) {
    return WalkerMemory.read(precision, state, i * stride, Math.toIntExact(range.count()));
  }

  /**
   * Variable i itself: no copy, and readable as long as anybody has it. It changes where steps are
   * made.
   */
  WalkerArray view(int i) {
    if (shared.isEmpty()) { // from now on it is the garbage collector that frees it
      shared = Optional.of(state.reinterpret(Arena.ofAuto(), _ -> arena.close()));
    }
    long bytes = precision.bytes();
    MemorySegment row = shared.get().asSlice(i * stride * bytes, range.count() * bytes);
    return new WalkerArray.Beside(precision, row);
  }

  /** Frees it, unless somebody has a view. */
  void close() {
    if (shared.isEmpty()) {
      arena.close();
    }
  }

  /**
   * Sets all values.
   *
   * @param values of each variable, shape [walkers]
   */
  void set(List<WalkerArray> values) {
    long row = stride * precision.bytes();
    for (int i = 0; i < variables; i++) {
      MemorySegment from = values.get(i).memory();
      MemorySegment rest = WalkerMemory.padding(values.get(i), range.padded() - range.count());
      MemorySegment.copy(from, 0, state, i * row, from.byteSize());
      MemorySegment.copy(rest, 0, state, i * row + from.byteSize(), rest.byteSize());
    }
  }

  /** Copies a tile's values to another place. */
  void copy(Tile source, Tile target) {
    long bytes = (long) precision.bytes() * source.cohorts() * Kernel.COHORT;
    for (int i = 0; i < variables; i++) {
      long at = (i * source.stride() + source.offset()) * precision.bytes();
      long to = i * target.stride() * precision.bytes();
      MemorySegment.copy(source.state(), at, target.state(), to, bytes);
    }
  }
}
