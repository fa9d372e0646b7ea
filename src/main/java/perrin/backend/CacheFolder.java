package perrin.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.files.Ownership;
import perrin.files.SealedFile;
import perrin.files.WorkFolder;

/**
 * Where compiled kernels and unpacked libraries are kept for the next time. Many processes use it
 * at a time, also on several machines; what is in it is run, so it is taken only from this user,
 * and only as it was written.
 */
public final class CacheFolder {
  /** What a work folder in it is for. */
  private static final String WORK = "kernel";

  private final Path folder;

  private CacheFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The folder, made where it is missing: PERRIN_CACHE, else XDG_CACHE_HOME/perrin, else
   * ~/.cache/perrin, else one of the user's own in the system's temporary folder. Where others may
   * write in it, a folder in it that they may not.
   *
   * @throws BackendException where there is none to be had, with a remedy
   */
  public static CacheFolder open() {
    return open(System.getenv(), System.getProperty("user.home"), temporary());
  }

  /**
   * The same, wanted at a certain place.
   *
   * @throws BackendException where it cannot be there
   */
  public static CacheFolder at(Path path) {
    return open(Map.of("PERRIN_CACHE", path.toString()), "?", temporary());
  }

  static CacheFolder open(Map<String, String> environment, String userHome, Path temporary) {
    boolean named = !environment.getOrDefault("PERRIN_CACHE", "").isBlank();
    Path path = path(environment, userHome, temporary);
    try {
      return new CacheFolder(own(path));
    } catch (IOException e) {
      if (!named && !path.startsWith(temporary)) {
        try {
          return new CacheFolder(own(temporary));
        } catch (IOException _) {
          // the reason to report is the usual folder's
        }
      }
      throw notWritable(path, "compiled kernels", e);
    }
  }

  static Path path(Map<String, String> environment, String userHome, Path temporary) {
    String own = environment.getOrDefault("PERRIN_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (isAbsolute(shared)) {
      return Path.of(shared, "perrin");
    }
    // Java takes user.home from the system's list of users, and says ? of one who is not there.
    String home = environment.getOrDefault("HOME", "");
    home = isAbsolute(home) ? home : userHome;
    return isAbsolute(home) ? Path.of(home, ".cache", "perrin") : temporary;
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/");
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"), "perrin-" + Ownership.me());
  }

  /** The folder itself or, where others may write in it, one of this user's in it. */
  private static Path own(Path path) throws IOException {
    make(path);
    Path real = path.toRealPath();
    if (Ownership.isMineAlone(real)) {
      return real;
    }
    if (!Ownership.keepsWhatIsMine(real)) {
      throw new FileSystemException(
          path.toString(), null, "others may put files of theirs there, which would be run");
    }
    Path inside = real.resolve("perrin-" + Ownership.me());
    make(inside);
    if (!Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS) || !Ownership.isMineAlone(inside)) {
      throw new FileSystemException(inside.toString(), null, "it is somebody else's");
    }
    return inside;
  }

  private static void make(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      if (!Files.isDirectory(path)) { // made by another process meanwhile
        throw e;
      }
    }
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** A folder in it. */
  public CacheFolder inside(String name) {
    try {
      return new CacheFolder(own(folder.resolve(name)));
    } catch (IOException e) {
      throw notWritable(folder, name, e);
    }
  }

  /** The place of a file in it. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** What is kept under a name; empty where that is nothing, or not to be relied on. */
  public Optional<byte[]> read(String name) {
    return SealedFile.read(file(name));
  }

  /** Names that begin and end so. */
  public List<String> names(String begin, String end) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith(begin) && name.endsWith(end)) {
          names.add(name);
        }
      }
    } catch (IOException _) {
      return List.of();
    }
    return names.stream().sorted().toList();
  }

  /** Keeps something under a name, whole, in place of what is there. */
  public void keep(String name, byte[] content) throws IOException {
    try (WorkFolder work = work()) {
      SealedFile.write(file(name), content, work);
    }
  }

  /** A folder in it for what is not finished. */
  public WorkFolder work() throws IOException {
    return WorkFolder.beside(file(WORK));
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

  /** What to say where something cannot be written in the folder. */
  public BackendException notWritable(String what, IOException e) {
    return notWritable(folder, what, e);
  }

  private static BackendException notWritable(Path folder, String what, IOException e) {
    String reason = String.valueOf(e.getMessage());
    boolean full = reason.contains("No space left") || reason.contains("quota");
    String remedy =
        full
            ? "free some space there, or set PERRIN_CACHE to a folder on another disk"
            : "set PERRIN_CACHE to a folder of your own";
    return BackendException.fault(
        what + " cannot be kept in " + folder + ": " + reason + "; " + remedy, e);
  }
}
