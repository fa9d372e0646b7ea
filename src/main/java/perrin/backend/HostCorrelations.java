package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;

/**
 * The correlations of the walkers in this machine's memory: what their origins were, and sums over
 * time of the products with them ({@link Sampling.Correlated}). Samples are compared several at a
 * time, so that an origin that was fetched serves all of them.
 */
final class HostCorrelations implements EnsembleSnapshot.Origins {
  private static final int LANES = Kernel.COHORT;

  /** Samples that wait, at most; with few origins a quarter as many as these. */
  private static final int MOST_WAITING = 32;

  private final Kernel kernel;
  private final TileKernel tileKernel;
  private final List<Tile> tiles;
  private final long walkers;
  private final long cohorts;

  /** By number of the quantity, then of the tile. */
  private final List<List<Waiting>> waiting = new ArrayList<>();

  /** Of each cohort, shape [lags of all][cohorts]. */
  private final MemorySegment sums;

  /**
   * Of each walker, tile after tile, lane by lane, shape [lags of all][walkers, padded]; or NULL.
   */
  private final MemorySegment own;

  HostCorrelations(
      Arena arena, Kernel kernel, TileKernel tileKernel, List<Tile> tiles, boolean byWalker) {
    this.kernel = kernel;
    this.tileKernel = tileKernel;
    this.tiles = tiles;
    this.walkers = tiles.stream().mapToLong(Tile::walkers).sum();
    this.cohorts = (walkers + LANES - 1) / LANES;
    long rows = kernel.sampling().timeRows() - kernel.sampling().observed().size();
    this.sums = Doubles.allocate(arena, rows * cohorts);
    this.own = byWalker ? Doubles.allocate(arena, rows * cohorts * LANES) : MemorySegment.NULL;
    for (int i = 0; i < kernel.sampling().correlated().size(); i++) {
      List<Waiting> ofTiles = new ArrayList<>();
      for (Tile tile : tiles) {
        ofTiles.add(new Waiting(arena, i, tile));
      }
      waiting.add(ofTiles);
    }
  }

  /** Bytes that are kept of the walkers. */
  static double bytes(Kernel kernel, double walkers) {
    double numbers = 0;
    for (Sampling.Correlated each : kernel.sampling().correlated()) {
      numbers += (double) each.components() * (capacity(each) + batch(each));
    }
    return walkers * Double.BYTES * numbers;
  }

  private static int batch(Sampling.Correlated of) {
    return Math.clamp(of.origins() / 4, 1, MOST_WAITING);
  }

  /** Origins, with those that the waiting samples still need. */
  private static int capacity(Sampling.Correlated of) {
    return of.origins() + batch(of) / of.spacing() + 1;
  }

  /** A row of the kernel's sums over time, shape [cohorts]. */
  double[] cohortSums(int row) {
    waiting.forEach(ofTiles -> ofTiles.forEach(Waiting::compare));
    return Doubles.row(sums, row - kernel.sampling().observed().size(), cohorts);
  }

  /** The same of each walker, in the order of the walkers. */
  double[] walkerSums(int row) {
    waiting.forEach(ofTiles -> ofTiles.forEach(Waiting::compare));
    double[] ordered = new double[Math.toIntExact(walkers)];
    long begin = (row - kernel.sampling().observed().size()) * cohorts * LANES;
    for (Tile tile : tiles) {
      long first = firstCohort(tile) * LANES;
      for (int w = 0; w < tile.walkers(); w++) {
        long at = begin + first + place(w, tile.cohorts());
        ordered[(int) first + w] = own.getAtIndex(ValueLayout.JAVA_DOUBLE, at);
      }
    }
    return ordered;
  }

  @Override
  public double[] get(int quantity, long origin, int component) {
    double[] row = new double[Math.toIntExact(walkers)];
    waiting.get(quantity).forEach(tile -> tile.getOrigin(origin, component, row));
    return row;
  }

  @Override
  public void set(int quantity, long origin, int component, double[] row) {
    waiting.get(quantity).forEach(tile -> tile.setOrigin(origin, component, row));
  }

  /** Sets sums and origins; nothing waits. */
  void restore(EnsembleSnapshot snapshot) {
    int observables = kernel.sampling().observed().size();
    for (int row = observables; row < kernel.sampling().timeRows(); row++) {
      Doubles.setRow(sums, row - observables, snapshot.cohortSums().get(row));
      if (snapshot.walkerSums().isPresent()) {
        setOwn(row - observables, snapshot.walkerSums().get().get(row));
      }
    }
    waiting.forEach(ofTiles -> ofTiles.forEach(tile -> tile.count = 0));
    snapshot.restore(kernel, this);
  }

  private void setOwn(long row, double[] ordered) {
    for (Tile tile : tiles) {
      int first = Math.toIntExact(firstCohort(tile) * LANES);
      for (int w = 0; w < tile.walkers(); w++) {
        long at = row * cohorts * LANES + first + place(w, tile.cohorts());
        own.setAtIndex(ValueLayout.JAVA_DOUBLE, at, ordered[first + w]);
      }
    }
  }

  private static int place(int walker, int cohorts) {
    return walker % LANES * cohorts + walker / LANES;
  }

  private long firstCohort(Tile tile) {
    return (tile.first() - tiles.getFirst().first()) / LANES;
  }

  /**
   * Takes a sample of a tile.
   *
   * @param values of the sample, shape [components of all][cohorts][32]
   * @param sample its number, from 0
   */
  void take(int tileNumber, MemorySegment values, long sample) {
    long component = 0;
    for (int i = 0; i < waiting.size(); i++) {
      waiting.get(i).get(tileNumber).take(values, component, sample);
      component += kernel.sampling().correlated().get(i).components();
    }
  }

  /** Samples of a quantity of a tile that have not been compared yet, and all origins. */
  private final class Waiting {
    private final Sampling.Correlated of;
    private final Tile tile;
    private final long size;
    private final MemorySegment samples;
    private final MemorySegment origins;
    private final long firstRow;
    private long first;
    private int count;

    Waiting(Arena arena, int number, Tile tile) {
      this.of = kernel.sampling().correlated().get(number);
      this.tile = tile;
      this.size = (long) of.components() * tile.cohorts() * LANES;
      this.samples = Doubles.allocate(arena, batch(of) * size);
      this.origins = Doubles.allocate(arena, capacity(of) * size);
      this.firstRow = of.row() - (long) kernel.sampling().observed().size();
    }

    void take(MemorySegment values, long component, long sample) {
      first = count == 0 ? sample : first;
      long at = count++ * size;
      lay(values, component, at);
      if (of.centred()) {
        centre(at);
      }
      if (sample % of.spacing() == 0) {
        long slot = sample / of.spacing() % capacity(of) * size;
        long bytes = size * Double.BYTES;
        MemorySegment.copy(samples, at * Double.BYTES, origins, slot * Double.BYTES, bytes);
      }
      if (count == batch(of)) {
        compare();
      }
    }

    /** Where a walker's component of an origin is. */
    private long originAt(long origin, int component, int walker) {
      long row = (long) component * tile.cohorts() * LANES;
      return origin % capacity(of) * size + row + place(walker, tile.cohorts());
    }

    /**
     * @param row of all walkers; those of the tile are written
     */
    void getOrigin(long origin, int component, double[] row) {
      int first = Math.toIntExact(firstCohort(tile) * LANES);
      for (int w = 0; w < tile.walkers(); w++) {
        long at = originAt(origin, component, w);
        row[first + w] = origins.getAtIndex(ValueLayout.JAVA_DOUBLE, at);
      }
    }

    void setOrigin(long origin, int component, double[] row) {
      int first = Math.toIntExact(firstCohort(tile) * LANES);
      for (int w = 0; w < tile.walkers(); w++) {
        long at = originAt(origin, component, w);
        origins.setAtIndex(ValueLayout.JAVA_DOUBLE, at, row[first + w]);
      }
    }

    /** What fills up the last cohort stays 0; a walker that does not count is no number. */
    private void lay(MemorySegment values, long component, long at) {
      int ofTile = tile.cohorts();
      for (int j = 0; j < of.components(); j++) {
        long from = (component + j) * ofTile * LANES;
        long to = at + (long) j * ofTile * LANES;
        for (int w = 0; w < tile.walkers(); w++) {
          double value = values.getAtIndex(ValueLayout.JAVA_DOUBLE, from + w);
          samples.setAtIndex(ValueLayout.JAVA_DOUBLE, to + place(w, ofTile), value);
        }
      }
    }

    private void centre(long at) {
      double[] lanes = new double[LANES];
      int ofTile = tile.cohorts();
      for (int c = 0; c < ofTile; c++) {
        int counted = 0;
        for (int i = 0; i < tile.members(c); i++) {
          double value = samples.getAtIndex(ValueLayout.JAVA_DOUBLE, at + (long) i * ofTile + c);
          counted += Double.isNaN(value) ? 0 : 1;
          lanes[i] = Double.isNaN(value) ? 0 : value;
        }
        Arrays.fill(lanes, tile.members(c), LANES, 0);
        for (int h = LANES / 2; h > 0; h /= 2) {
          for (int i = 0; i < h; i++) {
            lanes[i] += lanes[i + h];
          }
        }
        double mean = lanes[0] / counted;
        for (int i = 0; i < tile.members(c); i++) {
          long place = at + (long) i * ofTile + c;
          double value = samples.getAtIndex(ValueLayout.JAVA_DOUBLE, place);
          samples.setAtIndex(ValueLayout.JAVA_DOUBLE, place, value - mean);
        }
      }
    }

    void compare() {
      if (count == 0) {
        return;
      }
      long firstCohort = firstCohort(tile);
      long ownRow = cohorts * LANES;
      tileKernel.correlate(
          new CorrelatedSamples(
              of,
              tile.cohorts(),
              samples,
              first,
              count,
              origins,
              capacity(of),
              new CorrelatedSamples.Rows(
                  sums.asSlice((firstRow * cohorts + firstCohort) * Double.BYTES), cohorts),
              new CorrelatedSamples.Rows(
                  own.equals(MemorySegment.NULL)
                      ? own
                      : own.asSlice((firstRow * ownRow + firstCohort * LANES) * Double.BYTES),
                  ownRow)));
      count = 0;
    }
  }
}
