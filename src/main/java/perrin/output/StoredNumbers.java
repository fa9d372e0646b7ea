package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.OrderedDataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import perrin.experiment.Precision;
import perrin.statistics.WalkerArray;

/**
 * The numbers of a dataset, of any size, that lie in the file as they are: read from there, for
 * jHDF takes no more than 2 GiB at a time.
 *
 * @param values one after the other; the file's memory
 */
record StoredNumbers(Precision precision, MemorySegment values) {
  private static final int PIECE = 1 << 16;

  /** What a buffer of Java's holds. */
  private static final long MOST = Integer.MAX_VALUE - 8L;

  /** Whether a dataset is one of these; its place in the file has been looked at. */
  static boolean has(Dataset dataset) {
    return dataset instanceof ContiguousDataset
        && dataset.getDataType() instanceof OrderedDataType type
        && type.getByteOrder() == ByteOrder.nativeOrder() // little-endian wherever CUDA or AVX is
        && (dataset.getJavaType() == float.class || dataset.getJavaType() == double.class)
        && dataset.getSize() > 0;
  }

  /**
   * Those of a dataset.
   *
   * @throws IllegalStateException where it is none of single or double precision
   */
  static StoredNumbers of(Dataset dataset) {
    if (!has(dataset)) {
      throw new IllegalStateException(dataset.getPath() + " holds no states");
    }
    Precision precision =
        dataset.getJavaType() == float.class ? Precision.SINGLE : Precision.DOUBLE;
    long begin = ((ContiguousDataset) dataset).getDataAddress();
    long bytes = Math.multiplyExact(dataset.getSize(), (long) precision.bytes());
    if (bytes <= MOST) { // jHDF may have the whole file in memory
      ByteBuffer all = ((ContiguousDataset) dataset).getBuffer(); // wherever others have read to
      return new StoredNumbers(precision, MemorySegment.ofBuffer(all.slice(0, (int) bytes)));
    }
    try (var channel = FileChannel.open(dataset.getFileAsPath(), StandardOpenOption.READ)) {
      if (begin < 0 || bytes > channel.size() - begin) {
        throw new IllegalStateException(dataset.getPath() + " is cut off");
      }
      return new StoredNumbers(
          precision, channel.map(FileChannel.MapMode.READ_ONLY, begin, bytes, Arena.ofAuto()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Some of them.
   *
   * @param first number of the first
   */
  WalkerArray row(long first, long count) {
    long bytes = precision.bytes();
    MemorySegment row = values.asSlice(first * bytes, count * bytes);
    return new WalkerArray.Beside(precision, row);
  }

  /** All of them as arrays of Java's, so many at a time that it costs little memory. */
  void pieces(Consumer<Object> take) {
    long count = values.byteSize() / precision.bytes();
    for (long at = 0; at < count; at += PIECE) {
      int length = (int) Math.min(PIECE, count - at);
      WalkerArray copy = WalkerArray.of(precision, length);
      copy.memory().copyFrom(row(at, length).memory());
      take.accept(array(copy));
    }
  }

  private static Object array(WalkerArray onHeap) {
    return switch (onHeap) {
      case WalkerArray.Singles(var values) -> values;
      case WalkerArray.Doubles(var values) -> values;
      case WalkerArray.Beside _ -> throw new AssertionError("made on the heap");
    };
  }
}
