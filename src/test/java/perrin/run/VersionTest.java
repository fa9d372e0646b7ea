package perrin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.jar.Attributes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
  @ParameterizedTest
  @CsvSource({
    "1a2b3c4, false, commit 1a2b3c4",
    "1a2b3c4, true, commit 1a2b3c4-dirty",
    "${git.commit.id.abbrev}, ${git.dirty}, unknown commit",
    ", , unknown commit"
  })
  void tellsTheCommitAndTheBuild(String commit, String dirty, String told) {
    var manifest = new Attributes();
    manifest.putValue("Built", "2026-11-30");
    manifest.putValue("Built-With", "25.0.1");
    if (commit != null) {
      manifest.putValue("Commit", commit);
      manifest.putValue("Commit-Dirty", dirty);
    }
    assertEquals(told + ", built 2026-11-30 with Java 25.0.1", Version.build(manifest));
  }
}
