package perrin.statistics;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import perrin.experiment.Precision;

/**
 * One value for each walker, in the walkers' precision and global order. Two are equal if all
 * values are, NaN to NaN, wherever they lie.
 */
public sealed interface WalkerArray {
  /** In single precision, [walkers]. */
  record Singles(float[] values) implements WalkerArray {
    @Override
    public boolean equals(Object other) {
      return other instanceof WalkerArray that && same(this, that);
    }

    @Override
    public int hashCode() {
      return hash(this);
    }
  }

  /** In double precision, [walkers]. */
  record Doubles(double[] values) implements WalkerArray {
    @Override
    public boolean equals(Object other) {
      return other instanceof WalkerArray that && same(this, that);
    }

    @Override
    public int hashCode() {
      return hash(this);
    }
  }

  /**
   * Beside Java's heap, where there may be very many.
   *
   * @param memory as many values as walkers; readable as long as this is
   */
  record Beside(Precision precision, MemorySegment memory) implements WalkerArray {
    @Override
    public boolean equals(Object other) {
      return other instanceof WalkerArray that && same(this, that);
    }

    @Override
    public int hashCode() {
      return hash(this);
    }
  }

  private static boolean same(WalkerArray a, WalkerArray b) {
    if (a.bytes() != b.bytes() || a.walkers() != b.walkers()) {
      return false;
    }
    if (a.memory().mismatch(b.memory()) < 0) {
      return true;
    }
    for (int w = 0; w < a.walkers(); w++) {
      if (Double.compare(a.value(w), b.value(w)) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int hash(WalkerArray array) {
    int hash = array.walkers();
    for (int w = 0; w < array.walkers(); w++) {
      hash = 31 * hash + Double.hashCode(array.value(w));
    }
    return hash;
  }

  /** All zero. */
  static WalkerArray of(Precision precision, int walkers) {
    return switch (precision) {
      case SINGLE -> new Singles(new float[walkers]);
      case DOUBLE -> new Doubles(new double[walkers]);
    };
  }

  /** Several, one behind the other; at least one, and of one precision. */
  static WalkerArray joined(List<WalkerArray> parts) {
    int walkers = 0;
    for (WalkerArray part : parts) {
      walkers = Math.addExact(walkers, part.walkers());
    }
    WalkerArray all = beside(parts.getFirst().precision(), walkers);
    long at = 0;
    for (WalkerArray part : parts) {
      if (part.bytes() != all.bytes()) {
        throw new IllegalArgumentException("walkers in both precisions");
      }
      MemorySegment from = part.memory();
      MemorySegment.copy(from, 0, all.memory(), at, from.byteSize());
      at += from.byteSize();
    }
    return all;
  }

  /** All zero, beside Java's heap. */
  static WalkerArray beside(Precision precision, int walkers) {
    long bytes = (long) precision.bytes() * walkers;
    return new Beside(precision, Arena.ofAuto().allocate(bytes, Double.BYTES));
  }

  /** As many that are unknown: NaN. */
  default WalkerArray unknown() {
    WalkerArray nothing = of(precision(), walkers());
    switch (nothing) {
      case Singles(var values) -> Arrays.fill(values, Float.NaN);
      case Doubles(var values) -> Arrays.fill(values, Double.NaN);
      case Beside _ -> throw new AssertionError("made on the heap");
    }
    return nothing;
  }

  /** The values themselves, to be read and written as memory. */
  default MemorySegment memory() {
    return switch (this) {
      case Singles(var values) -> MemorySegment.ofArray(values);
      case Doubles(var values) -> MemorySegment.ofArray(values);
      case Beside(_, var memory) -> memory;
    };
  }

  /** A copy as an array; of values in single precision. */
  default float[] singles() {
    return memory().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
  }

  /** A copy as an array; of values in double precision. */
  default double[] doubles() {
    return memory().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
  }

  /** That of the values. */
  default Precision precision() {
    return switch (this) {
      case Singles _ -> Precision.SINGLE;
      case Doubles _ -> Precision.DOUBLE;
      case Beside(var precision, _) -> precision;
    };
  }

  /** A value. */
  default double value(int walker) {
    return switch (this) {
      case Singles(var values) -> values[walker];
      case Doubles(var values) -> values[walker];
      case Beside(var precision, var memory) ->
          precision == Precision.SINGLE
              ? memory.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, walker)
              : memory.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, walker);
    };
  }

  /** A value, the shortest decimal that tells it from its neighbours. */
  default String text(int walker) {
    return precision() == Precision.SINGLE
        ? Float.toString((float) value(walker))
        : Double.toString(value(walker));
  }

  /** Number of walkers. */
  default int walkers() {
    return switch (this) {
      case Singles singles -> singles.values.length;
      case Doubles doubles -> doubles.values.length;
      case Beside beside -> Math.toIntExact(beside.memory.byteSize() / bytes());
    };
  }

  /** Bytes of one value. */
  default int bytes() {
    return precision().bytes();
  }
}
