package perrin.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A file with a seal behind its content: eight letters and the content's SHA-256. It is taken only
 * if it is a regular file of this user's that nobody else may write, and as it was written;
 * programs that read executables do not look so far.
 */
public final class SealedFile {
  private static final byte[] LETTERS = "PERRIN 1".getBytes(StandardCharsets.US_ASCII);
  private static final int SEAL = LETTERS.length + 32;
  private static final long LARGEST = 1L << 30;

  private SealedFile() {}

  /** The content; empty where there is no such file, or it is not to be relied on. */
  public static Optional<byte[]> read(Path file) {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || !Ownership.isMineAlone(file)
          || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      byte[] all;
      try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        all = in.readAllBytes();
      }
      if (all.length < SEAL) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOf(all, all.length - SEAL);
      byte[] found = Arrays.copyOfRange(all, all.length - SEAL, all.length);
      return Arrays.equals(found, seal(content)) ? Optional.of(content) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Writes content with its seal, whole or not at all, in place of what is there.
   *
   * @param work on the same file system
   */
  public static void write(Path file, byte[] content, WorkFolder work) throws IOException {
    Path whole = work.file(file.getFileName().toString());
    var permissions =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel =
        FileChannel.open(
            whole, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions)) {
      for (byte[] part : new byte[][] {content, seal(content)}) {
        ByteBuffer bytes = ByteBuffer.wrap(part);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    }
    WorkFolder.replace(whole, file);
  }

  private static byte[] seal(byte[] content) {
    try {
      return ByteBuffer.allocate(SEAL)
          .put(LETTERS)
          .put(MessageDigest.getInstance("SHA-256").digest(content))
          .array();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
