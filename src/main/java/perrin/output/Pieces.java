package perrin.output;

import io.jhdf.api.Dataset;
import java.util.Arrays;
import java.util.function.Consumer;

/** A dataset's values in their order, so much at a time that it costs little memory. */
final class Pieces {
  private static final int LENGTH = 1 << 16;

  private Pieces() {}

  /** The values of a dataset of whole numbers, which must be so many. */
  static long[] wholes(Dataset dataset, long length) {
    requireLength(dataset, length);
    var all = new long[Math.toIntExact(length)];
    var filled = new int[1];
    of(
        dataset,
        piece -> {
          long[] values = (long[]) piece;
          System.arraycopy(values, 0, all, filled[0], values.length);
          filled[0] += values.length;
        });
    return all;
  }

  /** The values of a dataset of numbers in double precision, which must be so many. */
  static double[] numbers(Dataset dataset, long length) {
    requireLength(dataset, length);
    return (double[]) dataset.getDataFlat();
  }

  static void requireLength(Dataset dataset, long length) {
    if (dataset.getSize() != length) {
      throw new IllegalStateException(
          dataset.getPath() + " has " + dataset.getSize() + " values, must have " + length);
    }
  }

  /**
   * Hands over all values.
   *
   * @param take gets arrays of primitive numbers, or the value of a dataset without dimensions
   */
  static void of(Dataset dataset, Consumer<Object> take) {
    int[] shape = dataset.getDimensions();
    if (shape.length == 0) {
      take.accept(dataset.getData());
    } else if (StoredNumbers.has(dataset)) {
      StoredNumbers.of(dataset).pieces(take);
    } else if (PlainNumbers.are(dataset)) {
      numbers(PlainNumbers.of(dataset), take);
    } else if (shape.length == 1 || dataset.getSizeInBytes() <= Integer.MAX_VALUE) {
      take.accept(dataset.getDataFlat());
    } else {
      rows(dataset, shape, take);
    }
  }

  private static void numbers(PlainNumbers numbers, Consumer<Object> take) {
    for (int done = 0; done < numbers.count(); done += LENGTH) {
      take.accept(numbers.some(done, Math.min(LENGTH, numbers.count() - done)));
    }
  }

  /** Rows one by one: all of them are more than one array of Java holds. */
  private static void rows(Dataset dataset, int[] shape, Consumer<Object> take) {
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
