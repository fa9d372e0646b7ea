package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A dataset's values in their order, so much at a time that it costs little memory. */
final class Pieces {
  private static final int LENGTH = 1 << 16;
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;

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

  /** The same of one of several points in a row. */
  static long[] wholes(Dataset dataset, long length, int point, int points) {
    int each = Math.toIntExact(length / points);
    return Arrays.copyOfRange(wholes(dataset, length), point * each, (point + 1) * each);
  }

  /** The values of a dataset of numbers in double precision, which must be so many. */
  static double[] numbers(Dataset dataset, long length) {
    requireLength(dataset, length);
    return (double[]) dataset.getDataFlat();
  }

  private static void requireLength(Dataset dataset, long length) {
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
    } else if (isPlain(dataset)) {
      numbers(dataset, take);
    } else if (shape.length == 1 || dataset.getSizeInBytes() <= Integer.MAX_VALUE) {
      take.accept(dataset.getDataFlat());
    } else {
      rows(dataset, shape, take);
    }
  }

  /** Whether its bytes can be had at once. */
  private static boolean isPlain(Dataset dataset) {
    if (!(dataset.getDataType() instanceof OrderedDataType)
        || dataset.getSizeInBytes() > Integer.MAX_VALUE - 8) {
      return false;
    }
    return dataset instanceof ContiguousDataset
        || dataset instanceof ChunkedDataset chunked
            && Arrays.equals(chunked.getChunkDimensions(), dataset.getDimensions())
            && chunked.getFilters().stream()
                .mapToInt(filter -> filter.getId())
                .boxed()
                .toList()
                .equals(List.of(SHUFFLE, DEFLATE));
  }

  private static void numbers(Dataset dataset, Consumer<Object> take) {
    int size = dataset.getDataType().getSize();
    var order = ((OrderedDataType) dataset.getDataType()).getByteOrder();
    int count = Math.toIntExact(dataset.getSize());
    ByteBuffer piece = ByteBuffer.allocate(LENGTH * size).order(order);
    byte[] planes = dataset instanceof ChunkedDataset chunked ? inflated(chunked) : null;
    ByteBuffer plain = dataset instanceof ContiguousDataset found ? found.getBuffer() : null;
    for (int done = 0; done < count; done += LENGTH) {
      int length = Math.min(LENGTH, count - done);
      piece.clear().limit(length * size);
      if (planes == null) {
        piece.put(plain.slice(done * size, length * size));
      } else {
        for (int b = 0; b < size; b++) { // the shuffle puts all first bytes first, and so on
          for (int i = 0; i < length; i++) {
            piece.put(i * size + b, planes[b * count + done + i]);
          }
        }
      }
      take.accept(array(piece.rewind(), length, dataset.getJavaType()));
    }
  }

  private static Object array(ByteBuffer bytes, int length, Class<?> type) {
    if (type == float.class) {
      var values = new float[length];
      bytes.asFloatBuffer().get(values);
      return values;
    }
    if (type == double.class) {
      var values = new double[length];
      bytes.asDoubleBuffer().get(values);
      return values;
    }
    if (type == int.class) {
      var values = new int[length];
      bytes.asIntBuffer().get(values);
      return values;
    }
    if (type == long.class) {
      var values = new long[length];
      bytes.asLongBuffer().get(values);
      return values;
    }
    throw new IllegalStateException("no run file has numbers of type " + type);
  }

  /** The one chunk of a dataset, unpacked but shuffled as it is; its size has been looked at. */
  private static byte[] inflated(ChunkedDataset dataset) {
    var all = new byte[Math.toIntExact(dataset.getSizeInBytes())];
    var inflater = new Inflater();
    try {
      inflater.setInput(dataset.getRawChunkBuffer(new int[dataset.getDimensions().length]));
      int done = 0;
      for (int more = -1; done < all.length && more != 0; done += more) {
        more = inflater.inflate(all, done, all.length - done);
      }
      if (done < all.length) {
        throw new IllegalStateException(dataset.getPath() + " is cut off");
      }
      return all;
    } catch (DataFormatException e) {
      throw new IllegalStateException(dataset.getPath() + " cannot be unpacked", e);
    } finally {
      inflater.end();
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
