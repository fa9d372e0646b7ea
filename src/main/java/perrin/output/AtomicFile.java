package perrin.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Replaces a file as a whole or not at all: what is written goes to a temporary file beside it,
 * which is forced to the disk, checked and then renamed. Whatever goes wrong, the target is as it
 * was and the temporary file is gone.
 */
final class AtomicFile {
  private final Path target;
  private final Path temporary;

  private AtomicFile(Path target) {
    this.target = target;
    this.temporary =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
  }

  /**
   * Writes a file.
   *
   * @param write writes the temporary file that it is given; it does not exist before
   * @param check reads it again and throws if it is not whole
   */
  static void write(Path target, Consumer<Path> write, Consumer<Path> check) {
    var file = at(target);
    boolean done = false;
    try {
      Files.deleteIfExists(file.temporary);
      file.temporary.toFile().deleteOnExit(); // if the program is interrupted
      write.accept(file.temporary);
      force(file.temporary, StandardOpenOption.WRITE);
      check.accept(file.temporary);
      Files.move(file.temporary, file.target, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      force(file.target.getParent(), StandardOpenOption.READ);
    } catch (OutputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw OutputException.unwritable(target, e);
    } finally {
      if (!done) {
        file.discard();
      }
    }
  }

  /** Throws if {@link #write} would fail now; leaves nothing behind. */
  static void checkWritable(Path target) {
    var file = at(target);
    try {
      Files.deleteIfExists(file.temporary);
      Files.createFile(file.temporary);
    } catch (IOException e) {
      throw OutputException.unwritable(target, e);
    } finally {
      file.discard();
    }
  }

  private static AtomicFile at(Path target) {
    try {
      // A link stays a link: what it points to is replaced.
      Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
      if (Files.isDirectory(real)) {
        throw OutputException.unwritable(
            target, "it is a folder", "name a file in it, such as " + target.resolve("run.h5"));
      }
      if (Files.exists(real) && !Files.isRegularFile(real)) {
        throw OutputException.unwritable(
            target, "it is not a regular file", "choose another file with -o");
      }
      Path folder = real.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw OutputException.unwritable(
            target, "the folder " + folder + " does not exist", "create it first");
      }
      return new AtomicFile(real);
    } catch (IOException e) {
      throw OutputException.unwritable(target, e);
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (var channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private void discard() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      // The reason why it could not be written is the one to report.
    }
  }
}
