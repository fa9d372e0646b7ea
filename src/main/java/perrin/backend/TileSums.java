package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;
import perrin.statistics.TreeNode;

/**
 * The moments of each observed quantity at each sample of a chunk, as kernels write them tile by
 * tile. Tiles are nodes of the tree of sums.
 */
public final class TileSums implements SampleSums {
  private static final int NOBODY = -1;

  /** What a sample takes as an event, and as a stretch of its own where it is correlated. */
  private static final int EVENT_BYTES = 8;

  private static final int STRETCH_BYTES = 16;

  private final List<TreeNode> nodes;
  private final List<TreeNode> largest;

  /** The first tile of each of the largest nodes; then how many tiles there are. */
  private final int[] firstTile;

  /** Of each tile, where all of them count. */
  private final double[] walkers;

  /** Of the quantity that says who counts, if any does. */
  private final int presence;

  private final int samples;
  private final int observed;

  /** Sum and squared deviations, shape [tiles][samples][observed][2], until they are reduced. */
  private final MemorySegment written;

  private final Runnable end;
  private boolean ended;
  private double seconds;

  /** Of the largest nodes, shape [samples][observed][nodes][3]; null until somebody asks. */
  private double[] moments;

  /**
   * @param samples of the chunk
   * @param tiles that the nodes are, in order
   * @param room for what is written until the chunk after the next
   * @param end waits for the chunk's end
   */
  TileSums(
      int samples,
      Sampling sampling,
      List<TreeNode> nodes,
      List<Tile> tiles,
      Room room,
      Runnable end) {
    this.nodes = nodes;
    this.samples = samples;
    this.observed = sampling.observed().size();
    this.presence = sampling.presence().map(Sampling.Observed::row).orElse(NOBODY);
    this.walkers = tiles.stream().mapToDouble(Tile::walkers).toArray();
    this.end = end;
    long first = nodes.getFirst().begin();
    largest = TreeNode.cover(first, nodes.getLast().end() - first, TreeNode.HIGHEST);
    firstTile = new int[largest.size() + 1];
    for (int i = 0, tile = 0; i < largest.size(); i++) {
      while (tile < nodes.size() && nodes.get(tile).begin() < largest.get(i).end()) {
        tile++;
      }
      firstTile[i + 1] = tile;
    }
    written = room.give(this, 2L * samples * observed * nodes.size());
  }

  /** Memory for the sums of one chunk after the other. */
  static final class Room implements AutoCloseable {
    private Arena arena = Arena.ofShared();
    private MemorySegment memory = Doubles.allocate(arena, 0);
    private Optional<TileSums> holds = Optional.empty();

    /** Gives it away; what was in it is reduced before. */
    private MemorySegment give(TileSums next, long numbers) {
      holds.ifPresent(TileSums::arrive);
      holds = Optional.of(next);
      if (memory.byteSize() < numbers * Double.BYTES) {
        arena.close();
        arena = Arena.ofShared();
        memory = Doubles.allocate(arena, numbers);
      }
      return memory;
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /** Bytes of Java's memory among {@link #bytesPerSample}. */
  public static long heapBytesPerSample(int observed) {
    return 3L * Double.BYTES * observed + STRETCH_BYTES;
  }

  /** Bytes that a sample takes until the chunk after the next, written and reduced. */
  public static long bytesPerSample(int observed, long walkers) {
    long cut = 2L * HostEnsemble.TILE_LEVEL; // at either end
    long tiles = walkers / ((long) HostEnsemble.TILE_COHORTS * Kernel.COHORT) + cut;
    return 2 * tiles * Double.BYTES * observed + EVENT_BYTES + heapBytesPerSample(observed);
  }

  /** Where a tile's moments go, those of a sample and after: shape [samples left][observed][2]. */
  MemorySegment of(int tile, int sample) {
    return written.asSlice(index(tile, sample, 0) * Double.BYTES);
  }

  private long index(int tile, int sample, int row) {
    return 2 * (((long) tile * samples + sample) * observed + row);
  }

  private double sum(int tile, int sample, int row) {
    return written.getAtIndex(ValueLayout.JAVA_DOUBLE, index(tile, sample, row));
  }

  private double squares(int tile, int sample, int row) {
    return written.getAtIndex(ValueLayout.JAVA_DOUBLE, index(tile, sample, row) + 1);
  }

  void took(double seconds) {
    this.seconds = seconds;
    ended = true;
  }

  private void await() {
    if (!ended) {
      end.run();
    }
  }

  @Override
  public double seconds() {
    await();
    return seconds;
  }

  @Override
  public List<MomentNode> nodes(int sample, int row) {
    arrive();
    List<MomentNode> found = new ArrayList<>(largest.size());
    for (int i = 0; i < largest.size(); i++) {
      int at = 3 * ((sample * observed + row) * largest.size() + i);
      var each = new Moments(moments[at], moments[at + 1], moments[at + 2]);
      found.add(new MomentNode(largest.get(i), each));
    }
    return found;
  }

  /** Reduces what is written to the largest nodes. */
  private void arrive() {
    await();
    if (moments != null) {
      return;
    }
    moments = new double[3 * samples * observed * largest.size()];
    double[] counts = new double[nodes.size()];
    double[] sums = new double[nodes.size()];
    double[] squares = new double[nodes.size()];
    int at = 0;
    for (int sample = 0; sample < samples; sample++) {
      for (int row = 0; row < observed; row++) {
        for (int i = 0; i < largest.size(); i++) {
          int begin = firstTile[i];
          int tiles = firstTile[i + 1] - begin;
          for (int t = 0; t < tiles; t++) {
            int tile = begin + t;
            counts[t] = presence == NOBODY ? walkers[tile] : sum(tile, sample, presence);
            sums[t] = sum(tile, sample, row);
            squares[t] = squares(tile, sample, row);
          }
          // of one level, for they fill an aligned node
          Moments.reduce(nodes.get(begin).index(), tiles, counts, sums, squares);
          moments[at++] = counts[0];
          moments[at++] = sums[0];
          moments[at++] = squares[0];
        }
      }
    }
  }
}
