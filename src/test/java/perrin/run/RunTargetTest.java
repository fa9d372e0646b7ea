package perrin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/** Another run ends on the same output while this one is running: neither result is lost. */
class RunTargetTest {
  private static final Trial ONE = Trial.of(Trial.SMALL, "seed=1");
  private static final Trial TWO = Trial.of(Trial.SMALL, "seed=2");

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

  private record Writing(RunRecord run) implements RunTarget.Writer {
    @Override
    public void replace(Path file) {
      RunFile.write(file, run);
    }

    @Override
    public Optional<Path> writeNew(Path file, Function<Path, Optional<Path>> instead) {
      return RunFile.writeNew(file, run, instead);
    }
  }

  private Path output() {
    return folder.resolve("run.h5");
  }

  private RunTarget target(Trial trial) {
    return RunTarget.of(folder.resolve("run.yaml"), trial.experiment(), Optional.of(output()));
  }

  private Path write(RunTarget target, Trial trial, boolean force) {
    Writing writing = new Writing(trial.record("java", 0, 1, 0));
    return target.write(writing, trial.experiment(), force, told::add);
  }

  private static String sha(Path file) {
    return RunFile.summary(file).experimentSha256();
  }

  @Test
  void theSecondOfTwoExperimentsGoesBeside() throws IOException {
    RunTarget first = target(ONE);
    RunTarget second = target(TWO);
    assertEquals(output(), write(first, ONE, false));
    assertEquals(List.of(), told);
    Path beside = write(second, TWO, false);
    assertBeside(beside, TWO);
    assertEquals(ONE.experiment().sha256(), sha(output()));
    assertEquals(2, names().size());
  }

  private void assertBeside(Path beside, Trial trial) {
    Experiment experiment = trial.experiment();
    String name = "run-" + experiment.sha256().substring(0, 8) + ".h5";
    assertEquals(folder.resolve(name), beside);
    assertEquals(experiment.sha256(), sha(beside));
    assertEquals(
        List.of(output() + ": taken by another run meanwhile; this one goes to " + beside), told);
  }

  /** What is replaced is what was there when the run began. */
  @Test
  void forceDoesNotReplaceWhatCameMeanwhile() throws IOException {
    Files.writeString(output(), "old");
    RunTarget first = target(ONE);
    RunTarget second = target(TWO);
    assertEquals(output(), write(first, ONE, true));
    assertBeside(write(second, TWO, true), TWO);
    assertEquals(ONE.experiment().sha256(), sha(output()));
  }

  @Test
  void theSameExperimentTwiceIsKeptOnce() throws IOException {
    RunTarget first = target(ONE);
    RunTarget second = target(ONE);
    write(first, ONE, false);
    byte[] bytes = Files.readAllBytes(output());
    assertEquals(output(), write(second, ONE, false));
    org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, Files.readAllBytes(output()));
    assertEquals(List.of("run.h5"), names());
    assertTrue(told.getFirst().contains("that one is kept"), told.toString());
  }

  /** The name to fall back to may be taken as well, and by anything. */
  @Test
  void nothingIsOverwrittenOnTheWay() throws IOException {
    RunTarget second = target(TWO);
    Files.writeString(output(), "my thesis");
    String own = "run-" + TWO.experiment().sha256().substring(0, 8);
    Files.writeString(folder.resolve(own + ".h5"), "my other thesis");
    Files.createSymbolicLink(folder.resolve(own + "-2.h5"), output());
    Path written = write(second, TWO, false);
    assertEquals(folder.resolve(own + "-3.h5"), written);
    assertEquals("my thesis", Files.readString(output()));
    assertEquals("my other thesis", Files.readString(folder.resolve(own + ".h5")));
    assertEquals(TWO.experiment().sha256(), sha(written));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
