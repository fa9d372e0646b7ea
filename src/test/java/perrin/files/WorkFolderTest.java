package perrin.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not finished: never in another's way, and gone when its maker is. */
class WorkFolderTest {
  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void name() {
    target = folder.resolve("run.h5");
  }

  @Test
  void goesAwayWithAllThatIsInIt() throws IOException {
    try (WorkFolder work = WorkFolder.beside(target)) {
      Files.writeString(work.file("a"), "half");
      Files.createSymbolicLink(work.file("b"), Files.writeString(folder.resolve("other"), "x"));
    }
    assertEquals(List.of("other"), names());
  }

  @Test
  void twoAtATimeDoNotMeet() throws IOException {
    try (WorkFolder one = WorkFolder.beside(target);
        WorkFolder two = WorkFolder.beside(target)) {
      assertNotEquals(one.path(), two.path());
      assertTrue(Files.isDirectory(one.path()) && Files.isDirectory(two.path()));
    }
    assertEquals(List.of(), names());
  }

  /** Holds a folder until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      WorkFolder work = WorkFolder.beside(Path.of(arguments[0]));
      Files.writeString(work.file("run.h5"), "half");
      System.out.println("ready");
      Thread.sleep(60_000);
    }
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals("ready", process.inputReader().readLine());
    return process;
  }

  @Test
  void theNextClearsAwayWhatAKilledProcessHasLeftAndNotWhatIsAtWork() throws Exception {
    Process killed = holder();
    Process working = holder();
    try {
      assertEquals(2, names().size());
      WorkFolder.beside(target).close();
      assertEquals(2, names().size(), "both are at work");
      killed.destroyForcibly().waitFor();
      WorkFolder.beside(folder.resolve("other.h5")).close();
      assertEquals(2, names().size(), "of another target");
      WorkFolder.beside(target).close();
      assertEquals(1, names().size());
      assertTrue(working.isAlive());
      working.destroy(); // told to end, it clears away its own
      assertTrue(working.waitFor(10, TimeUnit.SECONDS));
      assertEquals(List.of(), names());
    } finally {
      killed.destroyForcibly();
      working.destroyForcibly();
    }
  }

  /** Another machine's lock may be seen or not; so its folder is left alone for a day. */
  @Test
  void anotherMachinesIsLeftForADay() throws Exception {
    Process killed = holder();
    killed.destroyForcibly().waitFor();
    Path left = folder.resolve(names().getFirst());
    Files.writeString(left.resolve("lock"), "another machine");
    WorkFolder.beside(target).close();
    assertTrue(Files.exists(left));
    Instant then = Instant.now().minus(Duration.ofHours(25));
    Files.setLastModifiedTime(left, FileTime.from(then));
    WorkFolder.beside(target).close();
    assertFalse(Files.exists(left));
  }

  /** Names of the same look that are none of ours. */
  @Test
  void nothingElseIsTouched() throws IOException {
    Path file = Files.writeString(folder.resolve(".run.h5.0123456789abcdef.tmp"), "x");
    Path other = Files.createDirectory(folder.resolve(".run.h5.mine.tmp"));
    WorkFolder.beside(target).close();
    assertTrue(Files.exists(file) && Files.exists(other));
  }

  @Test
  void aLongNameIsNoTrouble() throws IOException {
    WorkFolder.beside(folder.resolve("é".repeat(120) + ".h5")).close();
    assertEquals(List.of(), names());
  }

  @Test
  void oneOfTwoIsFirst() throws IOException {
    try (WorkFolder work = WorkFolder.beside(target)) {
      Path one = Files.writeString(work.file("one"), "one");
      Path two = Files.writeString(work.file("two"), "two");
      assertTrue(WorkFolder.putNew(one, target));
      assertFalse(WorkFolder.putNew(two, target));
      assertEquals("one", Files.readString(target));
      assertEquals("two", Files.readString(two), "not lost");
      WorkFolder.replace(two, target);
      assertEquals("two", Files.readString(target));
    }
    assertEquals(List.of("run.h5"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
