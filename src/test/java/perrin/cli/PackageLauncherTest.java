package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of {@code scripts/package}, with a Java that only tells how it was started. */
class PackageLauncherTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void aPackage() throws Exception {
    folder = Files.createDirectory(temporary.toRealPath().resolve("a moved package"));
    Files.createDirectories(folder.resolve("scripts/lib"));
    Files.copy(Path.of("scripts/lib/launch.sh"), folder.resolve("scripts/lib/launch.sh"));
    Files.createDirectories(folder.resolve("runtime/bin"));
    program("runtime/bin/java", "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\nprintf '%s\\n' \"$@\"\n");
    program("perrin", run(Map.of(), "-c", "root=$PWD; . scripts/lib/package.sh; launcher"));
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  private static String run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("LC_.*|LANG|PERRIN_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private List<String> started(Map<String, String> environment, Path launcher, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    return run(environment, command.toArray(String[]::new)).lines().toList();
  }

  @Test
  void startsItsOwnJavaFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder.resolve("perrin"));
    List<String> started = started(Map.of("LC_ALL", "C.UTF-8"), link, "run", "a b.yaml");
    assertTrue(started.contains("-Dperrin.launcher=" + folder.resolve("perrin")), "" + started);
    assertEquals(
        List.of("-jar", folder.resolve("perrin.jar").toString(), "run", "a b.yaml"),
        started.subList(started.size() - 4, started.size()));
    assertFalse(started.toString().contains("AOTCache"), "there is none");
  }

  @Test
  void usesWhatIsLoadedAhead() throws Exception {
    Path ahead = Files.writeString(folder.resolve("perrin.aot"), "x");
    assertTrue(started(Map.of(), folder.resolve("perrin")).contains("-XX:AOTCache=" + ahead));
  }

  @Test
  void namesFilesInUtf8InThePlainCLocale() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/locale/C.utf8")), "skipped: no C.UTF-8 here");
    List<String> started = started(Map.of("LC_ALL", "C"), folder.resolve("perrin"));
    assertEquals("LC_ALL=C.UTF-8", started.getFirst());
    assertTrue(started.contains("-Dstdout.encoding=US-ASCII"), "" + started);
  }

  @Test
  void onesOwnCollectorReplacesOurs() throws Exception {
    Path launcher = folder.resolve("perrin");
    assertTrue(started(Map.of(), launcher).contains("-XX:+UseSerialGC"));
    List<String> own =
        started(Map.of("PERRIN_JAVA_OPTS", "-Xmx2g -XX:+UseParallelGC"), launcher, "list");
    assertTrue(own.containsAll(List.of("-Xmx2g", "-XX:+UseParallelGC")), "" + own);
    assertFalse(own.contains("-XX:+UseSerialGC"), "" + own);
  }
}
