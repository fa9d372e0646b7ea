package perrin.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Where compiled kernels and unpacked libraries are kept for the next time. */
public final class CacheFolder {
  private CacheFolder() {}

  /** PERRIN_CACHE, else XDG_CACHE_HOME/perrin, else ~/.cache/perrin. */
  public static Path path() {
    return path(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Path path(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("PERRIN_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    return shared.isBlank() ? home.resolve(Path.of(".cache", "perrin")) : Path.of(shared, "perrin");
  }

  /** A name for what is made of these parts. */
  public static String hash(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Fills a new file. */
  public interface Content {
    void writeTo(Path file) throws IOException;
  }

  /**
   * Puts a file in its place whole or not at all, also where several programs do so at a time: it
   * is written beside its place and then moved there.
   */
  public static void put(Path file, Content content) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "fresh", ".tmp");
    fresh.toFile().deleteOnExit(); // if the program is interrupted
    try {
      content.writeTo(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** What to say where the folder cannot be written. */
  public static BackendException notWritable(String what, IOException e) {
    return new BackendException(
        what
            + " cannot be kept in "
            + path()
            + ": "
            + e.getMessage()
            + "; set PERRIN_CACHE to a folder that can be written",
        e);
  }
}
