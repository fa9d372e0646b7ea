package perrin.run.selfcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import perrin.experiment.MathMode;
import perrin.report.JsonText;

class SpeedTest {
  @Test
  void stepsAreMadeAndTimed() {
    for (int coordinates : List.of(1, 2, 3, 10)) {
      try (Speed speed = new Speed("java", coordinates, MathMode.PORTABLE, 100)) {
        assertEquals(coordinates, speed.kernel().normals());
        for (long steps : List.of(1L, 7L, 5000L)) {
          Speed.Rate rate = speed.measure(steps);
          assertTrue(rate.device() > 0 && Double.isFinite(rate.device()), rate.toString());
          assertTrue(rate.wall() > 0 && rate.wall() <= rate.device() * 1.001, rate.toString());
        }
      }
    }
  }

  @Test
  void figuresInWords() {
    Map<String, Object> figures = new HashMap<>();
    figures.put("walker_steps_per_second", 6e11);
    figures.put("of_ceiling", 0.5);
    figures.put("ceiling", 1.2e12);
    figures.put("instructions_per_step", 20.5);
    figures.put("clock_hz", 1.755e9);
    assertEquals(
        "6.00e+11 walker-steps/s, 0.50 of the ceiling 1.20e+12 (20.5 instructions a step, 1755 MHz)",
        GpuSpeed.words(figures));
    figures.put("reference", "cpu");
    figures.put("gpu_faster_from_walkers", null);
    assertEquals(
        "the GPU is not faster than cpu with up to 1048576 walkers",
        GpuSpeed.crossoverWords(figures));
    figures.put("gpu_faster_from_walkers", 2048L);
    assertEquals(
        "the GPU is faster than cpu from 2048 walkers on", GpuSpeed.crossoverWords(figures));
  }

  @Test
  void json() {
    Map<String, Object> map = new HashMap<>();
    map.put("a\"b", List.of(1, 2.5, true, Double.NaN, "·\n"));
    assertEquals(
        "{\n \"a\\\"b\": [\n  1,\n  2.5,\n  true,\n  null,\n  \"\\u00b7\\n\"\n ]\n}\n",
        JsonText.of(map));
  }
}
