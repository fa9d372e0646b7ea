package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code perrin} in a checkout of three files, with a Maven that only counts. */
class LauncherTest {
  @TempDir Path folder;
  private Path root;
  private Path source;
  private Path builds;

  @BeforeEach
  void aCheckout() throws IOException {
    root = Files.createDirectory(folder.resolve("checkout"));
    Files.copy(Path.of("perrin"), root.resolve("perrin"));
    Files.createDirectories(root.resolve("scripts/lib"));
    Files.copy(Path.of("scripts/lib/jdk.sh"), root.resolve("scripts/lib/jdk.sh"));
    Files.createDirectories(root.resolve("src/main"));
    Files.createDirectories(root.resolve("kernels"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    source = Files.writeString(root.resolve("src/main/A.java"), "class A {}");
    builds = folder.resolve("builds");
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Path maven =
        Files.writeString(
            tools.resolve("mvn"),
            "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Apache Maven 3.9.0' && exit\n"
                + "echo built >> "
                + builds
                + "\nmkdir -p target && echo x > target/perrin.jar\n");
    for (Path program : List.of(maven, root.resolve("perrin"))) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** The exit code does not matter: what was built is no jar. */
  private String start(String... before) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of("bash", root.resolve("perrin").toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", folder + "/tools", (path, tools) -> tools + ":" + path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private long built() throws IOException {
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void buildsOnceAndAgainWhereSourcesHaveChanged() throws Exception {
    start();
    start();
    assertEquals(1, built());
    Files.writeString(source, "class A { int a; }");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofSeconds(2))));
    start();
    start();
    assertEquals(2, built());
  }

  @Test
  void aSourceDatedInTheFutureIsBuiltOnce() throws Exception {
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofDays(400))));
    start();
    start();
    start();
    assertEquals(1, built());
    Files.writeString(source, "class A { int b; }");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofDays(400))));
    start();
    assertEquals(2, built());
  }

  @Test
  void aTargetThatCannotBeWrittenIsSaidPlainly() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(root && Files.isExecutable(Path.of("/usr/bin/setpriv")), "skipped: needs setpriv");
    Path target = Files.createDirectory(this.root.resolve("target"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(this.root, PosixFilePermissions.fromString("rwxrwxrwx"));
    String[] nobody = {"setpriv", "--reuid=65534", "--clear-groups"};
    assertEquals(
        "perrin: not built yet, and "
            + target.toRealPath()
            + " is not writable: let its owner run "
            + this.root.toRealPath()
            + "/perrin --version once.\n",
        start(nobody));
    Files.writeString(target.resolve("perrin.jar"), "x");
    assertTrue(start(nobody).contains("jar"), "Java is started");
    assertEquals(0, built());
  }
}
