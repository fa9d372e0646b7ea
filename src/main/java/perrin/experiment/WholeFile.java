package perrin.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that are read whole: regular ones, for a pipe may never end, of a bounded size. */
final class WholeFile {
  private WholeFile() {}

  /** Why a file cannot be read; the message goes behind its name. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String problem) {
      super(problem);
    }
  }

  /**
   * Reads a file.
   *
   * @param most bytes; what is there is counted too, for some files say that they have none
   * @param remedy where there are more
   */
  static byte[] read(Path file, long most, String remedy) throws Unreadable {
    try {
      if (Files.isDirectory(file)) {
        throw new Unreadable("is a folder");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new Unreadable("is not a regular file");
      }
      long size = Files.size(file);
      byte[] bytes = new byte[0];
      if (size <= most) {
        try (var in = Files.newInputStream(file)) {
          bytes = in.readNBytes((int) most + 1);
        }
        size = bytes.length;
      }
      if (size > most) {
        throw new Unreadable(tooLarge(size, most, remedy));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new Unreadable("there is no such file");
    } catch (IOException e) {
      throw new Unreadable("cannot be read: " + e.getMessage());
    }
  }

  static String tooLarge(long size, long most, String remedy) {
    return size + " bytes, must be at most " + most + "; " + remedy;
  }
}
