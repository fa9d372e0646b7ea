package perrin.backend.curand;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jcuda.Pointer;
import jcuda.jcurand.JCurand;
import jcuda.jcurand.curandGenerator;
import jcuda.jcurand.curandRngType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.NotFiniteException;
import perrin.backend.cuda.Oracle;
import perrin.backend.nvidia.JCudaNatives;
import perrin.conformance.Trial;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Precision;
import perrin.output.Digest;
import perrin.output.PointRecord;
import perrin.random.Philox;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.TimeMean;
import perrin.statistics.WalkerArray;
import perrin.statistics.verdict.Verdict;

/**
 * NVIDIA's cuRAND on the processor: the oracle of our Philox and Gaussians, and the noise of runs
 * that ask for it.
 *
 * <p>cuRAND's host API deals its Philox out over 65536 subsequences: value i of its sequence is
 * value i mod 4 of block ⌊i/262144⌋ of subsequence ⌊i/4⌋ mod 65536.
 */
class CurandTest {
  private static final int SUBSEQUENCES = 65536;

  /** A wrong number is off by about 1. */
  private static final double TOLERANCE = 2e-6;

  private static final String NOISE =
      """
      coordinates: [x]
      energy: "0"
      start: {x: 0}
      method: {step: x = normal()}
      dt: 1
      walkers: 65536
      steps: 1
      """;

  @BeforeAll
  static void loadCurand() {
    // Whoever looks for a library of that name in this process finds this one from now on.
    JCudaNatives.loadCurand(Oracle.libraries());
    assumeTrue(Trial.hasCompiler());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 42, 0x299f31d0a4093822L, -1})
  void wordsAreOurs(long seed) {
    int blocks = 3;
    int[] found = words(seed, 4 * SUBSEQUENCES * blocks);
    int[] keys = Philox.roundKeys(seed);
    int[] expected = new int[found.length];
    int[][] words = new int[4][SUBSEQUENCES];
    for (int b = 0; b < blocks; b++) {
      Philox.block(keys, b, 0, words, SUBSEQUENCES);
      for (int i = 0; i < 4 * SUBSEQUENCES; i++) {
        expected[b * 4 * SUBSEQUENCES + i] = words[i % 4][i / 4];
      }
    }
    assertArrayEquals(expected, found);
  }

  private static int[] words(long seed, int count) {
    JCurand.setExceptionsEnabled(true);
    int[] words = new int[count];
    curandGenerator generator = new curandGenerator();
    JCurand.curandCreateGeneratorHost(generator, curandRngType.CURAND_RNG_PSEUDO_PHILOX4_32_10);
    JCurand.curandSetPseudoRandomGeneratorSeed(generator, seed);
    JCurand.curandGenerate(generator, Pointer.to(words), words.length);
    JCurand.curandDestroyGenerator(generator);
    return words;
  }

  /**
   * With 262144 walkers, walker w gets value w mod 4 of the step's block of our walker ⌊w/4⌋.
   * cuRAND rounds v and the angle 2πv to single precision, up to 4.3e-7 off, which the radius
   * multiplies; ours are up to 6.1e-7 off. So 2e-6 holds to radius 3 (99 % of the pairs); beyond,
   * the bound grows with it (largest difference here: 2.1e-6).
   */
  @Test
  void gaussiansOfARunAreOursInAnotherOrder() {
    for (int step = 0; step < 3; step++) {
      float[] found = finals(curand("philox", 4 * SUBSEQUENCES, step + 1), "x");
      float[][] ours = new float[4][];
      for (int value = 0; value < 4; value++) {
        Trial trial = Trial.of(NOISE, "steps=" + (4 * step + value + 1));
        ours[value] = finals(trial.run("cpu", 0, 2, 0), "x");
      }
      for (int i = 0; i < found.length; i++) {
        int value = i % 4;
        double radius = Math.hypot(found[i], found[i ^ 1]);
        double tolerance = TOLERANCE * Math.max(1, radius / 3);
        assertEquals(ours[value][i / 4], found[i], tolerance);
      }
    }
  }

  /**
   * In double precision value i of cuRAND's sequence is value i mod 4 + 4·⌊i/262144⌋ of our walker
   * ⌊i/4⌋ mod 65536. Nothing is rounded to single there: ours are its Gaussians.
   */
  @Test
  void gaussiansInDoublePrecisionAreOurs() {
    double[] found = new double[2 * 4 * SUBSEQUENCES];
    try (Arena arena = Arena.ofConfined();
        HostCurand curand = new HostCurand(CurandGenerator.PHILOX, 5)) {
      MemorySegment values = arena.allocate(ValueLayout.JAVA_DOUBLE, found.length);
      curand.fill(Precision.DOUBLE, values);
      MemorySegment.copy(values, ValueLayout.JAVA_DOUBLE, 0, found, 0, found.length);
    }
    for (int number = 0; number < 8; number++) {
      Trial trial = Trial.of(NOISE, "steps=" + (number + 1), "seed=5", "precision=double");
      WalkerArray x = trial.run("cpu", 0, 2, 0).finals().get("x");
      double[] ours = x.doubles();
      for (int w = 0; w < SUBSEQUENCES; w++) {
        double curands = found[(number / 4 * SUBSEQUENCES + w) * 4 + number % 4];
        assertEquals(ours[w], curands, 1e-14);
      }
    }
  }

  /**
   * Value j of the R of step n is number (n·R + j)·W + w of cuRAND's sequence, W padded walkers.
   */
  @ParameterizedTest
  @EnumSource
  void theSequenceIsDealtOutAsDocumented(CurandGenerator generator) {
    Trial trial =
        Trial.of(NOISE, "coordinates=[a, b, c]", "start={a: 0, b: 0, c: 0}", "walkers=1003")
            .with("noise={source: curand, generator: " + generator.word() + "}", "seed=42");
    int padded = 1024;
    int last = 2999; // pieces are of 1024 steps
    float[] sequence = new float[padded * 3];
    try (Arena arena = Arena.ofConfined();
        HostCurand curand = new HostCurand(generator, 42)) {
      MemorySegment step = arena.allocate(ValueLayout.JAVA_FLOAT, sequence.length);
      for (int n = 0; n <= last; n++) {
        curand.fill(Precision.SINGLE, step);
      }
      MemorySegment.copy(step, ValueLayout.JAVA_FLOAT, 0, sequence, 0, sequence.length);
    }
    PointRecord run = trial.with("steps=" + (last + 1)).run("cpu", 0, 2, 0);
    List<String> names = List.of("a", "b", "c");
    for (int j = 0; j < names.size(); j++) {
      float[] expected = Arrays.copyOfRange(sequence, j * padded, j * padded + 1003);
      assertArrayEquals(expected, finals(run, names.get(j)));
    }
  }

  /** Without mt19937, which takes seconds to set up. */
  @ParameterizedTest
  @EnumSource(names = "MT19937", mode = EnumSource.Mode.EXCLUDE)
  void resultsDoNotDependOnChunksThreadsAndWidth(CurandGenerator generator) {
    Trial trial =
        Trial.of(Trial.COUPLED, "noise={source: curand, generator: " + generator.word() + "}");
    Digest expected = Digest.of(trial.run("cpu", 0, 1, 0));
    for (long chunk : List.of(1L, 7L, 256L, 1000L)) {
      assertEquals(expected, Digest.of(trial.run("cpu", 0, 3, chunk)), "chunk " + chunk);
    }
    for (int width : List.of(4, 8, 16)) {
      assertEquals(expected, Digest.of(trial.run("cpu", width, 2, 0)), "width " + width);
    }
    assertNotEquals(expected, Digest.of(trial.with("seed=-8").run("cpu", 0, 1, 0)));
    assertNotEquals(expected, Digest.of(trial.with("noise={source: philox}").run("cpu", 0, 1, 0)));
  }

  @Test
  void piecesOfOneStep() {
    Trial trial = Trial.of(NOISE, "walkers=5e6", "steps=3", "seed=1");
    Trial xorwow = trial.with("noise={source: curand, generator: xorwow}");
    float[] found = finals(xorwow.run("cpu", 0, 2, 0), "x");
    assertArrayEquals(found, finals(xorwow.run("cpu", 0, 1, 2), "x"));
    double mean = 0;
    for (float value : found) {
      mean += value / 5e6;
    }
    assertEquals(0, mean, 5 / Math.sqrt(5e6)); // false alarm 6e-7
  }

  /** Though between two samples the pieces end at steps of their own. */
  @Test
  void theStepWhereAWalkerIsLostIsNamed() {
    Trial trial =
        Trial.of(Trial.COUPLED, "energy=-a^4 + b*c", "start.a=0.4 + 0.001*walker", "dt=0.01")
            .with("temperature=0.01", "sample-every=1000", "noise.source=curand")
            .with("noise.generator=xorwow");
    String first = failure(trial, 0);
    assertTrue(first.matches("energy is not finite: walker \\d+, step \\d+, a = .*"), first);
    assertFalse(first.contains("before: a = NaN"), first);
    assertEquals(first, failure(trial, 2000));
  }

  private static String failure(Trial trial, long chunk) {
    return assertThrows(NotFiniteException.class, () -> trial.run("cpu", 0, 2, chunk)).getMessage();
  }

  /** A fifth of the example's walkers; the two runs share nothing but the start values. */
  @Test
  @Tag("statistics")
  @Tag("slow")
  void theExampleConvergesWithUnrelatedGenerators() {
    PointRecord xorwow = example("xorwow");
    PointRecord other = example("mrg32k3a");
    assertEquals(Verdict.Outcome.CONVERGED, xorwow.verdict().outcome());
    assertEquals(Verdict.Outcome.CONVERGED, other.verdict().outcome());
    TimeMean a = xorwow.observables().get("x2").timeMean();
    TimeMean b = other.observables().get("x2").timeMean();
    assertNotEquals(a.mean(), b.mean());
    double error = Math.hypot(a.standardError(), b.standardError());
    assertEquals(a.mean(), b.mean(), 5 * error); // false alarm 6e-7
  }

  private static PointRecord example(String generator) {
    List<String> sets = List.of("noise.generator=" + generator, "walkers=20000");
    Experiment experiment = ExperimentFile.load(Path.of("examples/curand-noise.yaml"), sets);
    Runner.Options options = new Runner.Options(new BackendChoice("cpu", 0), 2, 0, false);
    return Runner.run(experiment, options, Progress.SILENT, notice -> {}).only();
  }

  private static PointRecord curand(String generator, int walkers, int steps) {
    return Trial.of(NOISE, "noise={source: curand, generator: " + generator + "}")
        .with("walkers=" + walkers, "steps=" + steps)
        .run("cpu", 0, 2, 0);
  }

  private static float[] finals(PointRecord run, String name) {
    return run.finals().get(name).singles();
  }
}
