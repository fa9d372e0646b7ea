package perrin.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The program that jobs are to start: the script that has started this one. */
public final class Launcher {
  /** Set by the script. */
  public static final String PROPERTY = "perrin.launcher";

  private Launcher() {}

  static Path path() {
    String name = System.getProperty(PROPERTY, "");
    if (name.isEmpty() || !Files.isExecutable(Path.of(name))) {
      throw new RefusedException(
          "this Java does not know by which program jobs start Perrin; run submit by the script"
              + " perrin, or set -D"
              + PROPERTY
              + "=/path/to/perrin");
    }
    return Path.of(name).toAbsolutePath();
  }
}
