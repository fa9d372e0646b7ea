package perrin.output;

import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The header of a group or dataset in a file, whose messages may be changed in their place.
 *
 * <p>An object header of version 2 (HDF5 File Format Specification, IV.A.1.b): signature OHDR,
 * version, flags, [4 times of 4 bytes], [2 numbers of 2 bytes], size of the messages in 1 << (flags
 * & 3) bytes, messages, checksum. A message: type, size in 2 bytes, flags, [2 bytes], body.
 */
final class ObjectHeader {
  private static final int LONGEST = 1 << 16;

  private final ByteBuffer bytes;
  private final int messages;
  private final int end;
  private final int frame;

  /** Looks at a message. */
  interface Change {
    /**
     * @param type of the message
     * @param at where in {@code bytes} its body begins
     */
    void of(int type, ByteBuffer bytes, int at);
  }

  private ObjectHeader(ByteBuffer bytes) {
    this.bytes = bytes;
    int flags = bytes.get(5);
    int sizeAt = 6 + ((flags & 1 << 5) != 0 ? 16 : 0) + ((flags & 1 << 4) != 0 ? 4 : 0);
    int sizeBytes = 1 << (flags & 3);
    int size = 0;
    for (int i = 0; i < sizeBytes; i++) {
      size |= (bytes.get(sizeAt + i) & 0xff) << 8 * i;
    }
    messages = sizeAt + sizeBytes;
    end = messages + size;
    frame = (flags & 1 << 2) != 0 ? 6 : 4;
  }

  /**
   * Changes the messages of a header.
   *
   * @param address where it begins in the file
   */
  static void change(FileChannel channel, long address, Change change) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    while (read.hasRemaining() && channel.read(read, address + read.position()) > 0) {
      // reads on
    }
    ByteBuffer changed = new ObjectHeader(read.flip()).changed(change);
    while (changed.hasRemaining()) {
      channel.write(changed, address + changed.position());
    }
  }

  private ByteBuffer changed(Change change) {
    for (int at = messages; at + frame <= end; ) {
      int body = at + frame;
      change.of(bytes.get(at), bytes, body);
      at = body + Short.toUnsignedInt(bytes.getShort(at + 1));
    }
    byte[] checked = new byte[end];
    bytes.get(0, checked);
    bytes.putInt(end, ChecksumUtils.checksum(checked));
    return bytes.position(0).limit(end + Integer.BYTES);
  }
}
