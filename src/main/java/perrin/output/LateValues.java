package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import perrin.experiment.Precision;
import perrin.statistics.WalkerArray;

/**
 * Values that are written after jHDF has written the file, straight from where they are: jHDF holds
 * everything as arrays of Java's until the end, copies them once more, and has none of 2 GiB.
 *
 * <p>jHDF writes a placeholder with as many dimensions. Behind the file's end come the values; then
 * the dataset's header gets its true dimensions (HDF5 File Format Specification IV.A.2.b) and the
 * values' address (IV.A.2.i, contiguous), and the superblock (II.A) the new end of the file.
 */
final class LateValues {
  private static final int DATASPACE = 1;
  private static final int LAYOUT = 8;
  private static final int CONTIGUOUS = 1;
  private static final int ALIGNED = 64;
  private static final int PIECE = 1 << 20;

  private static final int SUPERBLOCK = 48;
  private static final int END_AT = 28;
  private static final int CHECKSUM_AT = 44;

  private final Map<String, WalkerRows> all = new LinkedHashMap<>();

  /** Values that are to come at a path, {@code /final/x}. */
  void put(String path, WalkerRows rows) {
    all.put(path, rows);
  }

  /** Those of a path; null where nothing is to come. */
  WalkerRows get(String path) {
    return all.get(path);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Writes all of them into a file in which jHDF has put the placeholders. */
  void writeTo(Path file) {
    if (all.isEmpty()) {
      return;
    }
    Map<Long, WalkerRows> byHeader = new LinkedHashMap<>();
    try (var root = RunReader.open(file)) {
      all.forEach((path, rows) -> byHeader.put(find(root, path).getAddress(), rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      for (Map.Entry<Long, WalkerRows> each : byHeader.entrySet()) {
        long begin = Math.ceilDiv(end, ALIGNED) * ALIGNED;
        end = write(channel, begin, each.getValue());
        long length = end - begin;
        long[] dimensions = each.getValue().dimensions();
        ObjectHeader.change(
            channel,
            each.getKey(),
            (type, bytes, at) -> {
              switch (type) {
                case DATASPACE -> declare(bytes, at, dimensions);
                case LAYOUT -> declare(bytes, at, begin, length);
                default -> {}
              }
            });
      }
      declareEnd(channel, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Node find(HdfFile root, String path) {
    Node node = root;
    for (String name : path.substring(1).split("/")) {
      node = ((Group) node).getChildren().get(name);
    }
    return node;
  }

  /** Gives where they end. */
  private static long write(FileChannel channel, long begin, WalkerRows values) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    long to = begin;
    for (WalkerArray row : values.rows()) {
      ValueLayout layout =
          row.precision() == Precision.SINGLE
              ? ValueLayout.JAVA_FLOAT_UNALIGNED
              : ValueLayout.JAVA_DOUBLE_UNALIGNED;
      MemorySegment from = row.memory();
      for (long at = 0; at < from.byteSize(); at += PIECE) {
        int length = (int) Math.min(PIECE, from.byteSize() - at);
        piece.clear().limit(length);
        MemorySegment.copy(
            from,
            layout,
            at,
            MemorySegment.ofBuffer(piece),
            layout.withOrder(ByteOrder.LITTLE_ENDIAN),
            0,
            length / layout.byteSize());
        while (piece.hasRemaining()) {
          to += channel.write(piece, to);
        }
      }
    }
    return to;
  }

  /** A dataspace: version 1 or 2, rank, flags (1: limits follow the dimensions), dimensions. */
  static void declare(ByteBuffer bytes, int at, long[] dimensions) {
    int first = at + (bytes.get(at) == 1 ? 8 : 4);
    int times = (bytes.get(at + 2) & 1) == 1 ? 2 : 1;
    if (bytes.get(at + 1) != dimensions.length) {
      throw new IllegalStateException("a placeholder has other dimensions");
    }
    for (int d = 0; d < times * dimensions.length; d++) {
      bytes.putLong(first + d * Long.BYTES, dimensions[d % dimensions.length]);
    }
  }

  /** A layout: version 3 or 4, class, address, size. */
  static void declare(ByteBuffer bytes, int at, long begin, long length) {
    if (bytes.get(at) < 3 || bytes.get(at + 1) != CONTIGUOUS) {
      throw new IllegalStateException("a placeholder has another layout");
    }
    bytes.putLong(at + 2, begin);
    bytes.putLong(at + 2 + Long.BYTES, length);
  }

  static void declareEnd(FileChannel channel, long end) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(SUPERBLOCK).order(ByteOrder.LITTLE_ENDIAN);
    while (block.hasRemaining() && channel.read(block, block.position()) > 0) {
      // reads on
    }
    if (block.get(8) < 2 || block.get(9) != Long.BYTES) {
      throw new IllegalStateException("a superblock of version " + block.get(8));
    }
    block.putLong(END_AT, end);
    byte[] checked = new byte[CHECKSUM_AT];
    block.get(0, checked);
    block.putInt(CHECKSUM_AT, ChecksumUtils.checksum(checked));
    block.rewind();
    while (block.hasRemaining()) {
      channel.write(block, block.position());
    }
  }
}
