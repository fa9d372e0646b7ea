package perrin.run.selfcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import perrin.backend.cuda.StandIn;

/** What {@code perrin gpu-check} does with several devices. */
@Tag("stand-in")
class AllDevicesTest {
  @BeforeEach
  void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @AfterEach
  void oneDevice() {
    StandIn.environment("PERRIN_STAND_IN_DEVICES", "");
  }

  @Test
  void theHardCases() {
    GpuCheck.Found one = DigestCheck.allDevices(DigestCheck.bench());
    assertEquals(GpuCheck.Outcome.SKIPPED, one.outcome(), one.text());
    StandIn.environment("PERRIN_STAND_IN_DEVICES", "2");
    GpuCheck.Found two = DigestCheck.allDevices(DigestCheck.bench());
    assertEquals(GpuCheck.Outcome.OK, two.outcome(), two.text());
    assertEquals(HardCases.ALL.keySet(), two.figures().keySet());
  }
}
