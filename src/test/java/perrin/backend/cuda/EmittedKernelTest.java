package perrin.backend.cuda;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.calculus.FunctionLibrary;
import perrin.conformance.Trial;
import perrin.experiment.Library;
import perrin.experiment.MathMode;
import perrin.experiment.Precision;
import perrin.kernel.compile.KernelCompiler;

/** NVIDIA's compiler takes every kernel that we ship, and makes of it what we expect. */
class EmittedKernelTest {
  private static final Set<String> KERNELS =
      Set.of("perrin_start", "perrin_run", "perrin_run_buffered", "perrin_reduce");

  private static Nvrtc nvrtc;

  @BeforeAll
  static void needsOracle() {
    nvrtc = Oracle.nvrtc();
  }

  static Stream<Arguments> methodsAndEnergies() {
    return Trial.methodsAnd(
        Library.energies().stream()
            .filter(energy -> Library.energy(energy).coordinates().names().equals(List.of("x")))
            .filter(energy -> Library.energy(energy).coordinates().allNumbers())
            .toList());
  }

  /**
   * Of 64 registers a few too many. ABOBA, whose gradient comes between two drifts, keeps position
   * and velocity through a whole group of steps; methods that accept keep uniforms beside the
   * Gaussians, and the counts of what they accepted; a line search keeps both ends and the trial
   * between them.
   */
  private static final Map<String, Integer> SPILLS =
      Map.of(
          "aboba", 4, "metropolis", 24, "metropolis-jumps", 24, "mala", 24, "hmc", 24, "wolfe", 32);

  @ParameterizedTest
  @MethodSource("methodsAndEnergies")
  void everyMethodOnEveryEnergyWithoutSpills(String method, String energy) {
    int spills = SPILLS.getOrDefault(method, 0);
    for (Precision precision : Precision.values()) {
      for (int capability : List.of(75, 90)) {
        assertSpills(spills, text(method, energy, MathMode.PORTABLE, precision), capability);
      }
    }
  }

  /**
   * Metropolis's step: four uniforms take another block, which shares with that of the Gaussians
   * what depends on its number alone. What spills is not in the loop.
   */
  @ParameterizedTest
  @CsvSource({"SINGLE, PORTABLE, 300", "SINGLE, FAST, 145", "DOUBLE, PORTABLE, 381"})
  void instructionsOfStepsWithUniforms(Precision precision, MathMode math, int limit) {
    String step =
        "{state: {old: 0, before: 0}, step: \"old = x\\n before = energy(x)\\n x = x + normal()\\n"
            + " x = if(uniform() < exp((before - energy(x))/kT), x, old)\"}";
    SassCount run = compile(text(step, "harmonic", math, precision), 90, math).get("perrin_run");
    assertTrue(run.spills() <= 24, "spills " + run.spills());
    SassCount.Loop steps = run.steps();
    assertTrue(steps.instructions() <= limit, steps.mix());
    for (String memory : List.of("LDG", "LDL", "STL")) {
      assertEquals(0, steps.count(memory), steps.mix());
    }
  }

  /** What samples do besides stays out of the steps' registers. */
  @Test
  void histogramsOfTwoQuantitiesAndCorrelationsDoNotSpill() {
    for (Precision precision : Precision.values()) {
      String set = "precision=" + precision.word();
      String[] outputs = {
        "correlations.x2={of: x^2, lags: 3}",
        "correlations.d={displacement: true, lags: 5}",
        "histograms.p={of: [x, x^2], from: [-2, 0], to: [2, 4], bins: [120, 120]}"
      };
      Trial trial = Trial.of(Trial.SMALL, outputs).with(set);
      var kernel = KernelCompiler.compile(trial.experiment()).kernel();
      assertNoSpills(CudaBackend.text(kernel, MathMode.PORTABLE), 90);
    }
  }

  private static void assertNoSpills(String text, int capability) {
    assertSpills(0, text, capability);
  }

  private static void assertSpills(int most, String text, int capability) {
    Map<String, SassCount> kernels = compile(text, capability, MathMode.PORTABLE);
    assertTrue(kernels.keySet().containsAll(KERNELS), kernels.keySet().toString());
    kernels
        .values()
        .forEach(kernel -> {
          assertTrue(kernel.spills() <= most, kernel.kernel() + " spills " + kernel.spills());
          assertTrue(most > 0 || kernel.frame() == 0, kernel.kernel() + " frame " + kernel.frame());
        });
  }

  /** Two steps, one block: for each Gaussian a division and a root, which have rare slow ways. */
  @ParameterizedTest
  @CsvSource({"euler-maruyama, double-well, 220", "leimkuhler-matthews, double-well, 232"})
  void instructionsOfTwoStepsInDoublePrecision(String method, String energy, int limit) {
    String text = text(method, energy, MathMode.PORTABLE, Precision.DOUBLE);
    SassCount.Loop steps = compile(text, 90, MathMode.PORTABLE).get("perrin_run").steps();
    assertTrue(steps.instructions() <= limit, steps.mix());
    assertEquals(0, steps.count("LDG"), steps.mix());
  }

  /**
   * Machine instructions of four steps, one Philox block: the loop that a run spends its time in.
   * By NVRTC 13.1; other compilers may need a few more or less.
   */
  @ParameterizedTest
  @CsvSource({
    "euler-maruyama, double-well, PORTABLE, 156",
    "euler-maruyama, harmonic, PORTABLE, 148",
    "leimkuhler-matthews, double-well, PORTABLE, 164",
    "euler-maruyama, double-well, FAST, 88",
  })
  void instructionsOfFourSteps(String method, String energy, MathMode math, int limit) {
    Map<String, SassCount> kernels =
        compile(text(method, energy, math, Precision.SINGLE), 90, math);
    kernels.values().forEach(kernel -> assertEquals(0, kernel.spills(), kernel.kernel()));
    SassCount run = kernels.get("perrin_run");
    SassCount.Loop steps = run.steps();
    assertTrue(steps.instructions() <= limit, steps.mix());
    assertEquals(0, steps.count("LDG") + steps.count("CALL"), steps.mix());
  }

  /** All functions in one kernel; in double precision they want a few registers too many. */
  @ParameterizedTest
  @CsvSource({"SINGLE, PORTABLE", "SINGLE, FAST", "DOUBLE, PORTABLE"})
  void everyFunction(Precision precision, MathMode math) {
    String energy =
        FunctionLibrary.standard().inFormulas().stream()
            .map(name -> FunctionLibrary.standard().find(name).orElseThrow())
            .map(f -> f.name() + (f.arguments().size() == 1 ? "(x)" : "(x, 1.7)"))
            .collect(joining(" + "));
    for (int capability : List.of(75, 90)) {
      SassCount run =
          compile(text("euler-maruyama", energy, math, precision), capability, math)
              .get("perrin_run");
      assertTrue(run.spills() <= (precision == Precision.DOUBLE ? 64 : 0), math + ": " + run);
    }
  }

  private static Map<String, SassCount> compile(String text, int capability, MathMode math) {
    List<String> options = math == MathMode.FAST ? CudaDevice.FAST : Nvrtc.PORTABLE;
    Nvrtc.Module module = nvrtc.compile(text, "a test", capability, Oracle.ANY_DRIVER, options);
    assertEquals("sm_" + capability, module.architecture());
    return SassCount.of(module.image());
  }

  private static String text(String method, String energy, MathMode math, Precision precision) {
    String experiment =
        """
        coordinates: [x]
        energy: %s
        method: %s
        start: {x: "normal(0, 1)"}
        temperature: 0.5
        dt: 0.01
        walkers: 1000
        steps: 1000
        sample-every: 10
        precision: %s
        histograms: {x: {of: x, from: -2.5, to: 2.5, bins: 200}}
        observables: {x2: x^2, E: energy}
        """
            .formatted(energy, method, precision.word());
    return CudaBackend.text(
        KernelCompiler.compile(Trial.of(experiment).experiment()).kernel(), math);
  }
}
