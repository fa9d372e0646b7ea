package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.output.Digest;
import perrin.output.HistogramRecord;
import perrin.output.PointRecord;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.judging.RunCheck;

/**
 * Run files written at commit e4a7c46, which kept neither a reference's probabilities nor a
 * companion's degrees of freedom, hold what the same experiments give today.
 */
class OldRunFilesTest {
  @ParameterizedTest
  @ValueSource(strings = {"old-run.h5", "old-sweep.h5"})
  void anOldFileIsReadAsTheRunIsToday(String name) {
    Path file = Path.of("src/test/resources/perrin/output", name);
    Experiment experiment = ExperimentFile.parse(RunFile.experiment(file), "old", List.of());
    var options = new Runner.Options(new BackendChoice("java", 0), 2, 0, true);
    RunRecord now = Runner.run(experiment, options, Progress.SILENT, _ -> {});
    RunRecord old = RunFile.read(file);
    assertEquals(now.header().experimentSha256(), old.header().experimentSha256());
    assertEquals(now.header().walk(), old.header().walk());
    assertEquals(now.sweep(), old.sweep());
    assertEquals(now.checked(), old.checked());
    assertEquals(now.verdict().line(), old.verdict().line());
    assertEquals(now.verdict().explanation(), old.verdict().explanation());
    assertEquals(Digest.of(now), Digest.of(file));
    for (int p = 0; p < now.points().size(); p++) {
      assertSame(now.points().get(p), old.points().get(p));
    }
    assertEquals(
        old.verdict().line(), RunCheck.of(file, RunCheck.Wanted.AS_THE_RUN).verdict().line());
  }

  private static void assertSame(PointRecord now, PointRecord old) {
    assertEquals(now.times(), old.times());
    assertEquals(now.observables(), old.observables());
    assertEquals(now.correlations(), old.correlations());
    assertEquals(now.trajectory(), old.trajectory());
    assertEquals(now.finals(), old.finals());
    now.histograms()
        .forEach((name, expected) -> {
          HistogramRecord found = old.histograms().get(name);
          assertEquals(expected.counts(), found.counts());
          assertEquals(expected.axes(), found.axes());
          assertArrayEquals(expected.boltzmann(), found.boltzmann(), 1e-15);
        });
  }
}
