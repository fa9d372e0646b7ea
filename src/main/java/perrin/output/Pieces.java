package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** A dataset's values in their order, so much at a time that it costs no memory to speak of. */
final class Pieces {
  private static final int LENGTH = 1 << 16;

  private Pieces() {}

  /**
   * Hands over all values.
   *
   * @param take gets arrays of primitive numbers, or the value of a dataset without dimensions
   */
  static void of(Dataset dataset, Consumer<Object> take) {
    int[] shape = dataset.getDimensions();
    if (shape.length == 0) {
      take.accept(dataset.getData());
      return;
    }
    if (dataset instanceof ContiguousDataset contiguous
        && dataset.getSizeInBytes() <= Integer.MAX_VALUE
        && ofBuffer(contiguous, take)) {
      return;
    }
    if (shape.length == 1 || dataset.getSizeInBytes() <= Integer.MAX_VALUE) {
      take.accept(dataset.getDataFlat());
      return;
    }
    int[] row = new int[shape.length];
    Arrays.fill(row, 1);
    row[shape.length - 1] = shape[shape.length - 1];
    long rows = Arrays.stream(shape, 0, shape.length - 1).asLongStream().reduce(1, (a, b) -> a * b);
    for (long r = 0; r < rows; r++) {
      Object slice = dataset.getData(rowStart(r, shape), row);
      while (slice instanceof Object[] outer) {
        slice = outer[0];
      }
      take.accept(slice);
    }
  }

  /** Whether the values could be taken from the bytes as they lie in the file. */
  private static boolean ofBuffer(ContiguousDataset dataset, Consumer<Object> take) {
    if (!(dataset.getDataType() instanceof OrderedDataType type)) {
      return false;
    }
    Class<?> java = dataset.getJavaType();
    int bytes = dataset.getDataType().getSize();
    ByteBuffer all = dataset.getBuffer().order(type.getByteOrder());
    if (java == float.class && bytes == Float.BYTES) {
      var values = all.asFloatBuffer();
      while (values.hasRemaining()) {
        var piece = new float[Math.min(LENGTH, values.remaining())];
        values.get(piece);
        take.accept(piece);
      }
    } else if (java == double.class && bytes == Double.BYTES) {
      var values = all.asDoubleBuffer();
      while (values.hasRemaining()) {
        var piece = new double[Math.min(LENGTH, values.remaining())];
        values.get(piece);
        take.accept(piece);
      }
    } else if (java == long.class && bytes == Long.BYTES) {
      var values = all.asLongBuffer();
      while (values.hasRemaining()) {
        var piece = new long[Math.min(LENGTH, values.remaining())];
        values.get(piece);
        take.accept(piece);
      }
    } else {
      return false;
    }
    return true;
  }

  /** Where a row begins, rows counted with the last but one dimension running fastest. */
  private static long[] rowStart(long row, int[] shape) {
    long[] start = new long[shape.length];
    long left = row;
    for (int d = shape.length - 2; d >= 0; d--) {
      start[d] = left % shape[d];
      left /= shape[d];
    }
    return start;
  }
}
