package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.experiment.MathMode;
import perrin.run.selfcheck.SpeedTrial;

/**
 * NVIDIA's compiler takes the kernels of {@code perrin gpu-check}, and its steps can be counted.
 */
class GpuCheckKernelsTest {
  private static Nvrtc nvrtc;

  @BeforeAll
  static void needsOracle() {
    nvrtc = Oracle.nvrtc();
  }

  @ParameterizedTest
  @ValueSource(strings = {"roots.cu", "clock.cu"})
  void smallKernelsCompile(String file) {
    for (int capability : List.of(75, 90)) {
      assertEquals(1, SassCount.of(compile(CudaInspection.text(file), capability, true)).size());
    }
  }

  /** Limits a little above what NVRTC 13.1 makes; a ceiling of the speed follows from them. */
  @ParameterizedTest
  @CsvSource({"1, 39, 22", "2, 78, 43", "3, 160, 90", "10, 430, 250"})
  void instructionsOfAStep(int coordinates, double portable, double fast) {
    for (MathMode math : MathMode.values()) {
      var kernel = SpeedTrial.kernel(coordinates, math);
      byte[] image = compile(CudaBackend.text(kernel, math), 90, math == MathMode.PORTABLE);
      CudaInspection.StepCost cost = CudaInspection.stepCost(kernel, image);
      assertEquals(0, cost.frame(), cost.toString());
      double limit = math == MathMode.FAST ? fast : portable;
      assertTrue(cost.instructions() <= limit, math + ": " + cost);
      assertTrue(cost.instructions() > limit / 2, math + ": " + cost);
    }
  }

  private static byte[] compile(String text, int capability, boolean portable) {
    List<String> options = portable ? Nvrtc.PORTABLE : CudaDevice.FAST;
    return nvrtc.compile(text, "a test", capability, Oracle.ANY_DRIVER, options).image();
  }
}
