package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Experiment;
import perrin.output.PointRecord;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;

/** A run file gives back all that was written: every example, and every kind of result. */
class StoredRunsTest {
  /** What no example has: a cold run without a check, a vector, few walkers, … */
  private static final List<String> KINDS =
      List.of(
          "sweep",
          "sweep-of-time",
          "plane",
          "cold",
          "checked",
          "nothing-measured",
          "correlations",
          "correlations-double",
          "paths",
          "paths-double",
          "vector",
          "shared-starts",
          "walkers-1");

  @TempDir Path folder;

  static Stream<Arguments> experiments() {
    Stream<Arguments> files =
        RecordedRuns.files().entrySet().stream()
            .map(file -> Arguments.of(file.getKey(), RecordedRuns.cut(file.getValue())));
    Stream<Arguments> kinds =
        KINDS.stream().map(name -> Arguments.of(name, RecordedRuns.cases().get(name).experiment()));
    Stream<Arguments> others =
        Stream.of(
            Arguments.of(
                "bias",
                Trial.of(Trial.SMALL, "check={boltzmann: x, bias: true, tolerance: 1e-9}")
                    .experiment()),
            Arguments.of(
                "reference at some points only",
                Trial.of(
                        Trial.SMALL,
                        "sweep={temperature: [0, 0.5], method.friction: [1, 2]}",
                        "method=baoab",
                        "check={boltzmann: x}")
                    .experiment()),
            Arguments.of(
                "a time that takes other steps at the first point",
                Trial.of(
                        Trial.SMALL,
                        "steps=null",
                        "time=0.4",
                        "sample-every=2",
                        "track-best={minimum: 0}",
                        "sweep={method: [{name: sgd, dt: 0.005}, adam], temperature: [0, 1]}")
                    .experiment()),
            Arguments.of(
                "some methods accept",
                Trial.of(Trial.SMALL, "sweep={method: [hmc, adam, metropolis, armijo]}")
                    .experiment()),
            Arguments.of(
                "vectors with states of the method",
                Trial.of(
                        Trial.SMALL,
                        "coordinates={x: 2, y: 1}",
                        "energy=x[0]^2 + x[1]^2 + y^2",
                        "start={x: 0, y: 1}",
                        "method=baoab",
                        "histograms={}",
                        "observables={a: 'x[1]'}",
                        "check={tolerance: 0.1}",
                        "sweep={dt: [0.01, 0.02]}")
                    .experiment()));
    return Stream.of(files, kinds, others).flatMap(all -> all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("experiments")
  void whatIsWrittenComesBack(String name, Experiment experiment) {
    RunRecord written = run(experiment);
    Path file = folder.resolve("run.h5");
    RunFile.write(file, written);
    RunRecord found = RunFile.read(file);
    assertEquals(written.header(), found.header());
    assertEquals(written.sweep(), found.sweep());
    assertEquals(written.checked(), found.checked());
    assertEquals(written.benchmark(), found.benchmark());
    assertEquals(written.points().size(), found.points().size());
    for (int p = 0; p < written.points().size(); p++) {
      assertSame(written.points().get(p), found.points().get(p));
    }
    assertEquals(written, found);
  }

  private static RunRecord run(Experiment experiment) {
    var options = new Runner.Options(new BackendChoice("java", 0), 2, 0, true);
    return Runner.run(experiment, options, Progress.SILENT, _ -> {});
  }

  /** Part by part, so that what differs is named. */
  private static void assertSame(PointRecord written, PointRecord found) {
    assertEquals(written.histograms(), found.histograms());
    assertEquals(written.times(), found.times());
    assertEquals(written.observables(), found.observables());
    assertEquals(written.correlations(), found.correlations());
    assertEquals(written.trajectory(), found.trajectory());
    assertEquals(written.finals(), found.finals());
    assertEquals(written.acceptance(), found.acceptance());
    assertEquals(written.best(), found.best());
    assertEquals(written.verdict(), found.verdict());
  }
}
