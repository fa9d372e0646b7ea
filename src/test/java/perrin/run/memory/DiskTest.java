package perrin.run.memory;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.OutputException;
import perrin.output.RunFile;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.resume.Checkpoints;
import perrin.run.resume.StoppedException;

class DiskTest {
  @TempDir Path folder;

  /** What is written is at most what was planned, and of many walkers not much less. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "walkers=200000",
        "method=baoab",
        "correlations={c: {of: x, lags: 4}, d: {displacement: true, lags: 3}}",
        "histograms.x.bins=20000",
        "sweep={temperature: [0.2, 0.5, 1]}",
        "trajectories={walkers: 100, every: 1}",
        "sample-every=1",
        "track-best={minimum: -1}",
        "method=mala"
      })
  void holdsWhatIsWritten(String set) throws IOException {
    Experiment experiment = Trial.of(Trial.SMALL, set, "start={x: \"normal(0, 1)\"}").experiment();
    int points = experiment.sweep().points();
    Experiment one = experiment.point(0);
    Kernel kernel = KernelCompiler.compile(one).kernel();
    Disk plan = Disk.of(one, points, kernel, true);
    var options = new Runner.Options(new BackendChoice("java", 0), 1, 20, true);
    Path run = folder.resolve("run.h5");
    RunFile.write(run, Runner.run(experiment, options, Progress.SILENT, notice -> {}));
    long size = Files.size(run);
    assertTrue(size <= plan.runFile(), size + " bytes of " + plan.runFile());
    assertTrue(!set.startsWith("walkers") || size > 0.5 * plan.runFile(), size + " bytes");
    if (points == 1) {
      var stopping =
          new Checkpoints(
              run, experiment, Double.POSITIVE_INFINITY, new AtomicBoolean(true), notice -> {});
      assertThrows(
          StoppedException.class,
          () -> Runner.run(experiment, options.with(stopping), Progress.SILENT, notice -> {}));
      long kept = Files.size(folder.resolve("run.h5.resume"));
      assertTrue(kept <= plan.checkpoint(), kept + " bytes of " + plan.checkpoint());
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Path file = folder.resolve("run.h5");
    var e = assertThrows(OutputException.class, () -> new Disk(1e18, 1).require(file));
    assertTrue(e.getMessage().contains("it may take 931322574.62 GiB of disk, and free are "));
    new Disk(1, 1e18).require(file);
    String words = new Disk(3 << 20, 1 << 19).words(file);
    assertTrue(
        words.startsWith("run file 3.0 MiB at most, checkpoints of a long run 3 x 0.5 MiB; free"),
        words);
  }
}
