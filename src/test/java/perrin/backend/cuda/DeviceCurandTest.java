package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import perrin.backend.BackendException;
import perrin.backend.NotFiniteException;
import perrin.conformance.Trial;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Precision;
import perrin.output.Digest;
import perrin.output.RunRecord;

/**
 * Noise from cuRAND on the cuda backend, end to end on the stand-in: its cuRAND gives the device
 * what NVIDIA's gives the processor where the profile cuda-oracle has fetched that, and numbers of
 * its own otherwise. So the runs must have the cpu backend's bits.
 */
@Tag("stand-in")
class DeviceCurandTest {
  private static final Trial TRIAL =
      Trial.of(Trial.COUPLED, "steps=700", "noise={source: curand, generator: xorwow}");

  @BeforeAll
  static void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @AfterEach
  void noMoreFailures() {
    StandIn.environment("PERRIN_STAND_IN_FAIL", "");
    StandIn.environment("PERRIN_STAND_IN_MEMORY", "");
  }

  @ParameterizedTest
  @EnumSource
  void theBitsOfTheCpuBackend(CurandGenerator generator) {
    Trial trial = TRIAL.with("noise.generator=" + generator.word());
    Digest expected = Digest.of(trial.run("cpu", 0, 2, 0));
    assertEquals(expected, Digest.of(trial.run("cuda", 0, 1, 0)));
    assertNotEquals(expected, Digest.of(trial.with("seed=8").run("cuda", 0, 1, 0)));
    assertNotEquals(expected, Digest.of(trial.with("noise={source: philox}").run("cpu", 0, 2, 0)));
  }

  @Test
  void inDoublePrecision() {
    Trial trial = TRIAL.with("precision=double", "walkers=1003");
    Digest expected = Digest.of(trial.run("cpu", 0, 2, 0));
    assertEquals(expected, Digest.of(trial.run("cuda", 0, 1, 0)));
    assertEquals(expected, Digest.of(trial.run("cuda", 0, 1, 100)));
  }

  @Test
  void chunksAndNumbersOfWalkers() {
    for (int walkers : List.of(1, 33, 1003)) {
      Trial trial = TRIAL.with("walkers=" + walkers, "steps=301");
      Digest expected = Digest.of(trial.run("cpu", 0, 2, 0));
      for (long chunk : List.of(7L, 100L, 256L)) {
        assertEquals(expected, Digest.of(trial.run("cuda", 0, 1, chunk)), "chunk " + chunk);
      }
    }
  }

  /** Steps draw their uniforms themselves, whoever makes the Gaussians. */
  @ParameterizedTest
  @CsvSource({"SINGLE, 3", "DOUBLE, 3", "SINGLE, 18", "DOUBLE, 18", "SINGLE, 2", "DOUBLE, 2"})
  void uniformsStayThoseOfStreamOne(Precision precision, int coordinates) {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "precision=" + precision.word(),
            "first-walker=0",
            "walkers=77",
            "coordinates={x: " + coordinates + "}",
            "start={x: \"normal(0.1*i, 0.5)\"}",
            "energy=\"sum(i in 0.." + (coordinates - 1) + ": x[i]^4/4)\"",
            "histograms={x: {of: \"x[0]\", from: -1, to: 1.5, bins: 7}}",
            "observables={E: energy}",
            "method={state: {u: 0}, step: \"x = x - dt*gradient(x) + 0.1*normal() \\n u = uniform()"
                + " \\n x = if(u < exp(-x^2), x, x/2)\"}");
    Trial curand = trial.with("noise={source: curand, generator: xorwow}");
    RunRecord expected = curand.record("cpu", 0, 2, 0);
    for (int width : precision == Precision.SINGLE ? List.of(1, 4, 16) : List.of(1, 2, 8)) {
      assertEquals(Digest.of(expected), Digest.of(curand.record("cpu", width, 1, 7)));
    }
    assertEquals(Digest.of(expected), Digest.of(curand.record("cuda", 0, 1, 0)));
    assertEquals(Digest.of(expected), Digest.of(curand.record("cuda", 0, 1, 7)));
    var drawn = trial.run("java", 0, 1, 0);
    assertNotEquals(drawn.finals(), expected.only().finals());
    drawn
        .finals()
        .forEach((name, values) -> {
          if (name.startsWith("u")) {
            assertEquals(values, expected.only().finals().get(name), name);
          }
        });
    assertTrue(drawn.finals().keySet().stream().anyMatch(name -> name.startsWith("u")));
  }

  /** There is nothing for cuRAND to draw. */
  @Test
  void uniformsAlone() {
    Trial trial =
        Trial.of(
            Trial.SMALL, "first-walker=0", "walkers=77", "method={step: x = x + uniform() - 0.5}");
    Digest expected = Digest.of(trial.run("java", 0, 1, 0));
    Trial curand = trial.with("noise={source: curand, generator: xorwow}");
    assertEquals(expected, Digest.of(curand.run("cpu", 0, 2, 0)));
    assertEquals(expected, Digest.of(curand.run("cuda", 0, 1, 7)));
  }

  @Test
  void piecesOfOneStep() {
    Trial trial = TRIAL.with("walkers=1.5e6", "steps=3", "burn-in=0", "sample-every=1", "dt=0.01");
    assertEquals(Digest.of(trial.run("cpu", 0, 2, 0)), Digest.of(trial.run("cuda", 0, 1, 0)));
  }

  @Test
  void theStepWhereAWalkerIsLostIsNamed() {
    Trial trial =
        TRIAL
            .with("energy=-a^4 + b*c", "start.a=0.4 + 0.001*walker", "dt=0.01")
            .with("temperature=0.01", "sample-every=1000", "steps=1111");
    String expected = failure(trial, "cpu", 0);
    assertFalse(expected.contains("before: a = NaN"), expected);
    assertEquals(expected, failure(trial, "cuda", 0));
    assertEquals(expected, failure(trial, "cuda", 256));
  }

  private static String failure(Trial trial, String backend, long chunk) {
    return assertThrows(NotFiniteException.class, () -> trial.run(backend, 0, 1, chunk))
        .getMessage();
  }

  @Test
  void itIsSaidWhatMakesTheNoise() {
    RunRecord run = TRIAL.with("steps=20").record("cuda", 0, 1, 0);
    String device = run.header().platform().device();
    assertTrue(device.contains("no GPU"), device);
    assertTrue(device.endsWith("1 device, cuRAND's xorwow"), device);
    boolean real = Files.exists(Path.of(System.getenv("PERRIN_STAND_IN_CURAND")));
    try (CudaInspection inspection = new CudaInspection()) {
      String curand = inspection.facts().curand();
      assertTrue(curand.matches(real ? "cuRAND 10.*stand-in.*" : "cuRAND 0.*stand-in.*"), curand);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "curandCreateGenerator=203, CURAND_STATUS_INITIALIZATION_FAILED",
    "curandGenerateNormal:2=201, CURAND_STATUS_LAUNCH_FAILURE",
    "curandSetPseudoRandomGeneratorSeed=103, CURAND_STATUS_TYPE_ERROR",
  })
  void whatCurandRefusesIsOneLineAndTheNextRunWorks(String failure, String name) {
    StandIn.environment("PERRIN_STAND_IN_FAIL", failure);
    String message = refusal();
    assertEquals("cuRAND: " + name, message);
    StandIn.environment("PERRIN_STAND_IN_FAIL", "");
    TRIAL.with("steps=20").run("cuda", 0, 1, 0);
  }

  /** The buffer is part of the plan: 256 steps of 3 values of 3,008 walkers and a margin. */
  @Test
  void theBufferIsCountedBeforeAnythingIsTaken() {
    StandIn.environment("PERRIN_STAND_IN_MEMORY", "40000000");
    String message = refusal();
    assertTrue(message.startsWith("cuda: 3003 walkers need 0.04 GiB, and Perrin"), message);
    StandIn.environment("PERRIN_STAND_IN_MEMORY", "60000000");
    TRIAL.with("steps=20").run("cuda", 0, 1, 0);
  }

  private static String refusal() {
    return assertThrows(BackendException.class, () -> TRIAL.run("cuda", 0, 1, 0)).getMessage();
  }
}
