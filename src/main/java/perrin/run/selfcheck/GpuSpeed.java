package perrin.run.selfcheck;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.cuda.CudaInspection;
import perrin.experiment.MathMode;

/** The GPU's speed against what its instructions allow, and against the processor's. */
final class GpuSpeed {
  private static final long MANY_WALKERS = 1L << 24;
  private static final long WALKERS_OF_HOST = 1L << 13;
  private static final double SECONDS = 0.3;
  private static final double SECONDS_OF_FEW = 0.05;
  private static final long FEWEST = 32;
  private static final long CROSSOVER_END = 1L << 20;

  private final CudaInspection inspection;
  private final CudaInspection.Facts facts;
  private final String reference;

  /**
   * @param reference the backend that stands for the processor
   */
  GpuSpeed(CudaInspection inspection, CudaInspection.Facts facts, String reference) {
    this.inspection = inspection;
    this.facts = facts;
    this.reference = reference;
  }

  /** 2²⁴ walkers; the ceiling is what the schedulers could issue at the clock seen afterwards. */
  Map<String, Object> against(int coordinates, MathMode math) {
    try (Speed speed = new Speed(CudaBackend.NAME, coordinates, math, MANY_WALKERS)) {
      Speed.Rate rate = speed.typical(SECONDS);
      double clock = inspection.clock();
      CudaInspection.StepCost cost = inspection.stepCost(speed.kernel(), math);
      double ceiling = facts.lanesPerClock() * clock / cost.instructions();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("walkers", MANY_WALKERS);
      figures.put("walker_steps_per_second", rate.device());
      figures.put("clock_hz", clock);
      figures.put("instructions_per_step", cost.instructions());
      figures.put("registers", cost.registers());
      figures.put("local_bytes", cost.frame());
      figures.put("loop", cost.mix());
      figures.put("ceiling", ceiling);
      figures.put("of_ceiling", rate.device() / ceiling);
      return figures;
    }
  }

  static String words(Map<String, Object> figures) {
    return String.format(
        Locale.ROOT,
        "%.3g walker-steps/s, %.2f of the ceiling %.3g (%.1f instructions a step, %.0f MHz)",
        figures.get("walker_steps_per_second"),
        figures.get("of_ceiling"),
        figures.get("ceiling"),
        figures.get("instructions_per_step"),
        (double) figures.get("clock_hz") * 1e-6);
  }

  /**
   * Walkers that no registers hold; against the processor.
   *
   * @param walkers so many that they fill the device
   */
  Map<String, Object> large(int coordinates, long walkers) {
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Speed speed = new Speed(CudaBackend.NAME, coordinates, MathMode.PORTABLE, walkers);
        Speed processor = new Speed(reference, coordinates, MathMode.PORTABLE, WALKERS_OF_HOST)) {
      CudaInspection.Footprint footprint = inspection.footprint(speed.kernel());
      figures.put("walkers", walkers);
      figures.put("walker_steps_per_second", speed.typical(SECONDS).device());
      figures.put(reference + "_walker_steps_per_second", processor.typical(SECONDS).device());
      figures.put("place", footprint.place());
      figures.put("walker_bytes", footprint.walkerBytes());
      figures.put("block_threads", footprint.blockThreads());
      figures.put("shared_bytes", footprint.sharedBytes());
      figures.put("registers", footprint.registers());
      figures.put("local_bytes", footprint.frame());
      return figures;
    }
  }

  String largeWords(Map<String, Object> figures) {
    return String.format(
        Locale.ROOT,
        "%.3g walker-steps/s, %.3g on %s; %d bytes a walker in %s, blocks of %d, %d registers",
        figures.get("walker_steps_per_second"),
        figures.get(reference + "_walker_steps_per_second"),
        reference,
        figures.get("walker_bytes"),
        figures.get("place"),
        figures.get("block_threads"),
        figures.get("registers"));
  }

  /** From how many walkers on the GPU is faster than the processor, by the time one waits. */
  Map<String, Object> crossover() {
    Map<String, Object> figures = new LinkedHashMap<>();
    long from = 0;
    for (long walkers = FEWEST; walkers <= CROSSOVER_END; walkers *= 4) {
      double gpu = wall(CudaBackend.NAME, walkers);
      double processor = wall(reference, walkers);
      figures.put("cuda, " + walkers + " walkers", gpu);
      figures.put(reference + ", " + walkers + " walkers", processor);
      from = gpu <= processor ? 0 : from == 0 ? walkers : from;
    }
    figures.put("reference", reference);
    figures.put("gpu_faster_from_walkers", from == 0 ? null : from);
    return figures;
  }

  static String crossoverWords(Map<String, Object> figures) {
    Object from = figures.get("gpu_faster_from_walkers");
    return from == null
        ? "the GPU is not faster than "
            + figures.get("reference")
            + " with up to "
            + CROSSOVER_END
            + " walkers"
        : "the GPU is faster than " + figures.get("reference") + " from " + from + " walkers on";
  }

  private static double wall(String backend, long walkers) {
    try (Speed speed = new Speed(backend, 1, MathMode.PORTABLE, walkers)) {
      return speed.typical(SECONDS_OF_FEW).wall();
    }
  }
}
