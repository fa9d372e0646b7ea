package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that start together, as the tasks of an array job do. */
class ManyProcessesTest {
  /** {@code -Dperrin.processes=20} for the big version. */
  private static final int PROCESSES = Integer.getInteger("perrin.processes", 6);

  @TempDir Path folder;
  private Map<String, String> environment;

  @BeforeEach
  void anEmptyCache() throws IOException {
    Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    environment = Map.of("PERRIN_CACHE", folder.resolve("cache").toString());
  }

  private List<CommandLineTrial> together(List<Object[]> commands) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<CommandLineTrial>> trials = new ArrayList<>();
      for (Object[] words : commands) {
        trials.add(threads.submit(() -> CommandLineTrial.alone(folder, environment, words)));
      }
      List<CommandLineTrial> done = new ArrayList<>();
      for (Future<CommandLineTrial> trial : trials) {
        done.add(trial.get());
      }
      return done;
    }
  }

  @Test
  void withAnEmptyCacheAndThenWithAWarmOneNoneFails() throws Exception {
    assumeTrue(CommandLineTrial.hasCompiler(), "no compiler");
    for (int round = 0; round < 2; round++) {
      List<Object[]> commands = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        String out = "out-" + round + "-" + i + ".h5";
        commands.add(new Object[] {"run", "trial.yaml", "-o", out, "--backend", "cpu", "--quiet"});
      }
      for (CommandLineTrial trial : together(commands)) {
        assertEquals("", trial.err());
        assertEquals(0, trial.exit());
      }
    }
    try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
      assertEquals(2, left.count(), "the kernel and its compiler's name");
    }
  }

  @Test
  void twoExperimentsOnOneOutput() throws Exception {
    List<Object[]> commands = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      commands.add(
          new Object[] {
            "run",
            "trial.yaml",
            "--set",
            "seed=" + seed,
            "-o",
            "o.h5",
            "--backend",
            "java",
            "--quiet"
          });
    }
    List<CommandLineTrial> trials = together(commands);
    String said = trials.get(0).err() + trials.get(1).err();
    try (Stream<Path> all = Files.list(folder)) {
      List<String> names = all.map(path -> path.getFileName().toString()).sorted().toList();
      long files = names.stream().filter(name -> name.endsWith(".h5")).count();
      boolean refused = trials.stream().anyMatch(trial -> trial.exit() == 2);
      assertEquals(refused ? 1 : 2, files, names.toString());
      assertTrue(
          said.contains(refused ? "holds another experiment" : "taken by another run"), said);
      assertTrue(names.stream().noneMatch(name -> name.startsWith(".")), names.toString());
    }
  }
}
