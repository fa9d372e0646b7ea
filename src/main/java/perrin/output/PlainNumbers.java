package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.OrderedDataType;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Numbers of a dataset whose bytes can be had at once, any of them without the others: as they lie
 * in the file, or unpacked there.
 */
final class PlainNumbers {
  private static final int LENGTH = 1 << 16;
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;

  private final Class<?> type;
  private final int size;
  private final int count;
  private final ByteOrder order;
  private final ByteBuffer bytes;
  private final boolean shuffled;

  private PlainNumbers(Dataset dataset, ByteBuffer bytes, boolean shuffled) {
    type = dataset.getJavaType();
    size = dataset.getDataType().getSize();
    count = Math.toIntExact(dataset.getSize());
    order = ((OrderedDataType) dataset.getDataType()).getByteOrder();
    this.bytes = bytes;
    this.shuffled = shuffled;
  }

  /** Whether a dataset holds such numbers. */
  static boolean are(Dataset dataset) {
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

  /** Those of a dataset of which they {@link #are}; unpacks it where it is packed. */
  static PlainNumbers of(Dataset dataset) {
    return switch (dataset) {
      case ContiguousDataset plain -> new PlainNumbers(plain, plain.getBuffer(), false);
      case ChunkedDataset packed ->
          new PlainNumbers(packed, ByteBuffer.wrap(inflated(packed)), true);
      default -> throw new IllegalArgumentException(dataset.getPath() + " is not plain");
    };
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /**
   * Some of them, in an array of primitive numbers of their own type.
   *
   * @param first number of the first
   * @param length how many
   */
  Object some(int first, int length) {
    Object values = Array.newInstance(type, length);
    if (!shuffled) {
      fill(values, 0, bytes.slice(first * size, length * size), length);
      return values;
    }
    ByteBuffer piece = ByteBuffer.allocate(Math.min(LENGTH, length) * size);
    byte[] planes = bytes.array();
    for (int done = 0; done < length; done += LENGTH) {
      int more = Math.min(LENGTH, length - done);
      for (int b = 0; b < size; b++) { // the shuffle puts all first bytes first, and so on
        int from = b * count + first + done;
        for (int i = 0; i < more; i++) {
          piece.put(i * size + b, planes[from + i]);
        }
      }
      fill(values, done, piece, more);
    }
    return values;
  }

  private void fill(Object values, int at, ByteBuffer from, int length) {
    from.order(order);
    switch (values) {
      case float[] all -> from.asFloatBuffer().get(all, at, length);
      case double[] all -> from.asDoubleBuffer().get(all, at, length);
      case int[] all -> from.asIntBuffer().get(all, at, length);
      case long[] all -> from.asLongBuffer().get(all, at, length);
      default -> throw new IllegalStateException("no run file has numbers of type " + type);
    }
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
}
