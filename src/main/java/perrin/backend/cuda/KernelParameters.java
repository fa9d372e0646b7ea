package perrin.backend.cuda;

import java.nio.ByteBuffer;
import perrin.experiment.Precision;
import perrin.random.Philox;

/** The struct {@code Parameters} of walk.h: what all walkers share. */
final class KernelParameters {
  private static final int TABLE_STEP = 2 * Philox.ROUNDS * Integer.BYTES;
  private static final int TABLE = TABLE_STEP + Long.BYTES;
  private static final int UNIFORM = TABLE + 3 * Long.BYTES;

  private final Precision precision;
  private final ByteBuffer struct;

  KernelParameters(Precision precision, int uniforms) {
    this.precision = precision;
    int bytes = UNIFORM + (uniforms + 1) * precision.bytes();
    struct = Buffers.direct((bytes + 7) / 8 * 8);
  }

  /**
   * @param ofRun the kernel's u[k]
   * @param tables address on the device of the numbers that all walkers share by index
   * @param lookups address of the whole numbers that serve as indices
   * @param rowStep step of the first row of what changes from step to step
   * @param rows its address on the device
   */
  ByteBuffer set(long seed, double[] ofRun, long tables, long lookups, long rowStep, long rows) {
    struct.clear();
    for (int key : Philox.roundKeys(seed)) {
      struct.putInt(key);
    }
    struct.putLong(rowStep).putLong(rows).putLong(tables).putLong(lookups);
    struct.put(Buffers.of(precision, ofRun));
    return struct.clear();
  }
}
