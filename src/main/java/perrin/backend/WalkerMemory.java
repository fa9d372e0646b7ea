package perrin.backend;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import perrin.experiment.Precision;
import perrin.statistics.WalkerArray;

/** Numbers in the walkers' precision, in memory outside of the heap or in a buffer. */
public final class WalkerMemory {
  /** So many are not put on Java's heap. */
  private static final int MANY = 1 << 20;

  private WalkerMemory() {}

  /**
   * Copies consecutive values.
   *
   * @param at index of the first, counted in values
   */
  public static WalkerArray read(Precision precision, MemorySegment from, long at, int n) {
    WalkerArray values = n < MANY ? WalkerArray.of(precision, n) : WalkerArray.beside(precision, n);
    MemorySegment target = values.memory();
    MemorySegment.copy(from, at * precision.bytes(), target, 0, target.byteSize());
    return values;
  }

  /**
   * What fills up the last cohort: copies of the last walker's value, which is as finite as that.
   *
   * @param walkers how many places there are to fill
   */
  public static MemorySegment padding(WalkerArray values, long walkers) {
    long bytes = values.bytes();
    MemorySegment all = values.memory();
    MemorySegment padding = MemorySegment.ofArray(new byte[Math.toIntExact(walkers * bytes)]);
    for (long at = 0; at < padding.byteSize(); at += bytes) {
      MemorySegment.copy(all, all.byteSize() - bytes, padding, at, bytes);
    }
    return padding;
  }

  /**
   * Writes values, rounded.
   *
   * @param bytes where in {@code to} the first one goes
   */
  public static void write(Precision precision, double[] values, MemorySegment to, long bytes) {
    switch (precision) {
      case SINGLE -> {
        for (int i = 0; i < values.length; i++) {
          to.set(JAVA_FLOAT_UNALIGNED, bytes + (long) i * Float.BYTES, (float) values[i]);
        }
      }
      case DOUBLE -> MemorySegment.copy(values, 0, to, JAVA_DOUBLE_UNALIGNED, bytes, values.length);
    }
  }
}
