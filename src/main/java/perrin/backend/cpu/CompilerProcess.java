package perrin.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import perrin.backend.BackendException;

/**
 * A compiler at work, which has a limited time. It starts programs of its own, which would run on
 * by themselves: they end with it, and all end with this process where that is told to.
 */
final class CompilerProcess {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(CompilerProcess::end), "compilers"));
  }

  private CompilerProcess() {}

  /**
   * What came of it.
   *
   * @param finished within the time
   * @param exit code, 0 for success; meaningless unless finished
   * @param output of both kinds
   */
  record Outcome(boolean finished, int exit, String output) {}

  /**
   * @param folder to work in, temporary files included
   * @throws IOException where the program cannot be started
   */
  static Outcome run(List<String> command, Path folder, double seconds) throws IOException {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("TMPDIR", folder.toString());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    RUNNING.add(process);
    try {
      process.getOutputStream().close();
      boolean finished = process.waitFor((long) (1000 * seconds), TimeUnit.MILLISECONDS);
      int exit = finished ? process.exitValue() : -1;
      return new Outcome(finished, exit, new String(Files.readAllBytes(log)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while compiling", e);
    } finally {
      end(process);
      RUNNING.remove(process);
    }
  }

  /** With all that it has started: whoever loses its parent is no descendant any more. */
  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
