package perrin.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Whose a file is, and who may change it. */
public final class Ownership {
  private static final int OTHERS_MAY_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final long NOBODY_KNOWS = -1;
  private static final long ME = me();

  private Ownership() {}

  /** This process's user, by number: it may have no name. */
  public static long me() {
    try {
      return uid(attributes(Path.of("/proc/self")));
    } catch (IOException _) {
      return NOBODY_KNOWS;
    }
  }

  static boolean isMine(Path file) throws IOException {
    return isMine(attributes(file));
  }

  /** Whether the file itself, no link, is this user's and nobody else may write it. */
  public static boolean isMineAlone(Path file) throws IOException {
    Map<String, Object> attributes = attributes(file);
    return isMine(attributes) && (mode(attributes) & OTHERS_MAY_WRITE) == 0;
  }

  /**
   * Whether a folder in this folder stays the user's who made it: nobody but its owner (this user
   * or the system's) may rename what is in it, or users may rename their own only, as in /tmp.
   */
  public static boolean keepsWhatIsMine(Path folder) throws IOException {
    Map<String, Object> attributes = attributes(folder.toRealPath());
    int mode = mode(attributes);
    boolean trusted = isMine(attributes) || uid(attributes) == 0;
    return trusted && ((mode & OTHERS_MAY_WRITE) == 0 || (mode & STICKY) != 0);
  }

  private static boolean isMine(Map<String, Object> attributes) {
    return ME == NOBODY_KNOWS || uid(attributes) == ME;
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    boolean self = file.startsWith("/proc/self");
    return self
        ? Files.readAttributes(file, "unix:uid,mode")
        : Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static long uid(Map<String, Object> attributes) {
    return ((Number) attributes.get("uid")).longValue();
  }

  private static int mode(Map<String, Object> attributes) {
    return ((Number) attributes.get("mode")).intValue();
  }
}
