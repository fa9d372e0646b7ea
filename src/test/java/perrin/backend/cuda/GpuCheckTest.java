package perrin.backend.cuda;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import perrin.backend.BackendException;
import perrin.run.selfcheck.GpuCheck;
import perrin.run.selfcheck.GpuCheck.Outcome;
import perrin.run.selfcheck.SpeedService;

/** {@code perrin gpu-check} on the stand-in: bits are compared, no speed is told. */
@Tag("stand-in")
class GpuCheckTest {
  private static final List<Path> EXAMPLES = List.of(Path.of("examples", "harmonic.yaml"));

  @BeforeAll
  static void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @Test
  void bitsAreComparedAndSpeedIsRefused() {
    List<GpuCheck.Result> told = new ArrayList<>();
    GpuCheck.Report report =
        GpuCheck.run(
            new GpuCheck.Options(600, EXAMPLES), soFar -> told.add(soFar.results().getLast()));
    assertEquals(told, report.results());
    assertEquals(
        Map.ofEntries(
            entry("device", Outcome.OK),
            entry("roots", Outcome.OK),
            entry("digests, 1003 walkers", Outcome.OK),
            entry("digests, hard cases", Outcome.OK),
            entry("digests in double, 1003 walkers", Outcome.OK),
            entry("digests in double, hard cases", Outcome.OK),
            entry("digests, all devices", Outcome.SKIPPED),
            entry("cuRAND, philox", Outcome.OK),
            entry("cuRAND, xorwow", Outcome.OK),
            entry("cuRAND, mrg32k3a", Outcome.OK),
            entry("cuRAND, mt19937", Outcome.OK),
            entry("cuRAND, its header", Outcome.OK),
            entry("cuRAND, a run's bits", Outcome.OK),
            entry("speed", Outcome.SKIPPED),
            entry("example harmonic.yaml", Outcome.SKIPPED)),
        told.stream().collect(Collectors.toMap(GpuCheck.Result::check, GpuCheck.Result::outcome)),
        told.toString());
    assertTrue(report.passed());
    String speed = told.get(told.size() - 2).text();
    assertTrue(speed.startsWith("refused: there is no GPU"), speed);
    assertTrue(report.json().contains("\"stand_in\": true"), report.json());
    assertTrue(!report.json().contains("walker_steps_per_second"), report.json());
  }

  @Test
  void whatThereIsNoTimeForIsSkipped() {
    GpuCheck.Report report = GpuCheck.run(new GpuCheck.Options(0, List.of()), _ -> {});
    for (GpuCheck.Result result : report.results()) {
      assertEquals(Outcome.SKIPPED, result.outcome(), result.toString());
    }
    assertTrue(report.passed());
  }

  @Test
  void noSpeedIsServed() {
    BackendException refused = assertThrows(BackendException.class, SpeedService::new);
    assertTrue(refused.getMessage().contains("no GPU"), refused.getMessage());
  }
}
