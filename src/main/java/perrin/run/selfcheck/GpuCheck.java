package perrin.run.selfcheck;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import perrin.backend.BackendException;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.cuda.CudaInspection;
import perrin.experiment.CurandGenerator;
import perrin.experiment.ExperimentFile;
import perrin.experiment.MathMode;
import perrin.experiment.Precision;
import perrin.output.RunRecord;
import perrin.report.JsonText;
import perrin.run.Version;
import perrin.statistics.verdict.Verdict;

/** Tries the cuda backend out on this machine's GPU: `perrin gpu-check`, most important first. */
public final class GpuCheck {
  private static final List<Long> WALKERS = List.of(1003L, 65_536L, 1L << 20);

  /** Coordinates, and how many such walkers fill a device. */
  private static final Map<Integer, Long> LARGE_WALKERS =
      new TreeMap<>(Map.of(39, 1L << 20, 300, 1L << 17));

  /** The stand-in's threads take turns on the processor: it gets the smallest, and few numbers. */
  private static final long STAND_IN_STRIDE = 200_003;

  private static final String STAND_IN = "there is no GPU, but the tests' stand-in for one";

  private final CudaInspection inspection;
  private final CudaInspection.Facts facts;
  private final long deadline;
  private final Consumer<Report> tell;
  private final List<Result> results = new ArrayList<>();
  private final Bench bench;

  /**
   * @param seconds that the checks may take: one that is going on when they are over is finished,
   *     the others are skipped
   * @param examples experiments that must converge
   */
  public record Options(double seconds, List<Path> examples) {}

  /** How a check ended. */
  public enum Outcome {
    OK("ok"),
    FAILED("failed"),
    /** Not as elsewhere, which nobody promised. */
    DIFFERS("differs"),
    SKIPPED("skipped");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * One line of the report.
   *
   * @param text what was found, or why it was skipped
   * @param figures numbers and texts by name
   */
  public record Result(String check, Outcome outcome, String text, Map<String, Object> figures) {}

  /** Everything that was found. */
  public record Report(CudaInspection.Facts facts, List<Result> results) {

    public boolean passed() {
      return results.stream().noneMatch(result -> result.outcome == Outcome.FAILED);
    }

    /** For programs. */
    public String json() {
      Map<String, Object> root = new LinkedHashMap<>();
      root.put("perrin", Version.TEXT);
      root.put("date", java.time.Instant.now().toString());
      root.put("stand_in", facts.standIn());
      root.put("passed", passed());
      Map<String, Object> checks = new LinkedHashMap<>();
      for (Result result : results) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("outcome", result.outcome.word);
        entry.put("text", result.text);
        entry.put("figures", result.figures);
        checks.put(result.check, entry);
      }
      root.put("checks", checks);
      return JsonText.of(root);
    }
  }

  private GpuCheck(CudaInspection inspection, Options options, Consumer<Report> tell) {
    this.inspection = inspection;
    this.facts = inspection.facts();
    this.deadline = System.nanoTime() + (long) (options.seconds * 1e9);
    this.tell = tell;
    this.bench = DigestCheck.bench();
  }

  /**
   * Makes the checks.
   *
   * @param tell is told all results so far with each new one
   * @throws BackendException where there is no device, or no NVRTC
   */
  public static Report run(Options options, Consumer<Report> tell) {
    try (CudaInspection inspection = new CudaInspection()) {
      GpuCheck check = new GpuCheck(inspection, options, tell);
      check.device();
      check.check("roots", check::roots);
      check.digests();
      check.curand();
      check.speed();
      for (Path example : options.examples) {
        check.example(example);
      }
      return check.report();
    }
  }

  private Report report() {
    return new Report(facts, List.copyOf(results));
  }

  /** What a check found. */
  record Found(Outcome outcome, String text, Map<String, Object> figures) {
    static Found of(boolean good, String text, Map<String, Object> figures) {
      return new Found(good ? Outcome.OK : Outcome.FAILED, text, figures);
    }
  }

  private void check(String name, Supplier<Found> work) {
    Found found;
    if (System.nanoTime() > deadline) {
      found = new Found(Outcome.SKIPPED, "no time left: allow more with --seconds", Map.of());
    } else {
      try {
        found = work.get();
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        found = new Found(Outcome.FAILED, String.valueOf(e.getMessage()), Map.of());
      }
    }
    results.add(new Result(name, found.outcome, found.text, found.figures));
    tell.accept(report());
  }

  private void device() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("device", facts.device());
    figures.put("compute_capability", facts.capability() / 10.0);
    figures.put("memory_bytes", facts.memory());
    figures.put("multiprocessors", facts.multiprocessors());
    figures.put("driver_cuda", facts.driver());
    figures.put("nvrtc", facts.nvrtc());
    figures.put("curand", facts.curand());
    String text = facts.device() + ", driver for CUDA " + facts.driver() + ", " + facts.nvrtc();
    check("device", () -> new Found(Outcome.OK, text + "; " + facts.curand(), figures));
  }

  private Found roots() {
    CudaInspection.Roots roots = inspection.roots(facts.standIn() ? STAND_IN_STRIDE : 1);
    String tried = roots.tried() + " numbers tried";
    String text =
        roots.wrong() == 0
            ? tried + ", all roots correctly rounded"
            : tried + ", " + roots.wrong() + " roots wrong, the first of " + roots.least();
    return Found.of(
        roots.wrong() == 0 && roots.tried() > 1,
        text,
        Map.of("tried", roots.tried(), "wrong", roots.wrong()));
  }

  private void digests() {
    List<Long> sizes = facts.standIn() ? WALKERS.subList(0, 1) : WALKERS;
    for (Precision precision : Precision.values()) {
      String name = precision == Precision.SINGLE ? "digests, " : "digests in double, ";
      for (long walkers : sizes) {
        check(name + walkers + " walkers", () -> DigestCheck.methods(bench, walkers, precision));
      }
      check(name + "hard cases", () -> DigestCheck.hardCases(bench, precision));
    }
    check("digests, all devices", () -> DigestCheck.allDevices(bench));
  }

  private void curand() {
    CurandCheck curand;
    try {
      curand = new CurandCheck(inspection.curand(), bench);
    } catch (BackendException e) {
      check("cuRAND", () -> new Found(Outcome.SKIPPED, e.getMessage(), Map.of()));
      return;
    }
    for (CurandGenerator kind : CurandGenerator.values()) {
      check("cuRAND, " + kind.word(), () -> curand.generator(kind));
    }
    check("cuRAND, its header", curand::header);
    check("cuRAND, a run's bits", () -> curand.twice(CurandGenerator.XORWOW));
  }

  private void example(Path file) {
    check(
        "example " + file.getFileName(),
        () -> {
          if (facts.standIn()) {
            return new Found(Outcome.SKIPPED, STAND_IN, Map.of());
          }
          RunRecord run = bench.run(CudaBackend.NAME, ExperimentFile.load(file, List.of()));
          Verdict verdict = run.verdict().worst();
          double rate = run.header().timing().walkerStepsPerSecond();
          return Found.of(
              verdict.exitCode() == 0,
              verdict.line(),
              Map.of("verdict", verdict.line(), "walker_steps_per_second", rate));
        });
  }

  private void speed() {
    if (facts.standIn()) {
      check("speed", () -> new Found(Outcome.SKIPPED, "refused: " + STAND_IN, Map.of()));
      return;
    }
    GpuSpeed speed = new GpuSpeed(inspection, facts, bench.reference());
    for (int coordinates : List.of(1, 2, 3, 10)) {
      for (MathMode math : MathMode.values()) {
        String name = "speed, coordinates: " + coordinates + ", " + math.word();
        check(
            name,
            () -> {
              Map<String, Object> figures = speed.against(coordinates, math);
              return new Found(Outcome.OK, GpuSpeed.words(figures), figures);
            });
      }
    }
    LARGE_WALKERS.forEach((coordinates, walkers) ->
        check(
            "speed, coordinates: " + coordinates,
            () -> {
              Map<String, Object> figures = speed.large(coordinates, walkers);
              return new Found(Outcome.OK, speed.largeWords(figures), figures);
            }));
    check(
        "speed, few walkers",
        () -> {
          Map<String, Object> figures = speed.crossover();
          return new Found(Outcome.OK, GpuSpeed.crossoverWords(figures), figures);
        });
  }
}
