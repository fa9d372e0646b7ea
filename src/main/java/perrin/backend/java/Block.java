package perrin.backend.java;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import perrin.experiment.Precision;

/** One real value of each of {@value #SIZE} walkers, in their precision. */
sealed interface Block {
  /**
   * Walkers in a block: the registers of a step fit in the second-level cache, the loops outweigh
   * their set-up.
   */
  int SIZE = 256;

  /** In single precision. */
  record Singles(float[] values) implements Block {}

  /** In double precision. */
  record Doubles(double[] values) implements Block {}

  static Block of(Precision precision) {
    return switch (precision) {
      case SINGLE -> new Singles(new float[SIZE]);
      case DOUBLE -> new Doubles(new double[SIZE]);
    };
  }

  static Block[] several(Precision precision, int blocks) {
    Block[] several = new Block[blocks];
    Arrays.setAll(several, _ -> of(precision));
    return several;
  }

  /**
   * Gives some of the values.
   *
   * @param at of the first
   * @param some modified
   * @param n how many
   */
  default void read(int at, double[] some, int n) {
    switch (this) {
      case Singles(var values) -> {
        for (int i = 0; i < n; i++) {
          some[i] = values[at + i];
        }
      }
      case Doubles(var values) -> System.arraycopy(values, at, some, 0, n);
    }
  }

  /** Sets the first n values to one number, rounded. */
  default void fill(double value, int n) {
    switch (this) {
      case Singles(var values) -> Arrays.fill(values, 0, n, (float) value);
      case Doubles(var values) -> Arrays.fill(values, 0, n, value);
    }
  }

  default void set(int i, double value) {
    switch (this) {
      case Singles(var values) -> values[i] = (float) value;
      case Doubles(var values) -> values[i] = value;
    }
  }

  /**
   * Takes over the first n values of another block.
   *
   * @param other of the same precision
   */
  default void copy(Block other, int n) {
    System.arraycopy(other.array(), 0, array(), 0, n);
  }

  /**
   * @param index of the first value, counted in values
   */
  default void load(MemorySegment from, long index, int n) {
    switch (this) {
      case Singles(var values) ->
          MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, index * Float.BYTES, values, 0, n);
      case Doubles(var values) ->
          MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE, index * Double.BYTES, values, 0, n);
    }
  }

  /**
   * @param index of the first value, counted in values
   */
  default void store(MemorySegment to, long index, int n) {
    switch (this) {
      case Singles(var values) ->
          MemorySegment.copy(values, 0, to, ValueLayout.JAVA_FLOAT, index * Float.BYTES, n);
      case Doubles(var values) ->
          MemorySegment.copy(values, 0, to, ValueLayout.JAVA_DOUBLE, index * Double.BYTES, n);
    }
  }

  private Object array() {
    return switch (this) {
      case Singles(var values) -> values;
      case Doubles(var values) -> values;
    };
  }
}
