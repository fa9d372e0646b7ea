package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Experiment;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.TargetTakenException;
import perrin.run.resume.Checkpoints;
import perrin.run.resume.Keeper;
import perrin.run.resume.StoppedException;

/** A run that is stopped and taken up, again and again and elsewhere, is the run itself. */
class ResumeTest {
  @TempDir Path folder;

  static Stream<Trial> trials() {
    Trial measured =
        Trial.of(
            Trial.SMALL,
            "steps=90",
            "correlations={c: {of: x, lags: 4}, d: {displacement: true, lags: 3}}",
            "track-best={minimum: -1}");
    Trial many =
        Trial.of(
            Trial.SMALL,
            "coordinates={x: 18, q: 1}",
            "energy=\"sum(i in 0..17: (x[i]^2 - 1)^2) + q^2 + q*x[3]\"",
            "start={x: \"normal(0.1*i, 0.3)\", q: 2}",
            "histograms={q: {of: q, from: -2, to: 2, bins: 9}}",
            "observables={E: energy}",
            "walkers=90",
            "steps=90",
            "dt=0.01");
    return Stream.of(
        measured,
        measured.with("precision=double", "method=baoab", "trajectories={walkers: 3, every: 2}"),
        measured.with("method=mala", "walkers=2500", "check={boltzmann: x, rhat: true}"),
        measured.with("check={boltzmann: x, bias: true}"),
        many.with("method=hmc"),
        many.with("method=baoab", "check={tolerance: 0.1}"),
        measured.with("sweep={temperature: [0.2, 0.5, 1]}"),
        measured.with("correlations={}", "sweep={method: [gradient-descent, mala, adam]}"));
  }

  /** Where it goes on: another backend, number of threads and width each time. */
  private static Runner.Options place(int k, Keeper keeper) {
    String[] backends = Trial.hasCompiler() ? new String[] {"java", "cpu"} : new String[] {"java"};
    String backend = backends[k % backends.length];
    int width = backend.equals("cpu") ? 4 << k / 2 % 2 : 0;
    return new Runner.Options(
        new BackendChoice(backend, width), 1 + k % 2, 7 + k % 3, true, keeper);
  }

  private static RunRecord run(Experiment experiment, Runner.Options options) {
    return Runner.run(experiment, options, Progress.SILENT, notice -> {});
  }

  @ParameterizedTest
  @MethodSource("trials")
  void stoppedAgainAndAgain(Trial trial) throws IOException {
    Experiment experiment = trial.experiment();
    RunRecord whole = run(experiment, place(0, Keeper.NONE));
    int stops = 0;
    RunRecord resumed = null;
    for (int k = 0; resumed == null && k < 100; k++) {
      try {
        resumed =
            run(
                experiment,
                place(k, new StoppingKeeper(folder.resolve("run.h5"), experiment, 1 + k % 3)));
      } catch (StoppedException e) {
        assertTrue(e.getMessage().contains("the same command goes on from there"));
        stops++;
      }
    }
    assertTrue(stops >= 3, stops + " stops");
    assertEquals(whole.points(), resumed.points());
    new Checkpoints(
            folder.resolve("run.h5"),
            experiment,
            Double.POSITIVE_INFINITY,
            new AtomicBoolean(),
            notice -> {})
        .clear();
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private Keeper keeper(Experiment experiment, AtomicBoolean stop, List<String> notices) {
    return new Checkpoints(
        folder.resolve("run.h5"), experiment, Double.POSITIVE_INFINITY, stop, notices::add);
  }

  private Path stopped(Experiment experiment) {
    Keeper keeper = keeper(experiment, new AtomicBoolean(true), new ArrayList<>());
    assertThrows(StoppedException.class, () -> run(experiment, place(0, keeper)));
    Path file = folder.resolve("run.h5.resume");
    assertTrue(Files.exists(file));
    return file;
  }

  @Test
  void anotherExperimentsIsRefused() {
    Trial trial = Trial.of(Trial.SMALL);
    stopped(trial.experiment());
    Experiment other = trial.with("temperature=0.7").experiment();
    Keeper keeper = keeper(other, new AtomicBoolean(), new ArrayList<>());
    var e = assertThrows(TargetTakenException.class, () -> run(other, place(0, keeper)));
    assertTrue(e.getMessage().contains("run.h5.resume: belongs to another experiment"));
    assertTrue(Files.exists(folder.resolve("run.h5.resume")));
  }

  /** Of two the last, and of a damaged one the one before. */
  @Test
  void aDamagedOneIsNotTakenUp() throws IOException {
    Experiment experiment = Trial.of(Trial.SMALL, "steps=80").experiment();
    RunRecord whole = run(experiment, place(0, Keeper.NONE));
    Path file = stopped(experiment);
    stopped(experiment);
    assertTrue(Files.exists(folder.resolve("run.h5.resume-before")));
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {0, 5, bytes.length / 2, bytes.length - 40, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      Files.write(file, damaged);
      assertEquals(whole.points(), resumed(experiment, 0));
    }
    for (int length : new int[] {0, 1, 39, 41, bytes.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      assertEquals(whole.points(), resumed(experiment, 0));
    }
    Files.delete(folder.resolve("run.h5.resume-before"));
    assertEquals(whole.points(), resumed(experiment, 1));
  }

  private List<?> resumed(Experiment experiment, int complaints) {
    List<String> notices = new ArrayList<>();
    Keeper keeper = keeper(experiment, new AtomicBoolean(), notices);
    RunRecord run = run(experiment, place(1, keeper));
    assertEquals(complaints, notices.size(), notices.toString());
    return run.points();
  }

  /** What cannot be written costs nothing but a word, and the one before is still there. */
  @Test
  void aFolderThatCannotBeWritten() throws IOException {
    Experiment experiment = Trial.of(Trial.SMALL, "steps=80").experiment();
    Path nowhere = folder.resolve("gone");
    List<String> notices = new ArrayList<>();
    Keeper keeper =
        new Checkpoints(
            nowhere.resolve("run.h5"), experiment, 0, new AtomicBoolean(), notices::add);
    RunRecord run = run(experiment, place(0, keeper));
    assertEquals(run(experiment, place(0, Keeper.NONE)).points(), run.points());
    assertFalse(notices.isEmpty());
    assertTrue(
        notices.getFirst().contains("where the run is could not be kept"), notices.getFirst());
  }
}
