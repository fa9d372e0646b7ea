package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
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

  /** Sum and squared deviations, shape [tiles][samples][observed][2]. */
  private final MemorySegment moments;

  private final Runnable end;
  private boolean ended;
  private double seconds;

  /**
   * @param samples of the chunk
   * @param tiles that the nodes are, in order
   * @param end waits for the chunk's end
   */
  TileSums(int samples, Sampling sampling, List<TreeNode> nodes, List<Tile> tiles, Runnable end) {
    this.end = end;
    this.nodes = nodes;
    this.samples = samples;
    this.observed = sampling.observed().size();
    this.presence = sampling.presence().map(Sampling.Observed::row).orElse(NOBODY);
    this.walkers = tiles.stream().mapToDouble(Tile::walkers).toArray();
    long first = nodes.getFirst().begin();
    largest = TreeNode.cover(first, nodes.getLast().end() - first, TreeNode.HIGHEST);
    firstTile = new int[largest.size() + 1];
    for (int i = 0, tile = 0; i < largest.size(); i++) {
      while (tile < nodes.size() && nodes.get(tile).begin() < largest.get(i).end()) {
        tile++;
      }
      firstTile[i + 1] = tile;
    }
    moments = Doubles.allocate(Arena.ofAuto(), 2L * samples * observed * nodes.size());
  }

  /** Bytes that a sample takes until the chunk ends. */
  public static long bytesPerSample(int observed, long walkers) {
    long cut = 2L * HostEnsemble.TILE_LEVEL; // at either end
    long tiles = walkers / ((long) HostEnsemble.TILE_COHORTS * Kernel.COHORT) + cut;
    return 2L * Double.BYTES * observed * tiles;
  }

  /** Where a tile's moments go, those of a sample and after: shape [samples left][observed][2]. */
  MemorySegment of(int tile, int sample) {
    return moments.asSlice(index(tile, sample, 0) * Double.BYTES);
  }

  private long index(int tile, int sample, int row) {
    return 2 * (((long) tile * samples + sample) * observed + row);
  }

  private double sum(int tile, int sample, int row) {
    return moments.getAtIndex(ValueLayout.JAVA_DOUBLE, index(tile, sample, row));
  }

  private double squares(int tile, int sample, int row) {
    return moments.getAtIndex(ValueLayout.JAVA_DOUBLE, index(tile, sample, row) + 1);
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
    await();
    List<MomentNode> found = new ArrayList<>(largest.size());
    for (int i = 0; i < largest.size(); i++) {
      int begin = firstTile[i];
      int tiles = firstTile[i + 1] - begin;
      double[] counts = new double[tiles];
      double[] sums = new double[tiles];
      double[] squares = new double[tiles];
      for (int t = 0; t < tiles; t++) {
        int tile = begin + t;
        counts[t] = presence == NOBODY ? walkers[tile] : sum(tile, sample, presence);
        sums[t] = sum(tile, sample, row);
        squares[t] = squares(tile, sample, row);
      }
      // of one level, for they fill an aligned node
      var all = Moments.reduce(nodes.get(begin).index(), tiles, counts, sums, squares);
      found.add(new MomentNode(largest.get(i), all));
    }
    return found;
  }
}
