package perrin.backend.cuda;

import perrin.backend.Grid;
import perrin.kernel.Kernel;

/**
 * How the walkers that step are cut into blocks, and where they are meanwhile: a few values in
 * registers; many in a column of slots (kernels/portable/slots.h), in shared memory where enough
 * threads find room there, else in the device's.
 *
 * @param threads of a block: {@link #MOST_THREADS} divided by a power of two, and whole cohorts
 * @param place of the walkers' values
 * @param columnBytes of one walker; 0 in registers
 * @param sharedCells cells of all histograms that a block counts by itself; 0 where they do not fit
 */
record BlockPlan(int threads, Place place, int columnBytes, int sharedCells) {
  /** The walkers that count in one group of a histogram; GROUP_WALKERS in langevin.cu. */
  static final int MOST_THREADS = 256;

  /** What a multiprocessor has registers for, 128 a thread; as BLOCKS_AT_ONCE in langevin.cu. */
  private static final int MOST_AT_ONCE = 512;

  /** Fewer threads a multiprocessor than this leave it waiting for its memory most of the time. */
  private static final int FEWEST_AT_ONCE = 64;

  /** Values of a sample that registers hold; VALUES_IN_COLUMN in slots.h. */
  private static final int REGISTER_VALUES = 16;

  /** Where walkers are while they step. */
  enum Place {
    REGISTERS,
    SHARED,
    DEVICE
  }

  /**
   * What a device has of shared memory, in bytes.
   *
   * @param ofBlock that a block may ask for
   * @param kept that the driver takes of each block's besides
   */
  record SharedMemory(int ofBlock, int ofMultiprocessor, int kept) {}

  /**
   * The plan that keeps most threads of a multiprocessor at work, of several the one with the
   * largest blocks.
   *
   * @param cells of all histograms
   */
  static BlockPlan of(Kernel kernel, long cells, SharedMemory memory) {
    int counted = cells * Integer.BYTES <= memory.ofBlock ? (int) cells : 0;
    if (!kernel.inMemory()) {
      return new BlockPlan(MOST_THREADS, Place.REGISTERS, 0, counted);
    }
    int column = Math.multiplyExact(slots(kernel), kernel.precision().bytes());
    BlockPlan best = new BlockPlan(MOST_THREADS, Place.DEVICE, column, counted);
    int most = FEWEST_AT_ONCE - 1;
    for (int threads = MOST_THREADS; threads >= Kernel.COHORT; threads /= 2) {
      for (int within : counted > 0 ? new int[] {counted, 0} : new int[] {0}) {
        long bytes = (long) threads * column + (long) within * Integer.BYTES;
        long blocks = bytes > memory.ofBlock ? 0 : memory.ofMultiprocessor / (bytes + memory.kept);
        int atOnce = (int) Math.min(MOST_AT_ONCE, blocks * threads);
        if (atOnce > most) {
          most = atOnce;
          best = new BlockPlan(threads, Place.SHARED, column, within);
        }
      }
    }
    return best;
  }

  /**
   * COLUMN of slots.h: state, what is carried over, a step's draws, arrays, and the values of a
   * sample where they are many.
   */
  private static int slots(Kernel kernel) {
    int values = kernel.values() > REGISTER_VALUES ? kernel.values() : 0;
    return kernel.variables().size()
        + kernel.carried()
        + kernel.valuesDrawn()
        + kernel.arrays()
        + values;
  }

  static long cells(Iterable<Grid> grids) {
    long cells = 0;
    for (Grid grid : grids) {
      cells += grid.cells();
    }
    return cells;
  }

  /**
   * A kernel's text for this plan.
   *
   * @param buffered the steps' Gaussians come from memory, instead of being drawn
   */
  String program(String text, boolean buffered) {
    String cut =
        switch (place) {
          case REGISTERS -> "";
          case SHARED -> "#define BLOCK " + threads + "\n#define IN_SHARED 1\n";
          case DEVICE -> "#define BLOCK " + threads + "\n";
        };
    return "#define " + (buffered ? "ONLY_BUFFERED_NOISE\n" : "ONLY_DRAWN_NOISE\n") + cut + text;
  }

  /** Bytes of shared memory that a block asks for. */
  int sharedBytes() {
    return sharedCells * Integer.BYTES + (place == Place.SHARED ? threads * columnBytes : 0);
  }

  /**
   * Bytes of the device's memory that the walkers take while they step.
   *
   * @param walkers those before the first one in its block included
   */
  long deviceBytes(long walkers) {
    return place == Place.DEVICE ? blocks(walkers) * threads * columnBytes : 0;
  }

  long blocks(long walkers) {
    return (walkers + threads - 1) / threads;
  }
}
