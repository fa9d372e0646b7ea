package perrin.backend.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.TreeMap;
import perrin.backend.BackendException;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.HostEnsemble;
import perrin.backend.SamplePlan;
import perrin.backend.SampleSums;
import perrin.backend.cuda.HostCurand;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/**
 * Walkers whose steps take their Gaussians from cuRAND. These are drawn in one sequence for the
 * whole run: value number (n·R + j)·W + w is value j of the R that walker w takes at step n, where
 * W is the number of walkers, padded to whole cohorts. They come in pieces of whole steps, whose
 * length depends on R and W alone: so the result does not depend on chunks and threads.
 */
final class CurandEnsemble implements Ensemble {
  /** Gaussians of a piece at most, 16 MiB; but a piece has a step at least. */
  private static final long PIECE = 1L << 22;

  private final CurandGenerator kind;
  private final HostEnsemble ensemble;
  private final NativeKernel tileKernel;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment normals;
  private final long walkers;

  /** Steps of a piece, a power of two: so that looks come at the ends of pieces. */
  private final long steps;

  private final int rowValues;
  private HostCurand generator;
  private long filled = -1;
  private long fillingNanos;

  /**
   * @param tileKernel closed with the ensemble
   */
  CurandEnsemble(
      Experiment experiment,
      CurandGenerator kind,
      Kernel kernel,
      NativeKernel tileKernel,
      int threads) {
    this.kind = kind;
    this.tileKernel = tileKernel;
    this.walkers = (experiment.walkers() + Kernel.COHORT - 1) / Kernel.COHORT * Kernel.COHORT;
    this.rowValues = kernel.shared().ofStep().size();
    long step = walkers * kernel.normals();
    long fitting = Long.highestOneBit(PIECE / Math.max(1, step));
    this.steps = Math.clamp(fitting, 1, SamplePlan.LOOK_EVERY);
    this.ensemble = new HostEnsemble(experiment, kernel, tileKernel, threads);
    try {
      this.normals = allocate(Math.multiplyExact(steps * Float.BYTES, step));
    } catch (BackendException e) {
      close();
      throw e;
    }
  }

  private MemorySegment allocate(long bytes) {
    try {
      return arena.allocate(bytes, 64);
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          "the Gaussians of a step need "
              + bytes / (1 << 20)
              + " MiB, more than this machine gives; use fewer walkers",
          e);
    }
  }

  @Override
  public void start(long seed, double[] shared) {
    closeGenerator();
    generator = new HostCurand(kind, seed);
    filled = -1;
    ensemble.start(seed, shared);
  }

  @Override
  public SampleSums run(Chunk chunk, double[] rows) {
    SamplePlan plan = chunk.plan().lookingEvery(steps);
    TreeMap<Integer, SampleSums> sums = new TreeMap<>(); // by the number of their first sample
    int samples = 0;
    for (long from = chunk.from(); from < chunk.to(); ) {
      long piece = from / steps;
      fill(piece);
      long to = Math.min(chunk.to(), (piece + 1) * steps);
      int row = Math.toIntExact((from - chunk.from()) * rowValues);
      int end = Math.toIntExact((to - chunk.from()) * rowValues);
      Chunk part = new Chunk(from, to, plan);
      sums.put(samples, ensemble.run(part, Arrays.copyOfRange(rows, row, end)));
      samples += part.samples();
      from = to;
    }
    return (sample, observable) -> {
      var part = sums.floorEntry(sample);
      return part.getValue().moments(sample - part.getKey(), observable);
    };
  }

  /** Draws on until the buffer holds the piece. */
  private void fill(long piece) {
    long begun = System.nanoTime();
    if (piece < filled) {
      throw new IllegalStateException("piece " + piece + " after piece " + filled);
    }
    for (; filled < piece; filled++) {
      generator.fill(normals);
    }
    tileKernel.normals(piece * steps, normals, walkers);
    fillingNanos += System.nanoTime() - begun;
  }

  @Override
  public WalkerArray variable(int i) {
    return ensemble.variable(i);
  }

  @Override
  public HistogramCounts counts(int h) {
    return ensemble.counts(h);
  }

  @Override
  public double[] cohortSums(int observable) {
    return ensemble.cohortSums(observable);
  }

  /** Drawing included. */
  @Override
  public double steppingSeconds() {
    return ensemble.steppingSeconds() + fillingNanos * 1e-9;
  }

  @Override
  public String workers() {
    return ensemble.workers() + ", cuRAND's " + kind.word();
  }

  @Override
  public double bytesPerWalker() {
    return ensemble.bytesPerWalker();
  }

  @Override
  public long bytesPerSample() {
    return ensemble.bytesPerSample();
  }

  @Override
  public void close() {
    closeGenerator();
    ensemble.close();
    arena.close();
  }

  private void closeGenerator() {
    if (generator != null) {
      generator.close();
      generator = null;
    }
  }
}
