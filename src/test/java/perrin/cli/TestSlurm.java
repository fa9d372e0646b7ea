package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A real Slurm of two nodes on this machine, by {@code scripts/slurm}, in a folder of its own. */
record TestSlurm(Path folder) implements AutoCloseable {
  private static final List<String> PROGRAMS = List.of("slurmctld", "slurmd", "sbatch", "munged");

  /** Whether the machine has the programs, and this user may start them. */
  static boolean isPossible() {
    List<Path> places =
        Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
            .map(Path::of)
            .toList();
    return "root".equals(System.getProperty("user.name"))
        && PROGRAMS.stream()
            .allMatch(
                program -> places.stream().anyMatch(at -> Files.isExecutable(at.resolve(program))));
  }

  /**
   * Starts it.
   *
   * @param cpus of each node, whatever the machine has
   */
  static TestSlurm start(Path folder, int cpus) throws IOException, InterruptedException {
    var up = script("up", folder.toString(), Integer.toString(freePorts()), Integer.toString(cpus));
    assertEquals(0, up.exit(), up.err());
    return new TestSlurm(folder);
  }

  private static CommandLineTrial script(String... words) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("scripts/slurm"), Stream.of(words)).toList();
    return JobLauncher.process(Path.of("").toAbsolutePath(), Map.of(), command);
  }

  /** The first of three that nobody has. */
  private static int freePorts() throws IOException {
    for (int port = 17_000; port < 30_000; port += 3) {
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          var _ = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress());
          var _ = new ServerSocket(port + 2, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // somebody has one of them
      }
    }
    throw new IOException("no free ports");
  }

  Map<String, String> environment() {
    return Map.of("SLURM_CONF", folder.resolve("etc/slurm.conf").toString());
  }

  /** One of Slurm's commands. */
  String command(String... words) throws IOException, InterruptedException {
    var trial = JobLauncher.process(folder, environment(), List.of(words));
    assertEquals(0, trial.exit(), String.join(" ", words) + ": " + trial.err());
    return trial.out().strip();
  }

  /** Waits until something is so. */
  static void await(String what, int seconds, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, "not within " + seconds + " s: " + what);
      Thread.sleep(100);
    }
  }

  /** Waits until no job waits or runs. */
  void awaitEmpty(int seconds) throws Exception {
    await("an empty queue", seconds, () -> command("squeue", "--noheader").isEmpty());
  }

  @Override
  public void close() {
    try {
      script("down", folder.toString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("scripts/slurm down " + folder, e);
    }
  }
}
