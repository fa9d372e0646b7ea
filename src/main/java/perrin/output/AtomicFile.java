package perrin.output;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import perrin.files.WorkFolder;

/**
 * Writes a file as a whole or not at all: what is written goes to a file in a {@link WorkFolder}
 * beside it, which is checked, forced to the disk and then put in its place. Whatever goes wrong,
 * the target is as it was, and nothing is left beside it.
 */
final class AtomicFile {
  private static final int MAX_LINKS = 40;

  private AtomicFile() {}

  /**
   * Writes a file in place of what is there.
   *
   * @param write writes the file that it is given; it does not exist before
   * @param check reads it again and throws if it is not whole
   */
  static void write(Path target, Consumer<Path> write, Consumer<Path> check) {
    write(
        target,
        write,
        check,
        whole -> {
          WorkFolder.replace(whole, real(target));
          return Optional.of(target);
        });
  }

  /**
   * Writes a file where nothing is, however lately it has come.
   *
   * @param instead of a name that is taken: another in the same folder, or nothing to give up
   * @return the file that was written
   */
  static Optional<Path> writeNew(
      Path target,
      Consumer<Path> write,
      Consumer<Path> check,
      Function<Path, Optional<Path>> instead) {
    return write(
        target,
        write,
        check,
        whole -> {
          Optional<Path> name = Optional.of(target);
          while (name.isPresent() && !WorkFolder.putNew(whole, real(name.get()))) {
            name = instead.apply(name.get());
          }
          return name;
        });
  }

  /** Puts a finished file in its place. */
  private interface Placing {
    Optional<Path> put(Path whole) throws IOException;
  }

  private static Optional<Path> write(
      Path target, Consumer<Path> write, Consumer<Path> check, Placing placing) {
    Path place = checked(target);
    try (WorkFolder work = WorkFolder.beside(place)) {
      Path whole = work.file("run.h5");
      write.accept(whole);
      check.accept(whole);
      return placing.put(whole);
    } catch (OutputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw OutputException.unwritable(target, e);
    }
  }

  /** Throws if {@link #write} would fail now; leaves nothing behind. */
  static void checkWritable(Path target) {
    try (WorkFolder work = WorkFolder.beside(checked(target))) {
      Files.createFile(work.file("run.h5"));
    } catch (IOException e) {
      throw OutputException.unwritable(target, e);
    }
  }

  private static Path checked(Path target) {
    try {
      Path real = real(target);
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
      return real;
    } catch (IOException e) {
      throw OutputException.unwritable(target, e);
    }
  }

  /** A link stays a link: what it points to is written, be it there or not. */
  private static Path real(Path target) throws IOException {
    Path real = target.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(real); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(target.toString());
      }
      real = real.resolveSibling(Files.readSymbolicLink(real));
    }
    return Files.exists(real, LinkOption.NOFOLLOW_LINKS) ? real.toRealPath() : real.normalize();
  }
}
