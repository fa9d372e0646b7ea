package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
 * <p>A datatype's body begins with version and class in a byte (3 is text); the next byte's upper
 * half is 0 for ASCII and 1 for UTF-8 (HDF5 File Format Specification, IV.A.2.d).
 */
final class AsciiText {
  private static final int DATATYPE = 3;
  private static final int TEXT = 3;
  private static final int UTF_8 = 1 << 4;

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
        ObjectHeader.change(channel, address, AsciiText::declare);
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

  private static void declare(int type, ByteBuffer bytes, int at) {
    if (type == DATATYPE && (bytes.get(at) & 0xf) == TEXT) {
      bytes.put(at + 1, (byte) (bytes.get(at + 1) & ~UTF_8));
    }
  }
}
