package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.BackendException;
import perrin.backend.NotFiniteException;
import perrin.backend.nvidia.CudaLibraries;
import perrin.calculus.FunctionLibrary;
import perrin.conformance.CorrelationsTest;
import perrin.conformance.PathsTest;
import perrin.conformance.PresenceRuns;
import perrin.conformance.RaceTest;
import perrin.conformance.RecordedRuns;
import perrin.conformance.Shards;
import perrin.conformance.SharedStartsTest;
import perrin.conformance.SweepTest;
import perrin.conformance.Trial;
import perrin.conformance.Walks;
import perrin.experiment.Library;
import perrin.experiment.Precision;
import perrin.output.Digest;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.statistics.TimeMean;

/**
 * The cuda backend's own code, JCuda and the emitted CUDA text, end to end without a GPU: a
 * stand-in for the driver and for NVRTC (src/test/native) compiles the text with g++ and runs each
 * thread as a fiber. Its results must have the bits of the other backends; its speed means nothing.
 */
@Tag("stand-in")
class StandInTest {
  @BeforeAll
  static void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @Test
  void runsComputeWhatIsWrittenDown() {
    RecordedRuns.assertEveryThird("cuda");
  }

  /** Nothing is sampled. */
  @Test
  void nothingMeasured() {
    Trial bare = Trial.of(Trial.SMALL, "histograms=null", "observables=null", "sample-every=1");
    assertAgree(bare);
  }

  @ParameterizedTest
  @MethodSource("perrin.conformance.Trial#methodsAndEnergies")
  void everyMethodOnThreeEnergies(String method, String energy) {
    Trial trial = Trial.of(Trial.SMALL, "method=" + method, "energy=" + energy);
    for (int walkers :
        energy.equals("double-well") ? List.of(1, 31, 32, 33, 1003) : List.of(1003)) {
      assertAgree(trial.with("walkers=" + walkers));
    }
  }

  @ParameterizedTest
  @MethodSource("perrin.conformance.Trial#energiesAndTwoMethods")
  void everyEnergyOnTwoMethods(String energy, String method) {
    assertAgree(Trial.onEnergy(energy).with("method=" + method, "walkers=45"));
  }

  @Test
  void severalCoordinates() {
    String energy = "energy=(a^2 - 1)^2 + b^2 + (c - a)^2/2 + exp(-b^2)*cos(c)";
    String start = "start={a: 'normal(0, 1)', b: 'uniform(-1, 1)', c: 0}";
    for (String method : Library.methods()) {
      assertAgree(
          Trial.of(
              Trial.SMALL,
              "coordinates=[a, b, c]",
              energy,
              start,
              "method=" + method,
              "observables={s: a + b + c, E: energy}",
              "histograms={a: {of: a, from: -1, to: 1.5, bins: 7}}"));
    }
  }

  @Test
  void sharedStarts() {
    for (int walkers : List.of(1, 33, 1003)) {
      assertAgree(SharedStartsTest.SHARED.with("walkers=" + walkers));
    }
    assertAgree(SharedStartsTest.VECTOR);
    for (String correlations : List.of("{}", "{x: {of: x, lags: 3}}")) {
      Trial trial = SharedStartsTest.SHARED.with("correlations=" + correlations);
      assertEquals(
          SharedStartsTest.rhat(trial.run("java", 0, 1, 0)),
          SharedStartsTest.rhat(trial.run("cuda", 0, 1, 7)));
    }
  }

  @Test
  void sweeps() {
    assertEquals(
        Digest.of(SweepTest.sweep(SweepTest.SWEPT, "java", 0, 1)),
        Digest.of(SweepTest.sweep(SweepTest.SWEPT, "cuda", 0, 1)));
  }

  /** Methods side by side: each has a kernel of its own. */
  @Test
  void races() {
    assertEquals(
        Digest.of(SweepTest.sweep(RaceTest.RACE, "java", 0, 1)),
        Digest.of(SweepTest.sweep(RaceTest.RACE, "cuda", 0, 1)));
  }

  @Test
  void schedules() {
    assertAgree(Trial.of(Trial.SMALL, "temperature=0.8/log(n + 2)", "dt=0.01/(1 + 0.1*t)"));
  }

  @Test
  void manyBlocksAndCountsBeyondSharedMemory() {
    assertAgree(Trial.of(Trial.SMALL, "walkers=5000", "first-walker=992"));
    assertAgree(Trial.of(Trial.SMALL, "histograms.x.bins=100000"));
    String two = "{of: [x, x^2], from: [-1, 0], to: [1, 1], bins: [%d, 40]}";
    assertAgree(Trial.of(Trial.SMALL, "histograms.two=" + two.formatted(30)));
    assertAgree(Trial.of(Trial.SMALL, "histograms.two=" + two.formatted(3000)));
  }

  /**
   * Samples come down while the next chunk's steps are made. The stand-in does all work as late as
   * it may; here it does it in the worst other order too, where a buffer that is used again too
   * early is overwritten before it is read.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "others-first"})
  void samplesAreDownloadedBesideTheNextSteps(String order) {
    StandIn.environment("PERRIN_STAND_IN_STREAMS", order);
    try {
      Trial trial = Trial.of(Trial.SMALL, "steps=90", "sample-every=2");
      Digest expected = Digest.of(trial.run("java", 0, 1, 0));
      for (long chunk : List.of(1L, 5L, 6L, 40L)) {
        assertEquals(expected, Digest.of(trial.run("cuda", 0, 1, chunk)), "chunk " + chunk);
      }
    } finally {
      StandIn.environment("PERRIN_STAND_IN_STREAMS", "");
    }
  }

  @Test
  void correlations() {
    for (String precision : List.of("single", "double")) {
      Trial trial = CorrelationsTest.trial(precision);
      PointRecord expected = trial.run("java", 0, 1, 0);
      for (long chunk : List.of(0L, 1L, 7L)) {
        CorrelationsTest.assertSame(expected, trial.run("cuda", 0, 1, chunk));
      }
    }
    for (int length : List.of(3, 40)) {
      Trial trial = CorrelationsTest.vector(length, "energy=s^2*x[1] + x[0]^2 + x[1]^4 + s^4");
      CorrelationsTest.assertSame(trial.run("java", 0, 1, 0), trial.run("cuda", 0, 1, 7));
    }
  }

  /** Walkers that do not belong to every sample. */
  @Test
  void presence() {
    for (String precision : List.of("single", "double")) {
      for (int walkers : List.of(77, 2051)) {
        Trial trial = PresenceRuns.trial("precision=" + precision, "walkers=" + walkers);
        assertAgree(trial, PresenceRuns.HERE);
      }
    }
    assertAgree(PresenceRuns.large(), "x[3] > s");
  }

  private static void assertAgree(Trial trial, String condition) {
    Walks.Result expected = PresenceRuns.run(trial, condition, "java", 0, 1, 0);
    for (long chunk : List.of(0L, 7L)) {
      assertEquals(expected, PresenceRuns.run(trial, condition, "cuda", 0, 1, chunk));
    }
  }

  @Test
  void shardsAreOneRun() {
    var java = new BackendChoice("java", 0);
    var cuda = new BackendChoice("cuda", 0);
    Trial trial = CorrelationsTest.trial("single").with("walkers=5003");
    Shards.assertMerged(trial, java, cuda, 1, 34, 35, 102);
    Shards.assertMerged(trial, cuda, java, 64);
  }

  @Test
  void paths() {
    Trial trial = PathsTest.trial("single");
    PathsTest.assertSame(
        trial.run("java", 0, 1, 0).trajectory().orElseThrow(), trial.run("cuda", 0, 1, 0));
  }

  @Test
  void walkersThatAreLostAreNamed() {
    Trial trial =
        Trial.of(Trial.SMALL, "energy=-x^4", "start.x=1 + 0.001*walker", "steps=500", "burn-in=0")
            .with("sample-every=1");
    String expected = failure(trial, "java", 0);
    assertEquals(expected, failure(trial, "cuda", 0));
    assertEquals(expected, failure(trial, "cuda", 7));
    Trial outside = Trial.of(Trial.SMALL, "energy=x - log(x)", "start.x=2018 - walker");
    assertEquals(failure(outside, "java", 0), failure(outside, "cuda", 0));
    Trial inDouble = trial.with("precision=double");
    assertEquals(failure(inDouble, "java", 0), failure(inDouble, "cuda", 7));
  }

  /**
   * There the replay in plain Java may come to something else; a lost walker is named all the same.
   */
  @Test
  void walkersThatAreLostInFastMathAreNamed() {
    Trial trial = Trial.of(Trial.SMALL, "energy=-x^4", "start.x=1 + 0.001*walker", "math=fast");
    String message = failure(trial, "cuda", 0);
    assertTrue(message.matches("energy.* is not finite: walker \\d+, step \\d+, x = .*"), message);
  }

  @Test
  void aDeviceThatIsNotThere() {
    BackendException refused =
        assertThrows(BackendException.class, () -> new CudaBackend(3, CudaLibraries::find));
    assertEquals("there is no device 3; there is only 0", refused.getMessage());
  }

  /** Other bits, the same physics: ⟨x²⟩ of both within 5 standard errors of each other. */
  @Test
  void fastMath() {
    Trial trial =
        Trial.of(
            Trial.SMALL, "walkers=20000", "steps=400", "burn-in=200", "start.x=normal(0, 0.5)");
    RunRecord portable = trial.record("cuda", 0, 1, 0);
    RunRecord fast = trial.with("math=fast", "seed=8").record("cuda", 0, 1, 0);
    assertEquals("portable", portable.header().platform().math());
    assertEquals("fast", fast.header().platform().math());
    TimeMean a = portable.only().observables().get("x2").timeMean();
    TimeMean b = fast.only().observables().get("x2").timeMean();
    assertEquals(a.mean(), b.mean(), 5 * Math.hypot(a.standardError(), b.standardError()));
  }

  /** Every function at the same places in both: a few units in the sixth digit. */
  @Test
  void fastMathOfEveryFunction() {
    List<String> observables = new ArrayList<>();
    for (String name : FunctionLibrary.standard().inFormulas()) {
      int arguments = FunctionLibrary.standard().find(name).orElseThrow().arguments().size();
      observables.add(name + "_of: " + name + (arguments == 1 ? "(x)" : "(x, 1.7)"));
    }
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "walkers=960",
            "first-walker=0",
            "start={x: '0.01 + 0.001*walker'}",
            "method={step: 'x = x'}",
            "observables={" + String.join(", ", observables) + "}");
    PointRecord portable = trial.run("cuda", 0, 1, 0);
    PointRecord fast = trial.with("math=fast").run("cuda", 0, 1, 0);
    portable
        .observables()
        .forEach((name, record) -> {
          double expected = record.timeMean().mean();
          double found = fast.observables().get(name).timeMean().mean();
          assertEquals(expected, found, 1e-5 * (1 + Math.abs(expected)), name);
        });
  }

  @Test
  void itCannotBeMistakenForAGpu() {
    String device = Trial.of(Trial.SMALL).record("cuda", 0, 1, 0).header().platform().device();
    assertTrue(device.contains("no GPU"), device);
  }

  private static String failure(Trial trial, String backend, long chunk) {
    return assertThrows(NotFiniteException.class, () -> trial.run(backend, 0, 1, chunk))
        .getMessage();
  }

  private static void assertAgree(Trial trial) {
    for (Precision precision : Precision.values()) {
      assertAgreeInOnePrecision(trial.with("precision=" + precision.word()));
    }
  }

  private static void assertAgreeInOnePrecision(Trial trial) {
    Digest expected = Digest.of(trial.run("java", 0, 1, 0));
    for (long chunk : List.of(0L, 1L, 7L)) {
      Digest found = Digest.of(trial.run("cuda", 0, 1, chunk));
      assertEquals(expected, found, "chunk " + chunk + ": " + trial.sets());
    }
  }
}
