package perrin.backend.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import perrin.backend.Grid;
import perrin.backend.WalkerMemory;
import perrin.experiment.Precision;

/** Host memory as the device sees it. */
final class Buffers {
  /** Of the struct {@code Axis}, in double precision. */
  private static final int MOST_AXIS_BYTES = 48;

  private Buffers() {}

  static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(Math.max(1, bytes))
        .order(ByteOrder.nativeOrder())
        .limit(bytes);
  }

  /** Values, rounded to the walkers' precision. */
  static ByteBuffer of(Precision precision, double[] values) {
    ByteBuffer buffer = direct(Math.multiplyExact(values.length, precision.bytes()));
    WalkerMemory.write(precision, values, MemorySegment.ofBuffer(buffer), 0);
    return buffer;
  }

  static ByteBuffer of(long[] values) {
    ByteBuffer buffer = direct(Math.multiplyExact(values.length, Long.BYTES));
    buffer.asLongBuffer().put(values);
    return buffer;
  }

  static ByteBuffer of(double[] values) {
    return of(Precision.DOUBLE, values);
  }

  static ByteBuffer of(int[] values) {
    ByteBuffer buffer = direct(values.length * Integer.BYTES);
    buffer.asIntBuffer().put(values);
    return buffer;
  }

  /** The struct {@code Axis} of langevin.cu for all axes of all grids, one after the other. */
  static ByteBuffer of(List<Grid> grids) {
    ByteBuffer structs =
        direct(grids.stream().mapToInt(grid -> grid.axes().size()).sum() * MOST_AXIS_BYTES);
    long cellsBefore = 0;
    for (Grid grid : grids) {
      for (Grid.Axis axis : grid.axes()) {
        structs.put(of(grid.precision(), new double[] {axis.from(), axis.to(), axis.scale()}));
        structs.putInt(axis.bins());
        structs.position((structs.position() + 7) / 8 * 8); // as long integers are aligned
        structs.putLong(grid.offset()).putLong(cellsBefore);
      }
      cellsBefore += grid.cells();
    }
    return structs.flip();
  }
}
