package perrin.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.output.OutputException;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.ShardRunner;
import perrin.run.resume.Checkpoints;
import perrin.run.resume.Keeper;
import perrin.run.resume.ShardFile;
import perrin.run.resume.StoppedException;
import perrin.run.resume.TargetTakenException;

/**
 * Run files, shards and checkpoints that are cut, flipped, mixed or foreign: each is refused in one
 * line, or gives what was written. 1,000 of them.
 */
class SpoiltFilesTest {
  @TempDir Path folder;

  private final Experiment experiment =
      Trial.of(Trial.SMALL, "walkers=200", "correlations={c: {of: x, lags: 3}}").experiment();
  private final Runner.Options options =
      new Runner.Options(new BackendChoice("java", 0), 1, 20, true);
  private Path run;
  private Path shard;
  private Path checkpoint;
  private RunRecord record;

  @BeforeEach
  void files() throws IOException {
    run = folder.resolve("run.h5");
    record = Runner.run(experiment, options, Progress.SILENT, notice -> {});
    RunFile.write(run, record);
    shard = folder.resolve("run.shard-0-of-2");
    ShardFile.write(
        shard, ShardRunner.run("t.yaml", experiment, 0, 2, options, Progress.SILENT, notice -> {}));
    Keeper stopping =
        new Checkpoints(
            run, experiment, Double.POSITIVE_INFINITY, new AtomicBoolean(true), notice -> {});
    assertThrows(
        StoppedException.class,
        () -> Runner.run(experiment, options.with(stopping), Progress.SILENT, notice -> {}));
    checkpoint = folder.resolve("run.h5.resume");
  }

  /** Cuts, flips, overwrites, repeats or exchanges some of it. */
  private byte[] spoilt(byte[] bytes, byte[] other, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    byte[] spoilt = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> spoilt = Arrays.copyOf(bytes, at);
      case 1 -> spoilt[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> Arrays.fill(spoilt, at, at + length, (byte) (random.nextBoolean() ? 0 : -1));
      case 3 -> spoilt = Arrays.copyOf(bytes, bytes.length + length);
      case 4 -> System.arraycopy(bytes, 0, spoilt, at, Math.min(at, bytes.length - at));
      default -> System.arraycopy(other, 0, spoilt, 0, Math.min(other.length, spoilt.length));
    }
    return spoilt;
  }

  @Test
  void runFiles() throws IOException {
    byte[] whole = Files.readAllBytes(run);
    byte[] other = Files.readAllBytes(shard);
    var random = new SplittableRandom(1);
    int refused = 0;
    for (int k = 0; k < 500; k++) {
      Files.write(run, spoilt(whole, other, random));
      try {
        RunRecord read = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> RunFile.read(run));
        assertEquals(record.points(), read.points()); // what nobody reads, such as gaps
      } catch (OutputException e) {
        assertTrue(e.getMessage().startsWith(run.toString()), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 250, refused + " refused");
  }

  @Test
  void shards() throws IOException {
    byte[] whole = Files.readAllBytes(shard);
    byte[] other = Files.readAllBytes(checkpoint);
    var random = new SplittableRandom(2);
    for (int k = 0; k < 250; k++) {
      byte[] spoilt = spoilt(whole, other, random);
      Files.write(shard, spoilt);
      assertEquals(Arrays.equals(whole, spoilt), ShardFile.read(shard).isPresent());
    }
    Files.copy(checkpoint, shard, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertTrue(ShardFile.read(shard).isEmpty());
  }

  private List<String> resumed() {
    List<String> notices = new ArrayList<>();
    Keeper keeper =
        new Checkpoints(
            run, experiment, Double.POSITIVE_INFINITY, new AtomicBoolean(), notices::add);
    RunRecord again = Runner.run(experiment, options.with(keeper), Progress.SILENT, notice -> {});
    assertEquals(record.points(), again.points());
    return notices;
  }

  @Test
  void checkpoints() throws IOException {
    Files.deleteIfExists(folder.resolve("run.h5.resume-before"));
    byte[] whole = Files.readAllBytes(checkpoint);
    byte[] other = Files.readAllBytes(shard);
    var random = new SplittableRandom(3);
    for (int k = 0; k < 250; k++) {
      byte[] spoilt = spoilt(whole, other, random);
      Files.write(checkpoint, spoilt);
      List<String> notices = resumed();
      assertEquals(Arrays.equals(whole, spoilt) ? 0 : 1, notices.size(), notices.toString());
    }
  }

  /** Whole, sealed, and of a version that keeps other things. */
  @Test
  void checkpointsOfAnotherFormat() throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(checkpoint);
    int content = bytes.length - 40; // before the seal: eight letters, SHA-256
    for (int format : new int[] {0, 1, 99, -1}) {
      ByteBuffer.wrap(bytes).putInt(0, format);
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, content));
      System.arraycopy(sha, 0, bytes, content + 8, 32);
      Files.write(checkpoint, bytes);
      var e = assertThrows(TargetTakenException.class, this::resumed);
      assertTrue(e.getMessage().contains("belongs to a version of Perrin"), e.getMessage());
      assertTrue(Files.exists(checkpoint));
    }
  }
}
