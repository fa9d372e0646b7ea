package perrin.run;

import java.io.IOException;
import java.net.JarURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;

/** The program's version, and what its build was, from the jar's manifest. */
public final class Version {
  /** The version alone, which run files and checkpoints hold: it is the same in every build. */
  public static final String TEXT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  private Version() {}

  /**
   * The version, the commit of the sources, and when and with what they were built; where it was
   * not started from a jar, the version alone.
   */
  public static String withBuild() {
    return manifest().map(manifest -> TEXT + " (" + build(manifest) + ")").orElse(TEXT);
  }

  private static Optional<Attributes> manifest() {
    try {
      var own = Objects.requireNonNull(Version.class.getResource("Version.class"));
      return own.openConnection() instanceof JarURLConnection jar
          ? Optional.ofNullable(jar.getMainAttributes())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a jar that has gone since the start
    }
  }

  static String build(Attributes manifest) {
    return commit(manifest)
        + ", built "
        + manifest.getValue("Built")
        + " with Java "
        + manifest.getValue("Built-With");
  }

  /** Sources without a repository leave Maven's placeholders as they are. */
  private static String commit(Attributes manifest) {
    String commit = Objects.requireNonNullElse(manifest.getValue("Commit"), "");
    if (!commit.matches("[0-9a-f]+")) {
      return "unknown commit";
    }
    return "commit " + commit + ("true".equals(manifest.getValue("Commit-Dirty")) ? "-dirty" : "");
  }
}
