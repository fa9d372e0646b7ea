package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.BackendException;
import perrin.conformance.Trial;
import perrin.output.Digest;

/** What the driver refuses becomes one clear error, and the next run works. */
@Tag("stand-in")
class StandInFailuresTest {
  private static final Trial TRIAL =
      Trial.of(
          """
          energy: double-well
          start: {x: "normal(0, 0.5)"}
          method: euler-maruyama
          temperature: 0.5
          dt: 0.01
          walkers: 1000
          steps: 20
          sample-every: 5
          histograms: {x: {of: x, from: -2, to: 2, bins: 10}}
          observables: {E: energy}
          """);

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
  @CsvSource({
    "cuMemAlloc_v2:1=2, OUT_OF_MEMORY",
    "cuMemAlloc_v2:3=2, OUT_OF_MEMORY",
    "cuMemAlloc_v2:8=2, OUT_OF_MEMORY",
    "cuModuleLoadData=209, NO_BINARY_FOR_GPU",
    "cuLaunchKernel:1=719, LAUNCH_FAILED",
    "cuLaunchKernel:3=719, LAUNCH_FAILED",
    "cuEventSynchronize=700, ILLEGAL_ADDRESS",
    "cuMemcpyDtoH_v2:2=999, UNKNOWN",
    "cuDevicePrimaryCtxRetain=101, INVALID_DEVICE",
  })
  void oneClearErrorAndTheNextRunWorks(String failure, String name) {
    StandIn.environment("PERRIN_STAND_IN_FAIL", failure);
    String message = refusal();
    assertTrue(message.contains(name), message);
    assertFalse(message.contains("\n"), message);
    StandIn.environment("PERRIN_STAND_IN_FAIL", "");
    assertEquals(Digest.of(TRIAL.run("java", 0, 1, 0)), Digest.of(TRIAL.run("cuda", 0, 1, 0)));
  }

  @Test
  void whatDoesNotFitIsRefusedFirst() {
    StandIn.environment("PERRIN_STAND_IN_MEMORY", "10000");
    String message = refusal();
    assertTrue(message.matches(".*1000 walkers needs? .* GiB.*free; use fewer walkers.*"), message);
  }

  private static String refusal() {
    return assertThrows(BackendException.class, () -> TRIAL.run("cuda", 0, 1, 0)).getMessage();
  }
}
