package perrin.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogTest {
  private static final String FIRST =
      """
      == shard 3 of 7: begins as job 12_3, restart 0, on n1, 2026-11-30 12:00:00
      perrin: a walker is lost
      == shard 3 of 7: ended with 1
      """;

  @TempDir Path folder;

  private JobLog read(String text) throws IOException {
    return JobLog.read(Files.writeString(folder.resolve("log"), text));
  }

  @Test
  void theLastJobCounts() throws IOException {
    assertEquals(new JobLog(true, OptionalInt.of(1), "perrin: a walker is lost"), read(FIRST));
    String begins = "== shard 3 of 7: begins as job 13_3, restart 0, on n1, today\n";
    assertEquals(new JobLog(true, OptionalInt.empty(), ""), read(FIRST + begins));
    String killed = "Killed\nslurmstepd: error: Detected 1 oom-kill event(s)\nbye\n";
    assertEquals(
        new JobLog(true, OptionalInt.empty(), "slurmstepd: error: Detected 1 oom-kill event(s)"),
        read(FIRST + begins + killed));
    String stopped =
        "perrin: stopped\n== shard 3 of 7: stopped, waits in the queue again\n"
            + "slurmstepd-n1: error: *** JOB 64 ON n1 CANCELLED DUE TO JOB REQUEUE ***\n";
    assertEquals(
        new JobLog(true, OptionalInt.of(85), "perrin: stopped"), read(FIRST + begins + stopped));
    assertEquals(
        new JobLog(true, OptionalInt.of(137), "no word that is known"),
        read(begins + "no word that is known\n== shard 3 of 7: ended with 137\n"));
  }

  @Test
  void noneAndALongOne() throws IOException {
    assertEquals(new JobLog(false, OptionalInt.empty(), ""), JobLog.read(folder.resolve("none")));
    assertEquals(OptionalInt.of(1), read("x".repeat(1 << 20) + "\n" + FIRST).exit());
  }
}
