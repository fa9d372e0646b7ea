package perrin.backend.cuda;

import java.nio.ByteBuffer;
import perrin.random.Philox;

/** The struct {@code Parameters} of walk.h: what all walkers share. */
final class KernelParameters {
  private static final int TABLE_STEP = 2 * Philox.ROUNDS * Integer.BYTES;
  private static final int TABLE = TABLE_STEP + Long.BYTES;
  private static final int UNIFORM = TABLE + Long.BYTES;

  private final ByteBuffer struct;

  KernelParameters(int uniforms) {
    int bytes = UNIFORM + (uniforms + 1) * Float.BYTES;
    struct = Buffers.direct((bytes + 7) / 8 * 8);
  }

  /**
   * @param shared the kernel's u[k]
   * @param tableStep step of the table's first row
   * @param table its address on the device
   */
  ByteBuffer set(long seed, float[] shared, long tableStep, long table) {
    struct.clear();
    for (int key : Philox.roundKeys(seed)) {
      struct.putInt(key);
    }
    struct.putLong(tableStep).putLong(table);
    for (float value : shared) {
      struct.putFloat(value);
    }
    return struct.clear();
  }
}
