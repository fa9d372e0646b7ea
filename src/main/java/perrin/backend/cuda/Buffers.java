package perrin.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import perrin.backend.Axis;

/** Host memory as the device sees it. */
final class Buffers {
  private static final int AXIS_BYTES = 32;

  private Buffers() {}

  static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(Math.max(1, bytes))
        .order(ByteOrder.nativeOrder())
        .limit(bytes);
  }

  static ByteBuffer of(float[] values) {
    ByteBuffer buffer = direct(Math.multiplyExact(values.length, Float.BYTES));
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  static ByteBuffer of(long value) {
    return direct(Long.BYTES).putLong(0, value);
  }

  /** The struct {@code Axis} of langevin.cu, one after the other. */
  static ByteBuffer of(List<Axis> axes) {
    ByteBuffer structs = direct(axes.size() * AXIS_BYTES);
    long cellsBefore = 0;
    for (Axis axis : axes) {
      structs.putFloat(axis.from()).putFloat(axis.to()).putFloat(axis.scale()).putInt(axis.bins());
      structs.putLong(axis.offset()).putLong(cellsBefore);
      cellsBefore += axis.bins() + 2L;
    }
    return structs.flip();
  }
}
