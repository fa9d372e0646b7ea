package perrin.backend.cuda;

import java.nio.ByteBuffer;
import perrin.experiment.Precision;
import perrin.random.Philox;

/** The struct {@code Parameters} of walk.h: what all walkers share. */
final class KernelParameters {
  private static final int TABLE_STEP = 2 * Philox.ROUNDS * Integer.BYTES;
  private static final int TABLE = TABLE_STEP + Long.BYTES;
  private static final int UNIFORM = TABLE + Long.BYTES;

  private final Precision precision;
  private final ByteBuffer struct;

  KernelParameters(Precision precision, int uniforms) {
    this.precision = precision;
    int bytes = UNIFORM + (uniforms + 1) * precision.bytes();
    struct = Buffers.direct((bytes + 7) / 8 * 8);
  }

  /**
   * @param shared the kernel's u[k]
   * @param tableStep step of the table's first row
   * @param table its address on the device
   */
  ByteBuffer set(long seed, double[] shared, long tableStep, long table) {
    struct.clear();
    for (int key : Philox.roundKeys(seed)) {
      struct.putInt(key);
    }
    struct.putLong(tableStep).putLong(table);
    struct.put(Buffers.of(precision, shared));
    return struct.clear();
  }
}
