package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.NotFiniteException;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.backend.SplitBackend;
import perrin.backend.WalkerRange;
import perrin.backend.java.JavaBackend;
import perrin.experiment.MathMode;
import perrin.experiment.Precision;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.RunRecord;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.run.ShardRunner;
import perrin.run.resume.Shard;
import perrin.statistics.MomentNode;
import perrin.statistics.WalkerArray;

/** Walkers in several ensembles are those of one, to the last bit and word. */
public class SplitEnsembleTest {
  private static final Walks ONE = new Walks("java", 0, 1, 7);
  private static final Walks TWO = new Walks("2 × java", 0, 1, 11);
  private static final Walks THREE = new Walks("3 × java", 0, 2, 5);

  /** All that a run measures and judges, its sweeps, companions and paths. */
  public static Stream<Trial> trials() {
    Trial batches =
        Trial.of(
            """
            coordinates: [w]
            energy: "sum(i in rows: (w - y[i])^2)/2"
            data: {arrays: {y: [0.3, -1, 2, 0.5, 0.25]}}
            minibatch: {size: 2}
            start: {w: 0}
            method: sgd
            dt: 0.05
            walkers: 205
            steps: 60
            burn-in: 10
            sample-every: 3
            observables: {w: w, E: energy}
            check: {tolerance: 0.1}
            """);
    Trial plane = Walks.trials("single").get(4);
    return Stream.concat(ResumeTest.trials(), Stream.of(batches, plane));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void wholeRuns(Trial trial) {
    RunRecord whole = trial.record("java", 0, 2, 0);
    for (String place : List.of("2 × java", "3 × java")) {
      assertEquals(whole.points(), trial.record(place, 0, 1, 9).points(), place);
    }
    assertEquals(whole.points(), trial.record("7 × java", 0, 1, 0).points());
  }

  /** Sums of each walker are kept by how many walkers there are in all. */
  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void halfARunHereAndTheRestThere(String precision) {
    for (Trial trial : Walks.trials(precision)) {
      Walks.assertResume(trial, List.of(TWO, ONE, THREE, TWO), 3, 13, 18, 36);
    }
  }

  @Test
  void onTheCpuBackend() {
    assumeTrue(Trial.hasCompiler());
    Walks cpu = new Walks("3 × cpu", 4, 1, 8);
    Walks.assertResume(Walks.trials("single").get(3), List.of(cpu, TWO, cpu), 13, 26);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 65, 96, 97, 1003, 5003})
  void anyNumberOfWalkers(int walkers) {
    Trial trial = CorrelationsTest.trial("single").with("walkers=" + walkers, "steps=25");
    Walks.Result whole = ONE.until(trial, 25);
    assertEquals(whole, TWO.until(trial, 25));
    assertEquals(whole, THREE.until(trial, 25));
    assertEquals(whole, new Walks("9 × java", 0, 1, 25).until(trial, 25));
  }

  @Test
  void walkersThatComeAndGo() {
    Trial trial = PresenceRuns.trial("walkers=2051");
    assertEquals(
        PresenceRuns.run(trial, PresenceRuns.HERE, "java", 0, 1, 0),
        PresenceRuns.run(trial, PresenceRuns.HERE, "3 × java", 0, 1, 7));
  }

  @Test
  void givenStatesAreAStart() {
    Trial trial = Walks.trials("single").get(2).with("steps=99");
    List<WalkerArray> states = ONE.until(trial, 18).end().variables();
    Trial second = trial.with("temperature=2", "start.x=7", "energy=x^2/2 + x");
    Walks.Result expected = ONE.from(second, states, 9, 99);
    assertEquals(expected, TWO.from(second, states, 9, 99));
    assertEquals(expected, THREE.from(second, states, 9, 99));
  }

  /** The largest nodes of all cohorts, as one ensemble gives them: those of a shard go on. */
  @Test
  void nodesAreTheLargest() {
    Trial trial = Trial.of(Trial.SMALL, "walkers=5003", "steps=6", "burn-in=0", "sample-every=2");
    var experiment = trial.experiment();
    KernelCompiler.Compiled compiled = KernelCompiler.compile(experiment);
    Program program = Program.of(experiment, compiled.kernel());
    List<List<MomentNode>> found = new ArrayList<>();
    for (String place : List.of("java", "2 × java", "3 × java")) {
      try (Ensemble ensemble = Places.of(place, 0).open(program, 1, _ -> {}).ensemble()) {
        ensemble.start(experiment.seed(), compiled.schedule().ofRun());
        Chunk all = new Chunk(0, 6, program.plan());
        SampleSums sums = ensemble.run(all, compiled.schedule().ofSteps(0, 6));
        found.add(sums.nodes(2, 1));
        assertTrue(sums.seconds() > 0);
        assertTrue(ensemble.steppingSeconds() > 0);
        assertTrue(ensemble.samplesAtOnce() >= 1);
      }
    }
    assertEquals(found.getFirst(), found.get(1));
    assertEquals(found.getFirst(), found.get(2));
    assertEquals(program.walkers().nodes(62).size(), found.getFirst().size());
  }

  @Test
  void aShardOfIt() {
    assertSameShard(CorrelationsTest.trial("single"), "java", "2 × java");
  }

  /** Whether a shard of a trial is the same in two {@link Places}. */
  public static void assertSameShard(Trial trial, String one, String other) {
    List<Shard.Part> parts = new ArrayList<>();
    for (String place : List.of(one, other)) {
      var options = new Runner.Options(Places.of(place, 0), 1, 6, true);
      Shard shard =
          ShardRunner.run(
              "trial.yaml", trial.experiment(), 1, 3, options, Progress.SILENT, notice -> {});
      parts.add(shard.parts().getFirst());
    }
    assertEquals(parts.getFirst().end().ensemble(), parts.getLast().end().ensemble());
    assertArrayEquals(
        parts.getFirst().end().samples().toArray(), parts.getLast().end().samples().toArray());
  }

  /** Trials in which walkers are lost: the last, the first, some, several at the same step. */
  public static Stream<Trial> startsThatEnd() {
    Trial trial =
        Trial.of(Trial.SMALL, "energy=-x^4", "steps=500", "burn-in=0", "sample-every=7")
            .with("temperature=0.01");
    return Stream.of("single", "double")
        .flatMap(precision ->
            Stream.of(
                    "1 + 0.001*walker", "5 - 0.001*walker", "1.3", "1e5*heaviside(walker - 2600.5)")
                .map(start -> trial.with("precision=" + precision, "start={x: '" + start + "'}")));
  }

  @ParameterizedTest
  @MethodSource("startsThatEnd")
  void theWalkerThatIsLostFirst(Trial lost) {
    for (long chunk : List.of(0L, 1L, 9L)) {
      String expected = failure(() -> lost.run("java", 0, 1, chunk));
      assertEquals(expected, failure(() -> lost.run("2 × java", 0, 1, chunk)));
      assertEquals(expected, failure(() -> lost.run("3 × java", 0, 1, chunk)));
    }
  }

  @Test
  void whoCannotStartIsNamed() {
    Trial outside = Trial.of(Trial.SMALL, "energy=x - log(x)", "start.x=2018 - walker");
    assertEquals(
        failure(() -> outside.run("java", 0, 1, 0)),
        failure(() -> outside.run("2 × java", 0, 1, 0)));
    Trial trial = Trial.of(Trial.SMALL);
    WalkerArray bad = WalkerArray.of(Precision.SINGLE, 1003);
    ((WalkerArray.Singles) bad).values()[1002] = Float.NaN;
    ((WalkerArray.Singles) bad).values()[900] = Float.NaN;
    String expected = failure(() -> ONE.from(trial, List.of(bad), 20, 37));
    assertTrue(expected.contains("walker 2916, step 0"), expected);
    assertEquals(expected, failure(() -> TWO.from(trial, List.of(bad), 20, 37)));
  }

  private static String failure(Executable run) {
    return assertThrows(NotFiniteException.class, run).getMessage();
  }

  /** It is told again, nobody goes on; and a new start is one. */
  @Test
  void afterALoss() {
    Trial trial = Trial.of(Trial.SMALL, "energy=-x^4", "start.x=9", "steps=200", "dt=0.01");
    var experiment = trial.experiment();
    KernelCompiler.Compiled compiled = KernelCompiler.compile(experiment);
    Program program = Program.of(experiment, compiled.kernel());
    try (Ensemble ensemble = Places.of("2 × java", 0).open(program, 1, _ -> {}).ensemble()) {
      for (int again = 0; again < 2; again++) {
        ensemble.start(experiment.seed(), compiled.schedule().ofRun());
        ensemble.variable(0);
        Chunk chunk = new Chunk(0, 200, program.plan());
        ensemble.run(chunk, compiled.schedule().ofSteps(0, 200));
        var first = assertThrows(NotFiniteException.class, ensemble::await);
        assertSame(first, assertThrows(NotFiniteException.class, ensemble::await));
        assertSame(first, assertThrows(NotFiniteException.class, ensemble::snapshot));
      }
    }
  }

  @Test
  void anotherProgramsSnapshotIsRefused() {
    Trial trial = Walks.trials("single").get(2).with("walkers=96");
    EnsembleSnapshot half = ONE.until(trial, 31).end();
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> TWO.on(trial.with("walkers=97"), half, 60));
    assertEquals("walkers: 96 in what is given, 97 in the program", e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> TWO.from(trial, half.variables().subList(0, 1), 0, 5));
  }

  @Test
  void partsOfSnapshotsAreJoined() {
    Trial trial = Walks.trials("single").get(2).with("walkers=1003");
    EnsembleSnapshot half = ONE.until(trial, 31).end();
    for (int most : List.of(1, 2, 3, 32)) {
      List<EnsembleSnapshot> parts = half.walkers().parts(most).stream().map(half::part).toList();
      assertEquals(most, parts.size());
      assertEquals(half, EnsembleSnapshot.joined(parts, true));
      assertNotEquals(half, EnsembleSnapshot.joined(parts, false));
    }
    List<EnsembleSnapshot> gap = List.of(half.part(new WalkerRange(2016, 32)), half);
    assertThrows(IllegalArgumentException.class, () -> EnsembleSnapshot.joined(gap, true));
  }

  /** No more devices than there are cohorts. */
  @Test
  void workersAndDevices() {
    Trial trial = Trial.of(Trial.SMALL);
    String java = new JavaBackend().device();
    assertEquals("3 × " + java + ", 3 devices", device(trial));
    assertEquals("3 × " + java + ", 2 of 3 devices", device(trial.with("walkers=33")));
    assertEquals("3 × " + java + ", 1 of 3 devices", device(trial.with("walkers=7")));
  }

  private static String device(Trial trial) {
    return trial.record("3 × java", 0, 1, 0).header().platform().device();
  }

  /** A backend whose ensembles say when they are closed. */
  private record Watched(String device, List<String> closed, String fails) implements Backend {
    @Override
    public String name() {
      return "watched";
    }

    @Override
    public MathMode math(MathMode asked) {
      return asked;
    }

    @Override
    public Ensemble open(Program program, int threads) {
      if (fails.equals("open")) {
        throw new BackendException(device + " has no memory");
      }
      Ensemble real = new JavaBackend().open(program, threads);
      return (Ensemble)
          Proxy.newProxyInstance(
              Ensemble.class.getClassLoader(),
              new Class<?>[] {Ensemble.class},
              (_, method, arguments) -> {
                if (method.getName().equals("close")) {
                  closed.add(device);
                  real.close();
                  if (fails.equals("close")) {
                    throw new BackendException(device + " cannot be closed");
                  }
                  return null;
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  @Test
  void allAreClosed() {
    var experiment = Trial.of(Trial.SMALL).experiment();
    Program program = Program.of(experiment, KernelCompiler.compile(experiment).kernel());
    List<String> closed = new ArrayList<>();
    Backend a = new Watched("a", closed, "close");
    Backend b = new Watched("b", closed, "");
    Backend c = new Watched("c", closed, "close");
    Ensemble all = new SplitBackend(List.of(a, b, c)).open(program, 1);
    var e = assertThrows(BackendException.class, all::close);
    assertEquals(List.of("a", "b", "c"), closed);
    assertEquals("a cannot be closed", e.getMessage());
    assertEquals("c cannot be closed", e.getSuppressed()[0].getMessage());
    closed.clear();
    Backend last = new Watched("last", closed, "open");
    var failed =
        assertThrows(
            BackendException.class, () -> new SplitBackend(List.of(a, b, last)).open(program, 1));
    assertEquals("last has no memory", failed.getMessage());
    assertEquals(List.of("a", "b"), closed);
  }

  @Test
  void whatCannotKeepItsBitsIsRefused() {
    List<String> closed = new ArrayList<>();
    Backend a = new Watched("a", closed, "");
    Backend b = new Watched("b", closed, "");
    Trial fast = Trial.of(Trial.SMALL, "math=fast");
    assertEquals(
        "math: fast has the same bits on devices of one kind only, and these are 2 × a; 1 × b; use"
            + " devices of one kind, or math: portable",
        refusal(fast, a, b, a));
    Trial curand =
        Trial.of(Trial.SMALL, "first-walker=0").with("noise={source: curand, generator: xorwow}");
    assertEquals(
        "noise: source curand draws one sequence for all walkers, which several devices cannot"
            + " share; use one",
        refusal(curand, a, a));
    var experiment = fast.experiment();
    Program program = Program.of(experiment, KernelCompiler.compile(experiment).kernel());
    new SplitBackend(List.of(a, a)).open(program, 1).close();
    assertEquals(List.of("a", "a"), closed);
  }

  private static String refusal(Trial trial, Backend... devices) {
    var experiment = trial.experiment();
    Program program = Program.of(experiment, KernelCompiler.compile(experiment).kernel());
    return assertThrows(
            BackendException.class, () -> new SplitBackend(List.of(devices)).open(program, 1))
        .getMessage();
  }
}
