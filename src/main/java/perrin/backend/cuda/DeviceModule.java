package perrin.backend.cuda;

import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import perrin.backend.BackendException;
import perrin.backend.WalkerRange;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;

/** A loaded kernel: the entry points of langevin.cu. A launch returns before the work is done. */
final class DeviceModule implements AutoCloseable {
  /** Threads of a block of the kernels that do not step; GROUP_WALKERS in langevin.cu. */
  private static final int THREADS = 256;

  /** Steps are made here, one launch after the other. */
  static final CUstream STEPS = new CUstream();

  private static final int STAGING_BYTES = 16 << 20;
  private static final int DEFAULT_SHARED_BYTES = 48 << 10;

  private final CUmodule module;
  private final CUfunction start;
  private final CUfunction run;
  private final boolean buffered;
  private final BlockPlan plan;
  private final CUfunction reduce;

  /** Entry points that only a kernel with correlations has, by name. */
  private final Map<String, CUfunction> correlating = new HashMap<>();

  /**
   * @param buffered Gaussians come from memory, instead of being drawn
   */
  DeviceModule(CUmodule module, boolean buffered, BlockPlan plan) {
    this.module = module;
    this.buffered = buffered;
    this.plan = plan;
    start = function("perrin_start");
    run = function(buffered ? "perrin_run_buffered" : "perrin_run");
    reduce = function("perrin_reduce");
  }

  private CUfunction function(String name) {
    CUfunction function = new CUfunction();
    JCudaDriver.cuModuleGetFunction(function, module, name);
    return function;
  }

  BlockPlan plan() {
    return plan;
  }

  void start(long walkers, ByteBuffer job, ByteBuffer parameters) {
    long blocks = (walkers + THREADS - 1) / THREADS;
    launch(start, blocks, THREADS, 0, STEPS, Pointer.to(job), Pointer.to(parameters));
  }

  /**
   * @param walkers those before the first one in its block included
   * @param normals where Gaussians come from, the struct of walk.h; nothing where they are drawn
   */
  void run(long walkers, ByteBuffer job, ByteBuffer parameters, Optional<ByteBuffer> normals) {
    int sharedBytes = plan.sharedBytes();
    if (sharedBytes > DEFAULT_SHARED_BYTES) {
      JCudaDriver.cuFuncSetAttribute(
          run, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes);
    }
    Pointer first = Pointer.to(job);
    Pointer second = Pointer.to(parameters);
    Pointer[] values =
        buffered
            ? new Pointer[] {first, second, Pointer.to(normals.orElseThrow())}
            : new Pointer[] {first, second};
    launch(run, plan.blocks(walkers), plan.threads(), sharedBytes, STEPS, values);
  }

  /**
   * Finishes the sums of some rows (samples × observables).
   *
   * @param sums of the cohorts, shape [rows][2][cohorts]; modified
   * @param nodes scratch, shape [rows][cohorts]
   * @param moments shape [rows][largest nodes][3]; written
   * @param ends where the largest nodes begin, and where the last ends, shape [largest nodes + 1]
   * @param largest how many these are
   */
  void reduce(
      CUstream stream,
      int rows,
      DeviceArray sums,
      DeviceArray nodes,
      DeviceArray moments,
      WalkerRange walkers,
      DeviceArray ends,
      int largest) {
    launch(
        reduce,
        (long) rows * largest,
        THREADS,
        0,
        stream,
        sums.parameter(),
        nodes.parameter(),
        moments.parameter(),
        Pointer.to(new long[] {walkers.first()}),
        Pointer.to(new long[] {walkers.count()}),
        ends.parameter(),
        Pointer.to(new long[] {largest}));
  }

  /**
   * Compares a chunk's samples of one quantity with their origins, after all steps.
   *
   * @param struct of langevin.cu
   * @param of what is correlated
   * @param centring warps that it takes to take the means away, for a quantity that wants it
   * @param comparing warps that it takes to compare
   * @param keeping threads that it takes to keep the new origins
   */
  void correlate(
      ByteBuffer struct, Sampling.Correlated of, long centring, long comparing, long keeping) {
    if (of.centred()) {
      correlate("perrin_centre", centring * Kernel.COHORT, struct);
    }
    correlate(
        of.displaced() ? "perrin_displace" : "perrin_correlate", comparing * Kernel.COHORT, struct);
    correlate("perrin_keep", keeping, struct);
  }

  private void correlate(String name, long threads, ByteBuffer struct) {
    CUfunction function = correlating.computeIfAbsent(name, this::function);
    long blocks = (threads + THREADS - 1) / THREADS;
    launch(function, blocks, THREADS, 0, STEPS, Pointer.to(struct));
  }

  /**
   * Copies values to this machine, after all steps.
   *
   * @param offset of the first, in bytes
   */
  static void download(DeviceArray from, long offset, MemorySegment values) {
    int most = (int) Math.min(STAGING_BYTES, values.byteSize()); // vectors have many short rows
    try (PinnedMemory staging = new PinnedMemory(most)) {
      ByteBuffer window = staging.content();
      for (long at = 0; at < values.byteSize(); at += STAGING_BYTES) {
        long bytes = Math.min(STAGING_BYTES, values.byteSize() - at);
        from.download(offset + at, window.limit((int) bytes));
        MemorySegment.copy(MemorySegment.ofBuffer(window), 0, values, at, bytes);
      }
    }
  }

  /**
   * Copies values of this machine, after all steps.
   *
   * @param offset of the first, in bytes
   */
  static void upload(MemorySegment values, DeviceArray to, long offset) {
    int most = (int) Math.min(STAGING_BYTES, values.byteSize());
    ByteBuffer window = Buffers.direct(most);
    for (long at = 0; at < values.byteSize(); at += STAGING_BYTES) {
      long bytes = Math.min(STAGING_BYTES, values.byteSize() - at);
      MemorySegment.copy(values, at, MemorySegment.ofBuffer(window.clear()), 0, bytes);
      to.upload(offset + at, window.limit((int) bytes));
    }
  }

  private static void launch(
      CUfunction function,
      long blocks,
      int threads,
      int sharedBytes,
      CUstream stream,
      Pointer... values) {
    if (blocks > Integer.MAX_VALUE) {
      throw new BackendException(
          blocks + " blocks of walkers are more than one device moves; use fewer walkers");
    }
    JCudaDriver.cuLaunchKernel(
        function, (int) blocks, 1, 1, threads, 1, 1, sharedBytes, stream, Pointer.to(values), null);
  }

  @Override
  public void close() {
    JCudaDriver.cuModuleUnload(module);
  }
}
