package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Experiment;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Extension;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.resume.Keeper;
import perrin.run.resume.TargetTakenException;

/** A finished run that is made longer is the long run from the start. */
class ExtensionTest {
  @TempDir Path folder;

  private static RunRecord run(Experiment experiment, String backend, Keeper keeper) {
    var options = new Runner.Options(new BackendChoice(backend, 0), 2, 11, true, keeper);
    return Runner.run(experiment, options, Progress.SILENT, notice -> {});
  }

  private Path finished(Trial trial) throws IOException {
    Path yaml = Files.writeString(folder.resolve("trial.yaml"), trial.yaml());
    Path file = folder.resolve("trial.h5");
    RunFile.write(file, run(trial.experiment(), "java", Keeper.NONE));
    return yaml;
  }

  private Extension extension(Path yaml, Trial trial, String... more) {
    List<String> sets = new ArrayList<>(trial.sets());
    sets.addAll(List.of(more));
    return Extension.of(folder.resolve("trial.h5"), yaml, sets);
  }

  /** Histograms, correlations, best places, hidden states, few walkers and many, sweeps. */
  @ParameterizedTest
  @MethodSource("perrin.conformance.ResumeTest#trials")
  void isTheLongRun(Trial trial) throws IOException {
    Trial shorter = trial.with("steps=41");
    Path yaml = finished(shorter);
    Extension extension = extension(yaml, shorter, "steps=90");
    String backend = Trial.hasCompiler() ? "cpu" : "java";
    Experiment longer = extension.experiment();
    RunRecord extended = run(longer, backend, extension.keeper(Keeper.NONE));
    assertEquals(run(longer, "java", Keeper.NONE).points(), extended.points());
    RunFile.write(folder.resolve("long.h5"), extended);
    assertEquals(extended.points(), RunFile.read(folder.resolve("long.h5")).points());
  }

  private String refused(Path yaml, Trial trial, String... more) {
    return assertThrows(TargetTakenException.class, () -> extension(yaml, trial, more))
        .getMessage();
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    Trial trial = Trial.of(Trial.SMALL);
    Path yaml = finished(trial);
    String fewer = refused(yaml, trial, "steps=36");
    assertTrue(fewer.contains("has 37 steps; --set steps must be more, not 36"), fewer);
    String half = refused(yaml, trial, "steps=65");
    assertTrue(half.contains("steps must be at least 66"), half);
    assertEquals(66, extension(yaml, trial, "steps=66").experiment().steps());
    String other = refused(yaml, trial, "steps=90", "temperature=0.7");
    assertTrue(other.contains("another experiment: temperature: 0.5 there, 0.7 here"), other);
    String samples = refused(yaml, trial, "steps=90", "sample-every=4");
    assertTrue(samples.contains("sample-every: 5 there, 4 here"), samples);
    assertTrue(extension(yaml, trial, "steps=37").isThere());
  }

  /** The order of axes, and of starts, which number walkers and draws, is part of a run. */
  @Test
  void anotherOrderIsAnotherRun() throws IOException {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "parameters={a: 1, b: 1}",
            "energy=\"a*x^2 + b*x^4\"",
            "sweep={a: [1, 3], b: [1, 2]}");
    Path yaml = finished(trial);
    String message = refused(yaml, trial.with("sweep={b: [1, 2], a: [1, 3]}"), "steps=90");
    assertTrue(message.contains("the order of its keys: sweep.a there, sweep.b here"), message);
  }

  /** A run file, as the experiment; its title stays, and either length may be given. */
  @Test
  void ofARunFile() throws IOException {
    Trial trial = Trial.of(Trial.SMALL);
    finished(trial);
    Path file = folder.resolve("trial.h5");
    Extension extension = Extension.of(file, file, List.of("steps=90"));
    assertEquals(90, extension.experiment().steps());
    assertEquals(trial.experiment().title(), extension.experiment().title());
    assertEquals(90, Extension.of(file, file, List.of("time=0.9")).experiment().steps());
    String unsaid =
        assertThrows(TargetTakenException.class, () -> Extension.of(file, file, List.of()))
            .getMessage();
    assertTrue(unsaid.contains("give --set steps=N"), unsaid);
  }

  /** Keys that are left to be chosen are as they were chosen then. */
  @Test
  void choicesStay() throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("trial.yaml"),
            "coordinates: [x]\nenergy: (x^2 - 1)^2\ntemperature: 0.5\nwalkers: 500\n");
    var chosen = perrin.run.look.Completion.load(yaml, List.of("steps=400"));
    RunFile.write(folder.resolve("trial.h5"), run(chosen.experiment(), "java", Keeper.NONE));
    Extension extension = Extension.of(folder.resolve("trial.h5"), yaml, List.of("steps=4000"));
    assertEquals(chosen.experiment().burnIn(), extension.experiment().burnIn());
    assertEquals(4000, extension.experiment().steps());
    RunRecord extended = run(extension.experiment(), "java", extension.keeper(Keeper.NONE));
    assertEquals(run(extension.experiment(), "java", Keeper.NONE).points(), extended.points());
    String unsaid =
        assertThrows(
                TargetTakenException.class,
                () -> Extension.of(folder.resolve("trial.h5"), yaml, List.of()))
            .getMessage();
    assertTrue(unsaid.contains("give --set steps=N"), unsaid);
  }

  /** Without final states there is nothing to go on from. */
  @Test
  void withoutFinals() throws IOException {
    Trial trial = Trial.of(Trial.SMALL);
    Path yaml = Files.writeString(folder.resolve("trial.yaml"), trial.yaml());
    var options = new Runner.Options(new BackendChoice("java", 0), 1, 0, false);
    RunFile.write(
        folder.resolve("trial.h5"),
        Runner.run(trial.experiment(), options, Progress.SILENT, notice -> {}));
    String message = refused(yaml, trial, "steps=90");
    assertTrue(message.contains("has no final states"), message);
  }
}
