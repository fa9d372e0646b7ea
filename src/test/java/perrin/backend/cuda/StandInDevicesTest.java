package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.BackendException;
import perrin.backend.NotFiniteException;
import perrin.backend.nvidia.CudaLibraries;
import perrin.conformance.CorrelationsTest;
import perrin.conformance.PresenceRuns;
import perrin.conformance.SplitEnsembleTest;
import perrin.conformance.Trial;
import perrin.conformance.Walks;
import perrin.output.Digest;
import perrin.output.RunRecord;

/**
 * Runs on several devices are those of one, to the last bit. The stand-in has three here, each with
 * its own context, memory, streams and modules: a call in another's context fails.
 */
@Tag("stand-in")
class StandInDevicesTest {
  private static final String TWO = "cuda 0,1";
  private static final String THREE = "cuda 2,0,1";

  @BeforeAll
  static void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @BeforeEach
  void threeDevices() {
    StandIn.environment("PERRIN_STAND_IN_DEVICES", "3");
  }

  @AfterEach
  void oneDevice() {
    for (String name : List.of("DEVICES", "MEMORY", "CAPABILITY", "FAIL", "STREAMS")) {
      StandIn.environment("PERRIN_STAND_IN_" + name, "");
    }
  }

  /** Correlations, sweeps, companions, paths, sums of each walker, and all that is judged. */
  @ParameterizedTest
  @MethodSource("perrin.conformance.SplitEnsembleTest#trials")
  void wholeRuns(Trial trial) {
    RunRecord whole = trial.record("java", 0, 1, 0);
    assertEquals(whole.points(), trial.record(TWO, 0, 1, 0).points());
    assertEquals(whole.points(), trial.record(THREE, 0, 1, 9).points());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "others-first"})
  void samplesAreDownloadedBesideTheNextSteps(String order) {
    StandIn.environment("PERRIN_STAND_IN_STREAMS", order);
    Trial trial = Trial.of(Trial.SMALL, "steps=90", "sample-every=2");
    Digest expected = Digest.of(trial.run("java", 0, 1, 0));
    for (long chunk : List.of(1L, 5L, 40L)) {
      assertEquals(expected, Digest.of(trial.run(TWO, 0, 1, chunk)), "chunk " + chunk);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void halfARunHereAndTheRestThere(String precision) {
    List<Walks> places =
        List.of(
            new Walks(TWO, 0, 1, 7),
            new Walks("cuda", 0, 1, 5),
            new Walks(THREE, 0, 1, 11),
            new Walks("java", 0, 1, 7));
    for (Trial trial : Walks.trials(precision)) {
      Walks.assertResume(trial, places, 3, 13, 18, 26);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 33, 65, 97, 1003, 5003})
  void anyNumberOfWalkers(int walkers) {
    Trial trial = CorrelationsTest.trial("single").with("walkers=" + walkers, "steps=25");
    Walks.Result whole = new Walks("java", 0, 1, 25).until(trial, 25);
    assertEquals(whole, new Walks(TWO, 0, 1, 7).until(trial, 25));
    assertEquals(whole, new Walks(THREE, 0, 1, 25).until(trial, 25));
  }

  @Test
  void walkersThatComeAndGo() {
    Trial trial = PresenceRuns.trial("walkers=2051");
    assertEquals(
        PresenceRuns.run(trial, PresenceRuns.HERE, "java", 0, 1, 0),
        PresenceRuns.run(trial, PresenceRuns.HERE, TWO, 0, 1, 7));
  }

  @Test
  void aShard() {
    SplitEnsembleTest.assertSameShard(CorrelationsTest.trial("single"), "java", TWO);
  }

  @ParameterizedTest
  @MethodSource("perrin.conformance.SplitEnsembleTest#startsThatEnd")
  void theWalkerThatIsLostFirst(Trial lost) {
    assertEquals(lost(() -> lost.run("java", 0, 1, 0)), lost(() -> lost.run("cuda", 0, 1, 0)));
    for (long chunk : List.of(0L, 7L, 9L)) {
      String expected = lost(() -> lost.run("cuda", 0, 1, chunk));
      assertEquals(expected, lost(() -> lost.run(TWO, 0, 1, chunk)));
      assertEquals(expected, lost(() -> lost.run(THREE, 0, 1, chunk)));
    }
  }

  private static String lost(Executable run) {
    return assertThrows(NotFiniteException.class, run).getMessage();
  }

  @Test
  void fastMathHasOneDevicesBitsOnDevicesOfOneKindOnly() {
    Trial fast = Trial.of(Trial.SMALL, "math=fast");
    assertEquals(Digest.of(fast.run("cuda", 0, 1, 0)), Digest.of(fast.run(TWO, 0, 1, 0)));
    StandIn.environment("PERRIN_STAND_IN_CAPABILITY", "9.0,8.6");
    String message = refused(() -> fast.run(TWO, 0, 1, 0));
    assertTrue(
        message.startsWith("cuda: math: fast has the same bits on devices of one kind only"),
        message);
    assertEquals(2, fast.record("cuda 1,2", 0, 1, 0).header().platform().device().charAt(0) - '0');
  }

  /** Each gets a kernel that was compiled for it. */
  @Test
  void devicesOfTwoKinds() {
    StandIn.environment("PERRIN_STAND_IN_CAPABILITY", "9.0,8.6,7.5");
    Trial trial = Trial.of(Trial.SMALL);
    RunRecord run = trial.record("cuda 0,2,1", 0, 1, 0);
    assertEquals(Digest.of(trial.run("java", 0, 1, 0)), Digest.of(run.only()));
    String device = run.header().platform().device();
    assertTrue(
        device.matches(
            "1 × Perrin stand-in .*, compute capability 9.0, .*; 1 × .*capability 7.5, .*; 1 ×"
                + " .*capability 8.6, .*, 3 devices"),
        device);
  }

  @Test
  void theHeaderSaysHowMany() {
    Trial trial = Trial.of(Trial.SMALL);
    String device = trial.record(TWO, 0, 1, 0).header().platform().device();
    assertTrue(device.matches("2 × Perrin stand-in \\(no GPU\\), .*, 2 devices"), device);
    String few = trial.with("walkers=30").record(THREE, 0, 1, 0).header().platform().device();
    assertTrue(few.matches("3 × Perrin stand-in .*, 1 of 3 devices"), few);
  }

  @Test
  void whatCannotBeHad() {
    Trial trial = Trial.of(Trial.SMALL);
    String less = "; without --devices, a run takes what is there";
    assertEquals(
        "cuda: there is no device 7; there are 0 to 2" + less,
        refused(() -> trial.run("cuda 0,7", 0, 1, 0)));
    assertEquals(
        "cuda: there is no device 7; there are 0 to 2" + less, // though no walker is there for it
        refused(() -> trial.with("walkers=3").run("cuda 0,1,7", 0, 1, 0)));
    String curand =
        refused(() ->
            trial
                .with("first-walker=0", "noise={source: curand, generator: xorwow}")
                .run(TWO, 0, 1, 0));
    assertEquals(
        "cuda: noise: source curand draws one sequence for all walkers, which several devices cannot"
            + " share; use one; or use noise: {source: philox}, which every backend draws itself",
        curand);
    StandIn.environment("PERRIN_STAND_IN_CAPABILITY", "9.0,7.0");
    String old = refused(() -> trial.run(TWO, 0, 1, 0));
    assertTrue(old.contains("(device 1) has compute capability 7.0, below 7.5"), old);
    StandIn.environment("PERRIN_STAND_IN_DEVICES", "0");
    String none = refused(() -> trial.run(TWO, 0, 1, 0));
    assertTrue(none.startsWith("cuda: driver present but no device"), none);
    assertTrue(none.endsWith(less), none);
  }

  /** Each device must hold its own part; what the first one had taken is given back. */
  @Test
  void aPartThatDoesNotFit() {
    StandIn.environment("PERRIN_STAND_IN_MEMORY", "1000000000,10000,1000000000");
    String message = refused(() -> Trial.of(Trial.SMALL).run(TWO, 0, 1, 0));
    assertTrue(
        message.matches("cuda: 491 walkers need .* GiB, and .* \\(device 1\\) has .* free; .*"),
        message);
    try (CudaDevice first = CudaDevice.open(0, CudaLibraries::find)) {
      assertEquals(1_000_000_000, first.guarded("asking", first::freeMemory));
    }
    Trial.of(Trial.SMALL).run("cuda 0,2", 0, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "cuDevicePrimaryCtxRetain:2=101, INVALID_DEVICE, 1",
    "cuModuleLoadData:2=209, NO_BINARY_FOR_GPU, 1",
    "cuMemAlloc_v2:3=2, OUT_OF_MEMORY, 0",
    "cuMemAlloc_v2:40=2, OUT_OF_MEMORY, 1",
    "cuLaunchKernel:2=719, LAUNCH_FAILED, 0",
    "cuLaunchKernel:4=719, LAUNCH_FAILED, 1",
    "cuEventSynchronize:2=700, ILLEGAL_ADDRESS, 1",
    "cuMemcpyDtoH_v2:1=999, UNKNOWN, 0",
  })
  void oneClearErrorNamesTheDevice(String failure, String name, int device) {
    Trial trial = Trial.of(Trial.SMALL);
    StandIn.environment("PERRIN_STAND_IN_FAIL", failure);
    String message = refused(() -> trial.run(TWO, 0, 1, 0));
    assertTrue(message.contains(name), message);
    assertTrue(message.contains("(device " + device + ")"), message);
    assertFalse(message.contains("\n"), message);
    StandIn.environment("PERRIN_STAND_IN_FAIL", "");
    assertEquals(Digest.of(trial.run("java", 0, 1, 0)), Digest.of(trial.run(TWO, 0, 1, 0)));
  }

  private static String refused(Executable run) {
    return assertThrows(BackendException.class, run).getMessage();
  }
}
