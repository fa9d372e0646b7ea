package perrin.statistics;

import java.lang.foreign.MemorySegment;
import perrin.experiment.Precision;

/** One value for each walker, in the walkers' precision and global order. */
public sealed interface WalkerArray {
  /** In single precision, [walkers]. */
  record Singles(float[] values) implements WalkerArray {}

  /** In double precision, [walkers]. */
  record Doubles(double[] values) implements WalkerArray {}

  /** All zero. */
  static WalkerArray of(Precision precision, int walkers) {
    return switch (precision) {
      case SINGLE -> new Singles(new float[walkers]);
      case DOUBLE -> new Doubles(new double[walkers]);
    };
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
