package perrin.backend.curand;

import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.jcurand.JCurand;
import jcuda.jcurand.curandGenerator;
import jcuda.jcurand.curandRngType;
import perrin.backend.BackendException;
import perrin.backend.nvidia.CudaLibraries;
import perrin.backend.nvidia.JCudaNatives;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Precision;

/** Gaussians of one of cuRAND's generators, one after the other in cuRAND's default order. */
public final class CurandSequence implements AutoCloseable {
  /**
   * Values of a call at most: JCuda writes into host buffers below 2 GiB. Even, as cuRAND wants.
   */
  public static final long VALUES_OF_A_CALL = 1L << 24;

  private final curandGenerator generator = new curandGenerator();

  private interface Create {
    int create(curandGenerator generator, int type);
  }

  private CurandSequence(Create create, CurandGenerator kind, long seed) {
    guarded(() -> {
      create.create(generator, type(kind));
      JCurand.curandSetPseudoRandomGeneratorSeed(generator, seed);
    });
  }

  /** Drawn by this machine's processor, into its memory; needs no GPU. */
  public static CurandSequence onHost(CurandGenerator kind, long seed) {
    return new CurandSequence(JCurand::curandCreateGeneratorHost, kind, seed);
  }

  /** Drawn by the present context's device, into its memory, in the null stream. */
  public static CurandSequence onDevice(CurandGenerator kind, long seed) {
    return new CurandSequence(JCurand::curandCreateGenerator, kind, seed);
  }

  /**
   * Makes cuRAND usable.
   *
   * @throws BackendException where cuRAND is missing
   */
  public static void load(CudaLibraries libraries) {
    JCudaNatives.loadCurand(libraries);
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
   * @param precision of all this sequence's
   * @param target shape [count], on the host or the device; written
   * @param count even, at most {@link #VALUES_OF_A_CALL}
   */
  public void normals(Precision precision, Pointer target, long count) {
    guarded(() -> {
      switch (precision) {
        case SINGLE -> JCurand.curandGenerateNormal(generator, target, count, 0, 1);
        case DOUBLE -> JCurand.curandGenerateNormalDouble(generator, target, count, 0, 1);
      }
    });
  }

  /**
   * Draws the next random words; philox and the like, before any Gaussian.
   *
   * @param target shape [count]; written
   */
  public void words(Pointer target, long count) {
    guarded(() -> JCurand.curandGenerate(generator, target, count));
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
