package perrin.backend.cuda;

import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import perrin.backend.BackendException;

/** A loaded kernel: the entry points of langevin.cu. */
final class DeviceModule implements AutoCloseable {
  /**
   * Threads of a block, and the walkers that count in one group of a histogram; BLOCK in
   * langevin.cu.
   */
  static final int BLOCK = 256;

  private static final int STAGING_BYTES = 16 << 20;
  private static final int DEFAULT_SHARED_BYTES = 48 << 10;

  private final CUmodule module;
  private final CUfunction start;
  private final CUfunction run;
  private final CUfunction reduce;
  private final CUevent begun = new CUevent();
  private final CUevent done = new CUevent();

  DeviceModule(CUmodule module) {
    this.module = module;
    start = function("perrin_start");
    run = function("perrin_run");
    reduce = function("perrin_reduce");
    JCudaDriver.cuEventCreate(begun, 0);
    JCudaDriver.cuEventCreate(done, 0);
  }

  private CUfunction function(String name) {
    CUfunction function = new CUfunction();
    JCudaDriver.cuModuleGetFunction(function, module, name);
    return function;
  }

  void start(long walkers, ByteBuffer job, ByteBuffer parameters) {
    launch(start, blocks(walkers), 0, Pointer.to(job), Pointer.to(parameters));
    JCudaDriver.cuCtxSynchronize();
  }

  /**
   * @param walkers those before the first one in its block included
   * @return seconds that it took
   */
  double run(long walkers, int sharedBytes, ByteBuffer job, ByteBuffer parameters) {
    if (sharedBytes > DEFAULT_SHARED_BYTES) {
      JCudaDriver.cuFuncSetAttribute(
          run, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes);
    }
    JCudaDriver.cuEventRecord(begun, null);
    launch(run, blocks(walkers), sharedBytes, Pointer.to(job), Pointer.to(parameters));
    JCudaDriver.cuEventRecord(done, null);
    JCudaDriver.cuEventSynchronize(done);
    float[] milliseconds = new float[1];
    JCudaDriver.cuEventElapsedTime(milliseconds, begun, done);
    return milliseconds[0] * 1e-3;
  }

  /**
   * Finishes the sums of some rows (samples × observables).
   *
   * @param sums of the cohorts, shape [rows][2][cohorts]; modified
   * @param nodes scratch, shape [rows][cohorts]
   * @param moments shape [rows][3]; written
   */
  void reduce(
      int rows,
      DeviceArray sums,
      DeviceArray nodes,
      DeviceArray moments,
      long first,
      long walkers) {
    launch(
        reduce,
        rows,
        0,
        sums.parameter(),
        nodes.parameter(),
        moments.parameter(),
        Pointer.to(new long[] {first}),
        Pointer.to(new long[] {walkers}));
    JCudaDriver.cuCtxSynchronize();
  }

  /**
   * Copies values to this machine through memory that the device can reach by itself.
   *
   * @param offset of the first, in bytes
   */
  static void download(DeviceArray from, long offset, MemorySegment values) {
    Pointer staging = new Pointer();
    JCudaDriver.cuMemAllocHost(staging, STAGING_BYTES);
    try {
      ByteBuffer window = staging.getByteBuffer(0, STAGING_BYTES).order(ByteOrder.nativeOrder());
      for (long at = 0; at < values.byteSize(); at += STAGING_BYTES) {
        long bytes = Math.min(STAGING_BYTES, values.byteSize() - at);
        from.download(offset + at, staging, bytes);
        MemorySegment.copy(MemorySegment.ofBuffer(window), 0, values, at, bytes);
      }
    } finally {
      JCudaDriver.cuMemFreeHost(staging);
    }
  }

  private static int blocks(long walkers) {
    long blocks = (walkers + BLOCK - 1) / BLOCK;
    if (blocks > Integer.MAX_VALUE) {
      throw new BackendException(walkers + " walkers are more than one device moves; use fewer");
    }
    return (int) blocks;
  }

  private static void launch(CUfunction function, int blocks, int sharedBytes, Pointer... values) {
    JCudaDriver.cuLaunchKernel(
        function, blocks, 1, 1, BLOCK, 1, 1, sharedBytes, null, Pointer.to(values), null);
  }

  @Override
  public void close() {
    JCudaDriver.cuEventDestroy(begun);
    JCudaDriver.cuEventDestroy(done);
    JCudaDriver.cuModuleUnload(module);
  }
}
