package perrin.output;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A run file cannot be written or read; the message says which, why and what to do. */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private OutputException(String message, Throwable cause) {
    super(message, cause);
  }

  public static OutputException unwritable(Path file, String problem, String remedy) {
    return new OutputException(file + ": cannot be written: " + problem + "; " + remedy, null);
  }

  public static OutputException unwritable(Path file, Throwable cause) {
    String problem = problem(cause);
    String remedy =
        problem.contains("No space left")
            ? "free some space, or choose another folder with -o"
            : "choose another file with -o";
    return new OutputException(file + ": cannot be written: " + problem + "; " + remedy, cause);
  }

  /** A whole run file that lacks what somebody wants. */
  public static OutputException missing(Path file, String problem, String remedy) {
    return new OutputException(file + ": " + problem + "; " + remedy, null);
  }

  static OutputException unreadable(Path file, String problem, String remedy) {
    return new OutputException(file + ": cannot be read: " + problem + "; " + remedy, null);
  }

  public static OutputException unreadable(Path file, Throwable cause) {
    return new OutputException(
        file + ": cannot be read: " + problem(cause) + "; is it a whole run file?", cause);
  }

  /** What went wrong, in the words of the innermost cause that has any. */
  private static String problem(Throwable cause) {
    String problem = cause.getClass().getSimpleName();
    for (Throwable c = cause; c != null; c = c.getCause()) {
      switch (c) {
        case AccessDeniedException _ -> problem = "permission denied";
        case NoSuchFileException e -> problem = e.getFile() + " does not exist";
        case FileSystemException e when e.getReason() != null -> problem = e.getReason();
        default -> problem = c.getMessage() == null ? problem : c.getMessage();
      }
    }
    return problem;
  }
}
