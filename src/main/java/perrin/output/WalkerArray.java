package perrin.output;

/** One value for each walker, in the walkers' precision and global order. */
public sealed interface WalkerArray {
  /** In single precision, [walkers]. */
  record Singles(float[] values) implements WalkerArray {}

  /** In double precision, [walkers]. */
  record Doubles(double[] values) implements WalkerArray {}

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
