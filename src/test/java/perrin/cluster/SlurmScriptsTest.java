package perrin.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of a shard outside of Slurm, with a program in Perrin's place that only waits. */
class SlurmScriptsTest {
  private static final String WAITS =
      """
      #!/bin/bash
      stop=0
      trap 'stop=1' TERM
      touch "$PWD/up"
      for i in $(seq 200); do
        sleep 0.01
        [ "$stop" = 0 ] || exit 85
      done
      exit 7
      """;

  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void aScript() throws IOException {
    Path program = Files.writeString(folder.resolve("program"), WAITS);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    System.setProperty(Launcher.PROPERTY, program.toString());
    RunFolder run = RunFolder.at(folder.resolve("run"));
    var submission =
        new Submission(
            "1", "abc", run.path().toString(), "e.yaml", 3, 0, List.of(), List.of(), List.of());
    String text = SlurmScripts.of(run, submission, "Trial").get(SlurmScripts.SHARDS);
    script = Files.writeString(folder.resolve("script"), text);
  }

  @AfterEach
  void noLauncher() {
    System.clearProperty(Launcher.PROPERTY);
  }

  @Test
  void editedScriptsAreNoticed() throws IOException {
    String text = Files.readString(script);
    assertFalse(SlurmScripts.isEdited(text));
    assertTrue(SlurmScripts.isEdited(text.replace("--requeue", "--no-requeue")));
    assertTrue(SlurmScripts.isEdited(text + "\n"));
    assertTrue(SlurmScripts.isEdited(""));
  }

  private Process start() throws IOException {
    var builder = new ProcessBuilder("bash", script.toString()).directory(folder.toFile());
    builder.environment().put("SLURM_ARRAY_TASK_ID", "1");
    builder.environment().put("SLURM_ARRAY_JOB_ID", "12");
    builder.redirectErrorStream(true).redirectOutput(new File("/dev/null"));
    return builder.start();
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
        .redirectErrorStream(true)
        .start()
        .waitFor();
  }

  @Test
  void withoutASignalItEndsAsTheProgramDoes() throws Exception {
    assertEquals(7, start().waitFor());
  }

  /** Bash loses the code of what ends while a trap runs; the script must not. */
  @Test
  void howeverManySignalsComeItIsStopped() throws Exception {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 25; i++) {
      Files.deleteIfExists(folder.resolve("up"));
      Process process = start();
      while (!Files.exists(folder.resolve("up"))) {
        Thread.sleep(2);
      }
      for (int k = 0; k < 4; k++) {
        signal("TERM", process);
        Thread.sleep(random.nextInt(15));
      }
      assertEquals(true, process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(85, process.exitValue(), "round " + i);
    }
  }
}
