package perrin.backend.curand;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jcuda.Pointer;
import perrin.backend.BackendException;
import perrin.backend.nvidia.CudaLibraries;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Precision;

/** Gaussians that cuRAND's host API draws with this machine's processor; needs no GPU. */
public final class HostCurand implements AutoCloseable {
  private final CurandSequence sequence;

  /**
   * @param seed mt19937 takes its lower 32 bits
   * @throws BackendException where cuRAND is missing
   */
  public HostCurand(CurandGenerator kind, long seed) {
    load();
    sequence = CurandSequence.onHost(kind, seed);
  }

  /**
   * Makes cuRAND usable.
   *
   * @throws BackendException where cuRAND is missing
   */
  public static void load() {
    CurandSequence.load(CudaLibraries.find());
  }

  /**
   * Draws the next Gaussians.
   *
   * @param precision of all that this one draws
   * @param values an even number of them; written
   */
  public void fill(Precision precision, MemorySegment values) {
    long bytes = precision.bytes();
    long count = values.byteSize() / bytes;
    for (long at = 0; at < count; at += CurandSequence.VALUES_OF_A_CALL) {
      long n = Math.min(CurandSequence.VALUES_OF_A_CALL, count - at);
      MemorySegment part = values.asSlice(at * bytes, n * bytes);
      Pointer target = Pointer.to(part.asByteBuffer().order(ByteOrder.nativeOrder()));
      sequence.normals(precision, target, n);
    }
  }

  @Override
  public void close() {
    sequence.close();
  }
}
