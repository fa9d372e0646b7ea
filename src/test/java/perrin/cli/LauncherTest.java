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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code perrin} in a checkout of a few files, with a Maven that only counts. */
class LauncherTest {
  private static final String HELLO =
      "public class Hello { public static void main(String[] a) {"
          + " System.out.println(a.length == 1 ? System.getProperty(a[0]) : String.join(\" \", a)); } }";

  @TempDir Path folder;
  private Path root;
  private Path source;
  private Path builds;

  @BeforeEach
  void aCheckout() throws IOException {
    root = Files.createDirectory(folder.resolve("checkout"));
    Files.copy(Path.of("perrin"), root.resolve("perrin"));
    Files.createDirectories(root.resolve("scripts/lib"));
    for (String part : List.of("scripts/lib/jdk.sh", "scripts/lib/launch.sh")) {
      Files.copy(Path.of(part), root.resolve(part));
    }
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

  /** Instead of no jar, Maven makes one of a program that greets. */
  private void mavenMakesAProgram() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path text = Files.writeString(folder.resolve("Hello.java"), HELLO);
    run("javac", "-d", classes, text);
    run(
        "jar",
        "--create",
        "--file",
        folder.resolve("hello.jar"),
        "-e",
        "Hello",
        "-C",
        classes,
        ".");
    Path maven = folder.resolve("tools/mvn");
    String script = Files.readString(maven);
    Files.writeString(
        maven,
        script.replace(
            "echo x > target", "sleep 1 && cp " + folder.resolve("hello.jar") + " target"));
  }

  private static void run(String tool, Object... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  private Path loadedAhead() throws IOException {
    try (var files = Files.list(root.resolve("target"))) {
      return files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
    }
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
  void whatIsLoadedAheadIsMadeOnceAndNeverInTheWay() throws Exception {
    mavenMakesAProgram();
    assertTrue(start().endsWith("\n\n"), "the build is announced, no words are repeated");
    Path ahead = loadedAhead();
    FileTime made = Files.getLastModifiedTime(ahead);
    assertTrue(Files.size(ahead) > 1_000_000, "a cache");
    assertEquals("\n", start());
    assertEquals(made, Files.getLastModifiedTime(ahead));
    Path jar = root.resolve("target/perrin.jar");
    for (String damage : List.of("", "no cache")) {
      Files.writeString(ahead, damage);
      assertEquals("\n", start(), "silent with a cache that is none");
      assertEquals(damage, Files.readString(ahead), "not tried again with each start");
    }
    Files.delete(ahead);
    assertEquals("\n", start());
    assertTrue(Files.size(ahead) > 1_000_000, "made anew");
    Files.setLastModifiedTime(jar, FileTime.from(made.toInstant().minusSeconds(60)));
    assertEquals("\n", start(), "silent with that of another jar");
    assertEquals(1, built());
  }

  /** Jobs of a cluster are started by the script that was called, wherever a link to it was. */
  @Test
  void javaIsToldByWhichScriptItWasStarted() throws Exception {
    mavenMakesAProgram();
    start();
    Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("perrin"));
    var builder = new ProcessBuilder("bash", link.toString(), "perrin.launcher");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(root.toRealPath().resolve("perrin") + "\n", said);
  }

  @Test
  void manyFirstStartsBuildOnce() throws Exception {
    mavenMakesAProgram();
    List<Callable<String>> starts = Collections.nCopies(20, this::start);
    try (var pool = Executors.newFixedThreadPool(20)) {
      for (Future<String> output : pool.invokeAll(starts)) {
        String said = output.get();
        assertTrue(said.isBlank() || said.startsWith("perrin: first use"), said);
      }
    }
    assertEquals(1, built());
    assertTrue(Files.size(loadedAhead()) > 1_000_000);
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
