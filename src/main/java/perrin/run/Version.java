package perrin.run;

import java.util.Optional;

/** The program's version, from the jar's manifest. */
public final class Version {
  public static final String TEXT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  private Version() {}
}
