package perrin.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong: one clear message, the old file untouched and nothing left beside it. */
class RunFileFailuresTest {
  @TempDir Path folder;

  private static String message(Executable action) {
    String message = assertThrows(OutputException.class, action).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private static void assertMessage(Executable action, String... parts) {
    String message = message(action);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private List<String> left() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFolderAsTarget() throws IOException {
    assertMessage(() -> RunFile.write(folder, Runs.single()), "cannot be written", "a folder");
    assertMessage(() -> RunFile.checkWritable(folder), "cannot be written", "a folder", "run.h5");
    assertEquals(List.of(), left());
  }

  @Test
  void aMissingFolder() {
    Path file = folder.resolve("none/run.h5");
    assertMessage(() -> RunFile.write(file, Runs.single()), "none does not exist", "create it");
    assertMessage(() -> RunFile.checkWritable(file), "none does not exist", "create it");
  }

  @Test
  void aFolderThatNobodyMayWriteTo() {
    Path file = Path.of("/proc/run.h5");
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "skipped: needs Linux' /proc");
    assertMessage(() -> RunFile.checkWritable(file), "/proc/run.h5: cannot be written: ", "; ");
    assertMessage(() -> RunFile.write(file, Runs.single()), "cannot be written");
  }

  @Test
  void aDevice() {
    assumeTrue(Files.exists(Path.of("/dev/null")), "skipped: needs /dev/null");
    Path device = Path.of("/dev/null");
    assertMessage(() -> RunFile.write(device, Runs.single()), "not a regular file");
  }

  @Test
  void aCheckLeavesNothing() throws IOException {
    RunFile.checkWritable(folder.resolve("run.h5"));
    assertEquals(List.of(), left());
  }

  @Test
  void anExceptionInTheMiddleKeepsTheOldFile() throws IOException {
    Path file = folder.resolve("run.h5");
    Files.writeString(file, "old");
    assertMessage(
        () ->
            AtomicFile.write(
                file,
                temporary -> {
                  RunLayout.write(Runs.single(), temporary);
                  throw new IllegalStateException("in the middle");
                },
                _ -> {}),
        "run.h5: cannot be written: in the middle; ");
    assertMessage(
        () ->
            AtomicFile.write(
                file,
                temporary -> RunLayout.write(Runs.single(), temporary),
                _ -> {
                  throw new IllegalStateException("not whole");
                }),
        "not whole");
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("run.h5"), left());
  }

  @Test
  void anErrorInTheMiddleLeavesNothing() throws IOException {
    Path file = folder.resolve("run.h5");
    assertThrows(
        OutOfMemoryError.class,
        () ->
            AtomicFile.write(
                file,
                temporary -> {
                  RunLayout.write(Runs.single(), temporary);
                  throw new OutOfMemoryError("made up");
                },
                _ -> {}));
    assertEquals(List.of(), left());
  }

  @Test
  void replacesALongerFileAndALinksTarget() throws IOException {
    Path file = folder.resolve("run.h5");
    Files.write(file, new byte[1 << 20]);
    Path link = Files.createSymbolicLink(folder.resolve("link.h5"), file);
    RunFile.write(link, Runs.single());
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.size(file) < 1 << 20);
    assertEquals(Runs.SHA256, RunFile.summary(file).experimentSha256());
  }

  @Test
  void aFullDisk() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = mount(disk);
    assumeTrue(mounted, "skipped: needs the right to mount a tmpfs");
    try {
      Files.write(disk.resolve("other"), new byte[4096]); // leaves one page
      Path file = disk.resolve("run.h5");
      assertMessage(() -> RunFile.write(file, Runs.single()), "No space left on device", "free");
      try (var files = Files.list(disk)) {
        assertEquals(List.of(disk.resolve("other")), files.toList());
      }
    } finally {
      // Lazily: jHDF leaves the channel to the garbage collector when its own close() fails.
      new ProcessBuilder("umount", "--lazy", disk.toString()).start().waitFor();
    }
  }

  private static boolean mount(Path disk) throws InterruptedException {
    try {
      return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk.toString())
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void readingWhatIsNoRunFile() throws IOException {
    assertMessage(() -> RunFile.summary(folder), "cannot be read", "a folder");
    assertMessage(() -> RunFile.summary(folder.resolve("none.h5")), "does not exist");
    Path text = Files.writeString(folder.resolve("text.h5"), "walkers: 100\n");
    assertMessage(() -> RunFile.summary(text), "not an HDF5 file");
    Path empty = Files.createFile(folder.resolve("empty.h5"));
    assertMessage(() -> RunFile.summary(empty), "not an HDF5 file");
    Path foreign = folder.resolve("foreign.h5");
    try (var file = HdfFile.write(foreign)) {
      file.putDataset("x", new double[] {1});
    }
    assertMessage(() -> RunFile.summary(foreign), "not a run file of Perrin");
    assertMessage(() -> Digest.of(foreign), "not a run file of Perrin");
  }

  @Test
  void readingWhatIsNotWhole() throws IOException {
    Path file = folder.resolve("run.h5");
    RunFile.write(file, Runs.single());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 8; length < whole.length; length += 97) {
      Path cut = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, length));
      assertMessage(() -> RunFile.summary(cut), "cut off");
      assertMessage(() -> Digest.of(cut), "cut off");
    }
    Path incomplete = folder.resolve("incomplete.h5");
    try (var root = HdfFile.write(incomplete)) {
      root.putAttribute("schema", 1);
      root.putAttribute("perrin_version", "0.1.0");
      root.putDataset("x", new double[] {1});
    }
    assertMessage(() -> RunFile.summary(incomplete), "not complete", "again");
    Path newer = folder.resolve("newer.h5");
    try (var root = HdfFile.write(newer)) {
      root.putAttribute("schema", 99);
      root.putAttribute("perrin_version", "9.0.0");
      root.putDataset("x", new double[] {1});
    }
    assertMessage(() -> RunFile.summary(newer), "newer Perrin (schema 99)");
  }
}
