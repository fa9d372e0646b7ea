package perrin.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.kernel.Kernel;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;
import perrin.statistics.TreeNode;

/**
 * The moments of each observed quantity at each sample of a chunk, collected tile by tile. Tiles
 * are nodes of the tree of sums.
 */
public final class TileSums implements SampleSums {
  /** A Java array's head, and the reference to it. */
  private static final long ARRAY = 24;

  private final List<TreeNode> tiles;
  private final List<TreeNode> largest;

  /** The first tile of each of the largest nodes; then how many tiles there are. */
  private final int[] firstTile;

  private final double[][][] counts;
  private final double[][][] sums;
  private final double[][][] squares;
  private double seconds;

  TileSums(int samples, int observed, List<TreeNode> tiles) {
    this.tiles = tiles;
    long first = tiles.getFirst().begin();
    largest = TreeNode.cover(first, tiles.getLast().end() - first, TreeNode.HIGHEST);
    firstTile = new int[largest.size() + 1];
    for (int i = 0, tile = 0; i < largest.size(); i++) {
      while (tile < tiles.size() && tiles.get(tile).begin() < largest.get(i).end()) {
        tile++;
      }
      firstTile[i + 1] = tile;
    }
    counts = new double[samples][observed][tiles.size()];
    sums = new double[samples][observed][tiles.size()];
    squares = new double[samples][observed][tiles.size()];
  }

  /** Bytes that a sample takes until the chunk ends, with what Java adds to each array. */
  public static long bytesPerSample(int observed, long walkers) {
    long cut = 2L * HostEnsemble.TILE_LEVEL; // at either end
    long tiles = walkers / ((long) HostEnsemble.TILE_COHORTS * Kernel.COHORT) + cut;
    return 3L * (ARRAY + observed * (ARRAY + Double.BYTES * tiles));
  }

  /** Puts one tile's moments where they belong. */
  void put(int sample, int row, int tile, Moments moments) {
    counts[sample][row][tile] = moments.count();
    sums[sample][row][tile] = moments.sum();
    squares[sample][row][tile] = moments.m2();
  }

  void took(double seconds) {
    this.seconds = seconds;
  }

  @Override
  public double seconds() {
    return seconds;
  }

  @Override
  public List<MomentNode> nodes(int sample, int row) {
    List<MomentNode> found = new ArrayList<>(largest.size());
    for (int i = 0; i < largest.size(); i++) {
      int tile = firstTile[i];
      int end = firstTile[i + 1];
      // of one level, for they fill an aligned node
      var moments =
          Moments.reduce(
              tiles.get(tile).index(),
              end - tile,
              Arrays.copyOfRange(counts[sample][row], tile, end),
              Arrays.copyOfRange(sums[sample][row], tile, end),
              Arrays.copyOfRange(squares[sample][row], tile, end));
      found.add(new MomentNode(largest.get(i), moments));
    }
    return found;
  }
}
