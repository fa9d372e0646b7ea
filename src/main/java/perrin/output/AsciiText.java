package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Declares text in plain ASCII to be just that. jHDF declares all text as UTF-8, which Octave
 * refuses to load, and with it the rest of the file.
 *
 * <p>An object header of version 2 (HDF5 File Format Specification, IV.A.1.b): signature OHDR,
 * version, flags, [4 times of 4 bytes], [2 numbers of 2 bytes], size of the messages in 1 << (flags
 * & 3) bytes, messages, checksum. A message: type, size in 2 bytes, flags, [2 bytes], body. A
 * datatype's body begins with version and class in a byte (3 is text); the next byte's upper half
 * is 0 for ASCII and 1 for UTF-8.
 */
final class AsciiText {
  private static final int DATATYPE = 3;
  private static final int TEXT = 3;
  private static final int UTF_8 = 1 << 4;
  private static final int LONGEST_HEADER = 1 << 16;

  private AsciiText() {}

  /**
   * Changes the declaration of those datasets whose text is ASCII, of those that are there.
   *
   * @param file a whole HDF5 file; modified
   */
  static void declare(Path file, List<String> datasets) {
    List<Long> headers = new ArrayList<>();
    try (var root = RunReader.open(file)) {
      for (String path : datasets) {
        Dataset dataset = find(root, path);
        if (dataset != null
            && StandardCharsets.US_ASCII.newEncoder().canEncode((String) dataset.getData())) {
          headers.add(dataset.getAddress());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long address : headers) {
        ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, address + header.position()) > 0) {
          // reads on
        }
        declare(header.flip());
        while (header.hasRemaining()) {
          channel.write(header, address + header.position());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dataset find(HdfFile root, String path) {
    Node node = root;
    for (String name : path.split("/")) {
      node = node instanceof Group group ? group.getChildren().get(name) : null;
    }
    return (Dataset) node;
  }

  /**
   * Changes one header.
   *
   * @param header an object header and whatever follows; modified: ends with the header
   */
  private static void declare(ByteBuffer header) {
    int flags = header.get(5);
    int sizeAt = 6 + ((flags & 1 << 5) != 0 ? 16 : 0) + ((flags & 1 << 4) != 0 ? 4 : 0);
    int sizeBytes = 1 << (flags & 3);
    int messages = 0;
    for (int i = 0; i < sizeBytes; i++) {
      messages |= (header.get(sizeAt + i) & 0xff) << 8 * i;
    }
    int at = sizeAt + sizeBytes;
    int end = at + messages;
    int frame = (flags & 1 << 2) != 0 ? 6 : 4;
    while (at + frame <= end) {
      int body = at + frame;
      if (header.get(at) == DATATYPE && (header.get(body) & 0xf) == TEXT) {
        header.put(body + 1, (byte) (header.get(body + 1) & ~UTF_8));
      }
      at = body + Short.toUnsignedInt(header.getShort(at + 1));
    }
    byte[] checked = new byte[end];
    header.get(0, checked);
    header.putInt(end, ChecksumUtils.checksum(checked));
    header.limit(end + Integer.BYTES);
  }
}
