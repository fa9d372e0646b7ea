package perrin.backend.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.jcurand.JCurand;
import jcuda.jcurand.curandGenerator;
import jcuda.jcurand.curandRngType;
import perrin.backend.BackendException;
import perrin.experiment.CurandGenerator;

/**
 * Gaussians that cuRAND's host API draws with this machine's processor, in cuRAND's default order;
 * needs no GPU.
 */
public final class HostCurand implements AutoCloseable {
  /** Values of a call at most: JCuda writes into buffers below 2 GiB. */
  private static final long MOST = 1L << 24;

  private final curandGenerator generator = new curandGenerator();

  /**
   * @param seed mt19937 takes its lower 32 bits
   * @throws BackendException where cuRAND is missing
   */
  public HostCurand(CurandGenerator kind, long seed) {
    load();
    guarded(() -> {
      JCurand.curandCreateGeneratorHost(generator, type(kind));
      JCurand.curandSetPseudoRandomGeneratorSeed(generator, seed);
    });
  }

  /**
   * Makes cuRAND usable.
   *
   * @throws BackendException where cuRAND is missing
   */
  public static void load() {
    JCudaNatives.loadCurand(CudaLibraries.find());
    JCurand.setExceptionsEnabled(true);
  }

  private static int type(CurandGenerator kind) {
    return switch (kind) {
      case PHILOX -> curandRngType.CURAND_RNG_PSEUDO_PHILOX4_32_10;
      case XORWOW -> curandRngType.CURAND_RNG_PSEUDO_XORWOW;
      case MRG32K3A -> curandRngType.CURAND_RNG_PSEUDO_MRG32K3A;
      case MT19937 -> curandRngType.CURAND_RNG_PSEUDO_MT19937;
    };
  }

  /**
   * Draws the next Gaussians.
   *
   * @param values floats, an even number of them; written
   */
  public void fill(MemorySegment values) {
    long count = values.byteSize() / Float.BYTES;
    for (long at = 0; at < count; at += MOST) {
      long n = Math.min(MOST, count - at);
      MemorySegment part = values.asSlice(at * Float.BYTES, n * Float.BYTES);
      Pointer target = Pointer.to(part.asByteBuffer().order(ByteOrder.nativeOrder()));
      guarded(() -> JCurand.curandGenerateNormal(generator, target, n, 0, 1));
    }
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (CudaException e) {
      throw new BackendException("cuRAND: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    guarded(() -> JCurand.curandDestroyGenerator(generator));
  }
}
