package perrin.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import perrin.kernel.Kernel;

/**
 * The correlations of the walkers in this machine's memory: what their origins were, and sums over
 * time of the products with them ({@link Kernel.Correlated}). A tile's numbers lie lane by lane,
 * [32][cohorts of the tile], so that all loops run over neighbours: the cohorts' sums are one tree
 * over the lanes of all of them.
 */
final class HostCorrelations {
  private static final int LANES = Kernel.COHORT;

  private final Kernel kernel;
  private final List<Tile> tiles;

  /** Shape [correlated][tiles][origins][components · walkers of the tile, padded]. */
  private final double[][][][] origins;

  /** Of each cohort, shape [lags of all][cohorts]. */
  private final double[][] cohortSums;

  /** Of each walker, tile after tile, shape [lags of all][walkers, padded]; no rows if many. */
  private final double[][] walkerSums;

  private final long walkers;

  HostCorrelations(Kernel kernel, List<Tile> tiles, long walkers, boolean byWalker) {
    this.kernel = kernel;
    this.tiles = tiles;
    this.walkers = walkers;
    int number = kernel.correlated().size();
    int rows = kernel.timeRows() - kernel.observables().size();
    int cohorts = Math.toIntExact((walkers + LANES - 1) / LANES);
    origins = new double[number][tiles.size()][][];
    for (int i = 0; i < number; i++) {
      Kernel.Correlated correlated = kernel.correlated().get(i);
      for (int t = 0; t < tiles.size(); t++) {
        int length = correlated.components() * tiles.get(t).cohorts() * LANES;
        origins[i][t] = new double[correlated.origins()][length];
      }
    }
    cohortSums = new double[rows][cohorts];
    walkerSums = new double[byWalker ? rows : 0][byWalker ? cohorts * LANES : 0];
  }

  /** Bytes that are kept of the walkers. */
  static double bytes(Kernel kernel, double walkers) {
    return walkers * Double.BYTES * kernel.remembered();
  }

  double[] cohortSums(int row) {
    return cohortSums[row - kernel.observables().size()];
  }

  /** In the order of the walkers. */
  double[] walkerSums(int row) {
    double[] laid = walkerSums[row - kernel.observables().size()];
    double[] sums = new double[Math.toIntExact(walkers)];
    for (Tile tile : tiles) {
      int first = firstCohort(tile) * LANES;
      for (int w = 0; w < tile.walkers(); w++) {
        sums[first + w] = laid[first + place(w, tile.cohorts())];
      }
    }
    return sums;
  }

  private static int place(int walker, int cohorts) {
    return walker % LANES * cohorts + walker / LANES;
  }

  private int firstCohort(Tile tile) {
    return Math.toIntExact((tile.first() - tiles.getFirst().first()) / LANES);
  }

  /** What one thread needs meanwhile. */
  final class Worker {
    private final double[] products;

    Worker(int mostCohorts) {
      products = new double[mostCohorts * LANES];
    }

    /**
     * Compares a tile's walkers with their origins.
     *
     * @param values of the sample, shape [components of all][cohorts][32]
     * @param sample its number, from 0
     */
    void take(int tileNumber, MemorySegment values, long sample) {
      Tile tile = tiles.get(tileNumber);
      int length = tile.cohorts() * LANES;
      int component = 0;
      for (int i = 0; i < kernel.correlated().size(); i++) {
        Kernel.Correlated correlated = kernel.correlated().get(i);
        double[] now = new double[correlated.components() * length];
        for (int j = 0; j < correlated.components(); j++, component++) {
          lay(tile, values, (long) component * length, now, j * length);
        }
        if (correlated.centred()) {
          centre(tile, now);
        }
        double[][] kept = origins[i][tileNumber];
        int spacing = correlated.spacing();
        if (sample % spacing == 0) {
          kept[(int) (sample / spacing % kept.length)] = now;
        }
        int firstRow = kernel.firstLagRow(i) - kernel.observables().size();
        long oldest = Math.max(0, (sample - correlated.lags() + spacing - 1) / spacing);
        for (long origin = oldest; origin <= sample / spacing; origin++) {
          double[] then = kept[(int) (origin % kept.length)];
          if (correlated.centred()) {
            multiply(now, then, length);
          } else {
            squares(now, then, length);
          }
          add(tile, firstRow + (int) (sample - origin * spacing));
        }
      }
    }

    /** Absent walkers are 0. */
    private void lay(Tile tile, MemorySegment values, long from, double[] into, int at) {
      int cohorts = tile.cohorts();
      for (int w = 0; w < tile.walkers(); w++) {
        into[at + place(w, cohorts)] = values.getAtIndex(ValueLayout.JAVA_DOUBLE, from + w);
      }
    }

    private void centre(Tile tile, double[] now) {
      int cohorts = tile.cohorts();
      System.arraycopy(now, 0, products, 0, cohorts * LANES);
      sum(cohorts);
      for (int w = 0; w < tile.walkers(); w++) {
        int cohort = w / LANES;
        now[place(w, cohorts)] -= products[cohort] / tile.present(cohort);
      }
    }

    private void multiply(double[] now, double[] then, int length) {
      for (int i = 0; i < length; i++) {
        products[i] = now[i] * then[i];
      }
    }

    private void squares(double[] now, double[] then, int length) {
      for (int i = 0; i < length; i++) {
        double d = now[i] - then[i];
        products[i] = d * d;
      }
      for (int at = length; at < now.length; at += length) {
        for (int i = 0; i < length; i++) {
          double d = now[at + i] - then[at + i];
          products[i] += d * d;
        }
      }
    }

    private void add(Tile tile, int row) {
      int cohorts = tile.cohorts();
      int first = firstCohort(tile);
      if (walkerSums.length > 0) {
        double[] sums = walkerSums[row];
        for (int i = 0; i < cohorts * LANES; i++) {
          sums[first * LANES + i] += products[i];
        }
      }
      sum(cohorts);
      double[] sums = cohortSums[row];
      for (int c = 0; c < cohorts; c++) {
        sums[first + c] += products[c];
      }
    }

    /** The fixed tree: lane i + lane i+16, then 8, 4, 2, 1; the sums end in the first lane. */
    private void sum(int cohorts) {
      for (int h = LANES / 2 * cohorts; h >= cohorts; h /= 2) {
        for (int i = 0; i < h; i++) {
          products[i] += products[i + h];
        }
      }
    }
  }
}
