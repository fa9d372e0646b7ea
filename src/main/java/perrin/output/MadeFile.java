package perrin.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are made of run files, such as pages and pictures: whole or not at all. */
public final class MadeFile {
  private MadeFile() {}

  /**
   * Writes a file in place of what is there, which must not be a run file.
   *
   * @throws OutputException where it cannot be written
   */
  public static void write(Path target, byte[] bytes) {
    if (Files.isDirectory(target)) {
      throw OutputException.unwritable(target, "it is a folder", "name a file in it with -o");
    }
    if (RunFile.isHdf5(target)) {
      throw OutputException.unwritable(
          target, "it is an HDF5 file, perhaps a run", "choose another file with -o");
    }
    AtomicFile.write(
        target,
        file -> {
          try {
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        file -> requireLength(file, bytes.length));
  }

  private static void requireLength(Path file, long length) {
    try {
      if (Files.size(file) != length) {
        throw new IOException("only " + Files.size(file) + " of " + length + " bytes are there");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
