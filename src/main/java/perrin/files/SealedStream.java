package perrin.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Files of any size with a seal at their end: eight letters and the SHA-256 of all before it. Such
 * a file is written whole or not at all, and read only if it is as it was written.
 */
public final class SealedStream {
  private static final byte[] LETTERS = "PERRIN 2".getBytes(StandardCharsets.US_ASCII);
  private static final int SEAL = LETTERS.length + 32;
  private static final int BUFFER = 1 << 20;

  /** Writes or reads what is in a file. */
  public interface Writer {
    /** Writes all of it. */
    void to(DataOutputStream out) throws IOException;
  }

  private SealedStream() {}

  /**
   * Writes a file and forces it to the disk.
   *
   * @param file where nothing is yet
   */
  public static void write(Path file, Writer content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      MessageDigest digest = digest();
      OutputStream plain = Channels.newOutputStream(channel);
      var sealed = new DigestOutputStream(plain, digest);
      var out = new DataOutputStream(new BufferedOutputStream(sealed, BUFFER));
      content.to(out);
      out.flush();
      plain.write(LETTERS);
      plain.write(digest.digest());
      channel.force(true);
    }
  }

  /**
   * The content of a file, which ends where the seal begins; empty where there is none, or it is
   * not as it was written.
   */
  public static Optional<DataInputStream> open(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    long length = Files.size(file) - SEAL;
    if (length < 0 || !isSealed(file, length)) {
      return Optional.empty();
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    return Optional.of(new DataInputStream(new Limited(in, length)));
  }

  private static boolean isSealed(Path file, long length) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (long left = length; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return false; // somebody makes it shorter meanwhile
        }
        digest.update(buffer, 0, read);
        left -= read;
      }
      byte[] seal = in.readNBytes(SEAL);
      return seal.length == SEAL
          && Arrays.equals(LETTERS, Arrays.copyOf(seal, LETTERS.length))
          && Arrays.equals(digest.digest(), Arrays.copyOfRange(seal, LETTERS.length, SEAL));
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Ends before the seal. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      left--;
      return some(in.read());
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = some(in.read(bytes, from, (int) Math.min(length, left)));
      left -= read;
      return read;
    }

    private static int some(int read) throws IOException {
      if (read < 0) {
        throw new EOFException("the file has become shorter");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
