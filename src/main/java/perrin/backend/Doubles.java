package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Numbers in double precision outside of the heap, such as sums over time. */
public final class Doubles {
  private static final long ALIGNMENT = 64;

  private Doubles() {}

  /** Room for so many, all 0; for one where there are none. */
  static MemorySegment allocate(Arena arena, long number) {
    return arena.allocate(Math.max(1, number) * Double.BYTES, ALIGNMENT);
  }

  /** Adds to one of them. */
  public static void add(MemorySegment to, long index, double value) {
    double before = to.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    to.setAtIndex(ValueLayout.JAVA_DOUBLE, index, before + value);
  }

  /** Sets a row of a table, shape [rows][length of a row]. */
  static void setRow(MemorySegment table, long row, double[] values) {
    long at = row * values.length * Double.BYTES;
    MemorySegment.copy(values, 0, table, ValueLayout.JAVA_DOUBLE, at, values.length);
  }

  /** A row of a table, shape [rows][length]. */
  static double[] row(MemorySegment table, long row, long length) {
    long bytes = length * Double.BYTES;
    return table.asSlice(row * bytes, bytes).toArray(ValueLayout.JAVA_DOUBLE);
  }

  /** Several rows, one behind the other. */
  static double[] joined(List<double[]> parts) {
    int length = 0;
    for (double[] part : parts) {
      length = Math.addExact(length, part.length);
    }
    double[] joined = new double[length];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
