package perrin.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder for what is not finished, beside the file that it is for: {@code .NAME.RANDOM.tmp}. Its
 * name is random, for process numbers of two containers may be equal. A lock is held in it as long
 * as its process lives, so that the next one for the same file can tell what a dead process has
 * left and clear it away.
 *
 * <p>The lock is on a file that nothing else opens: a POSIX lock is lost as soon as its process
 * closes the locked file once, whoever in the process opened it.
 */
public final class WorkFolder implements AutoCloseable {
  private static final String ENDING = ".tmp";

  /** While there is no lock in it yet. */
  private static final String UNLOCKED = ".new";

  private static final String LOCK = "lock";

  /** Longer names of targets are stood for by a number, as names of files have a limit. */
  private static final int LONGEST_NAME = 60;

  /** After which a folder is a dead process's, where locks cannot tell. */
  private static final Duration OLD = Duration.ofDays(1);

  private static final int TRIES = 20;
  private static final int RANDOM_BYTES = 8;

  /** Of this process; deleted also where it is told to end. */
  private static final Set<WorkFolder> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(WorkFolder::closeAll, "work folders"));
  }

  private final Path folder;
  private FileChannel lock;

  private WorkFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A new, empty folder, readable by this user only. What dead processes have left of the same
   * target is cleared away first.
   */
  public static WorkFolder beside(Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    String name = prefix(target);
    sweep(parent, name);
    String begin = name + HexFormat.of().formatHex(random());
    Path unlocked = parent.resolve(begin + UNLOCKED);
    WorkFolder work = new WorkFolder(parent.resolve(begin + ENDING));
    boolean done = false;
    try {
      Files.createDirectory(
          unlocked,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      LIVE.add(work);
      work.take(unlocked.resolve(LOCK));
      Files.move(unlocked, work.folder, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      return work;
    } finally {
      if (!done) {
        work.close();
        clear(unlocked);
      }
    }
  }

  /** Clears away what dead processes have left of a target that is not written any more. */
  public static void clearLeft(Path target) {
    sweep(target.toAbsolutePath().getParent(), prefix(target));
  }

  /** Straight from the system: Java's own way there takes longer than all the rest. */
  private static byte[] random() {
    try (InputStream source = Files.newInputStream(Path.of("/dev/urandom"))) {
      return source.readNBytes(RANDOM_BYTES);
    } catch (IOException _) {
      byte[] random = new byte[RANDOM_BYTES];
      new SecureRandom().nextBytes(random);
      return random;
    }
  }

  private static String prefix(Path target) {
    String name = target.getFileName().toString();
    return "." + (name.length() > LONGEST_NAME ? Integer.toHexString(name.hashCode()) : name) + ".";
  }

  /** Holds the lock and says on which machine, as long as it has been up. */
  private void take(Path file) throws IOException {
    lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.write(StandardCharsets.UTF_8.encode(machine()));
    try {
      lock.tryLock();
    } catch (IOException _) {
      // a file system without locks: others go by the folder's age
    }
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** A place for a file in it. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Deletes it with all that is left in it. */
  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException _) {
      // the folder goes away in any case
    }
    clear(folder);
    LIVE.remove(this);
  }

  private static void closeAll() {
    for (int i = 0; i < TRIES && !LIVE.isEmpty(); i++) {
      LIVE.forEach(work -> {
        clear(work.folder);
        if (!Files.exists(work.folder, LinkOption.NOFOLLOW_LINKS)) {
          LIVE.remove(work);
        }
      });
      try {
        Thread.sleep(LIVE.isEmpty() ? 0 : TRIES); // for a compiler that is being stopped
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Clears away what processes that are no more have left of a target. */
  private static void sweep(Path parent, String prefix) {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            parent,
            path -> {
              String name = path.getFileName().toString();
              return name.startsWith(prefix) && (name.endsWith(ENDING) || name.endsWith(UNLOCKED));
            })) {
      for (Path left : found) {
        String random = left.getFileName().toString().substring(prefix.length());
        if (random.matches("[0-9a-f]{16}\\.(tmp|new)") && isDead(left)) {
          clear(left);
        }
      }
    } catch (IOException _) {
      // a folder that cannot be listed: what is left stays
    }
  }

  private static boolean isDead(Path left) {
    String name = left.getFileName().toString();
    try {
      if (LIVE.stream().anyMatch(own -> own.folder.getFileName().toString().equals(name))
          || !Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)
          || !Ownership.isMine(left)) {
        return false;
      }
      boolean old = Files.getLastModifiedTime(left).toInstant().isBefore(Instant.now().minus(OLD));
      Path file = left.resolve(LOCK);
      if (old || name.endsWith(UNLOCKED) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return old;
      }
      return Files.readString(file).equals(machine()) && isUnlocked(file);
    } catch (IOException _) {
      return false; // somebody else has just cleared it away, or locks cannot tell
    }
  }

  private static boolean isUnlocked(Path file) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock taken = channel.tryLock()) {
      return taken != null;
    }
  }

  /**
   * Nothing is followed out of the folder: only files directly in it are deleted. Whoever may write
   * beside it could otherwise put a link in its place meanwhile.
   */
  private static void clear(Path folder) {
    try (DirectoryStream<Path> parent = Files.newDirectoryStream(folder.getParent())) {
      if (parent instanceof SecureDirectoryStream<Path> secure) {
        Path name = folder.getFileName();
        try (SecureDirectoryStream<Path> files =
            secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          for (Path file : files) {
            files.deleteFile(file.getFileName());
          }
        }
        secure.deleteDirectory(name);
      } else {
        throw new AccessDeniedException(folder.toString());
      }
    } catch (AccessDeniedException _) {
      clearByName(folder);
    } catch (IOException _) {
      // gone already, or not empty: the next one tries again
    }
  }

  /** Where the folder around it cannot be listed. */
  private static void clearByName(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException _) {
      // as above
    }
  }

  /** This machine since it was started; locks are to be relied on within it. */
  private static String machine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException _) {
      return "";
    }
  }

  /** Puts a finished file where it belongs, in place of what is there. */
  public static void replace(Path whole, Path target) throws IOException {
    force(whole, StandardOpenOption.WRITE);
    Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
    force(target.toAbsolutePath().getParent(), StandardOpenOption.READ);
  }

  /**
   * Puts a finished file where nothing is.
   *
   * @return whether it is there; false where something was, however lately it has come
   */
  public static boolean putNew(Path whole, Path target) throws IOException {
    force(whole, StandardOpenOption.WRITE);
    try {
      Files.createLink(target, whole);
      Files.delete(whole);
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (IOException | UnsupportedOperationException _) {
      // A file system without links: an empty file holds the place for a moment.
      try {
        Files.createFile(target);
      } catch (FileAlreadyExistsException _) {
        return false;
      }
      Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
    }
    force(target.toAbsolutePath().getParent(), StandardOpenOption.READ);
    return true;
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
