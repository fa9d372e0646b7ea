package perrin.statistics;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import perrin.experiment.Precision;

/**
 * One value for each walker, in the walkers' precision and global order. Two are equal if all
 * values are, NaN to NaN.
 */
public sealed interface WalkerArray {
  /** In single precision, [walkers]. */
  record Singles(float[] values) implements WalkerArray {
    @Override
    public boolean equals(Object other) {
      return other instanceof Singles that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** In double precision, [walkers]. */
  record Doubles(double[] values) implements WalkerArray {
    @Override
    public boolean equals(Object other) {
      return other instanceof Doubles that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
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
    WalkerArray all =
        switch (parts.getFirst()) {
          case Singles _ -> new Singles(new float[walkers]);
          case Doubles _ -> new Doubles(new double[walkers]);
        };
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

  /**
   * A copy of some.
   *
   * @param end behind the last
   */
  default WalkerArray part(int first, int end) {
    return switch (this) {
      case Singles(var values) -> new Singles(Arrays.copyOfRange(values, first, end));
      case Doubles(var values) -> new Doubles(Arrays.copyOfRange(values, first, end));
    };
  }

  /** As many that are unknown: NaN. */
  default WalkerArray unknown() {
    switch (this) {
      case Singles(var values) -> {
        var nothing = new float[values.length];
        Arrays.fill(nothing, Float.NaN);
        return new Singles(nothing);
      }
      case Doubles(var values) -> {
        var nothing = new double[values.length];
        Arrays.fill(nothing, Double.NaN);
        return new Doubles(nothing);
      }
    }
  }

  /** The values themselves, to be read and written as memory. */
  default MemorySegment memory() {
    return switch (this) {
      case Singles(var values) -> MemorySegment.ofArray(values);
      case Doubles(var values) -> MemorySegment.ofArray(values);
    };
  }

  /** A value. */
  default double value(int walker) {
    return switch (this) {
      case Singles(var values) -> values[walker];
      case Doubles(var values) -> values[walker];
    };
  }

  /** A value, the shortest decimal that tells it from its neighbours. */
  default String text(int walker) {
    return switch (this) {
      case Singles(var values) -> Float.toString(values[walker]);
      case Doubles(var values) -> Double.toString(values[walker]);
    };
  }

  /** Number of walkers. */
  default int walkers() {
    return switch (this) {
      case Singles singles -> singles.values.length;
      case Doubles doubles -> doubles.values.length;
    };
  }

  /** Bytes of one value. */
  default int bytes() {
    return switch (this) {
      case Singles _ -> Float.BYTES;
      case Doubles _ -> Double.BYTES;
    };
  }
}
