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
  private final double[][][] counts;
  private final double[][][] sums;
  private final double[][][] squares;
  private double seconds;

  TileSums(int samples, int observed, List<TreeNode> tiles) {
    this.tiles = tiles;
    long first = tiles.getFirst().begin();
    largest = TreeNode.cover(first, tiles.getLast().end() - first, TreeNode.HIGHEST);
    counts = new double[samples][observed][tiles.size()];
    sums = new double[samples][observed][tiles.size()];
    squares = new double[samples][observed][tiles.size()];
  }

  /** Bytes that a sample takes until the chunk ends, with what Java adds to each array. */
  public static long bytesPerSample(int observed, long walkers) {
    long cut = 2L * Integer.numberOfTrailingZeros(HostEnsemble.TILE_COHORTS); // at either end
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
    int tile = 0;
    for (TreeNode node : largest) {
      int end = tile;
      while (end < tiles.size() && tiles.get(end).begin() < node.end()) {
        end++;
      }
      // of one level, for they fill an aligned node
      var moments =
          Moments.reduce(
              tiles.get(tile).index(),
              end - tile,
              Arrays.copyOfRange(counts[sample][row], tile, end),
              Arrays.copyOfRange(sums[sample][row], tile, end),
              Arrays.copyOfRange(squares[sample][row], tile, end));
      found.add(new MomentNode(node, moments));
      tile = end;
    }
    return found;
  }
}
