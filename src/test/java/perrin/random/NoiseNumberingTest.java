package perrin.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.PointRecord;
import perrin.statistics.WalkerArray;

/**
 * Which draw a walker gets at which step, against cuRAND's formula computed here in double: with R
 * values a step, value j of step n is value v = n·R′ + j of the walker's stream, R′ = R for 1 and
 * 2, else R rounded up to a multiple of 4.
 */
class NoiseNumberingTest {
  /** The contract's closeness to cuRAND; a wrong number is off by about 1. */
  private static final double TOLERANCE = 2e-6;

  /** The stated error of our Gaussian, and that of Math's functions here. */
  private static final double TOLERANCE_IN_DOUBLE = 1e-14;

  private static final long SEED = 0x299f31d0a4093822L;
  private static final long FIRST = 64;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "f");

  /** Coordinates are the noise itself. */
  private static Trial noise(int coordinates, String step, int steps) {
    List<String> names = NAMES.subList(0, coordinates);
    String starts = String.join(", ", names.stream().map(name -> name + ": 0").toList());
    return Trial.of(
        """
        energy: "0"
        dt: 1
        walkers: 40
        seed: %d
        first-walker: %d
        """
            .formatted(SEED, FIRST),
        "coordinates=[" + String.join(", ", names) + "]",
        "start={" + starts + "}",
        "method={step: \"" + step + "\"}",
        "steps=" + steps);
  }

  /** The same numbering, but a block gives two values: number v lies in block v/2. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void coordinatesInOrderInDoublePrecision(int coordinates) {
    for (int steps = 1; steps <= 9; steps++) {
      for (String backend : backends()) {
        Trial trial = noise(coordinates, "x = normal()", steps).with("precision=double");
        PointRecord run = trial.run(backend, 0, 1, 2);
        for (int j = 0; j < coordinates; j++) {
          long number = (steps - 1L) * padded(coordinates) + j;
          assertDrawsInDouble(number, doubles(run, NAMES.get(j)), 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void coordinatesInOrder(int coordinates) {
    for (int steps = 1; steps <= 9; steps++) {
      for (String backend : backends()) {
        PointRecord run = noise(coordinates, "x = normal()", steps).run(backend, 0, 1, 2);
        for (int j = 0; j < coordinates; j++) {
          long number = (steps - 1L) * padded(coordinates) + j;
          assertDraws(number, values(run, NAMES.get(j)), 0);
        }
      }
    }
  }

  @Test
  void sitesInProgramOrder() {
    String step = "x = 0*x + normal() \\n x = x + 100*normal() - x";
    for (int steps = 1; steps <= 5; steps++) {
      PointRecord run = noise(1, step, steps).run("java", 0, 1, 0);
      float[] scaled = values(run, "a");
      for (int w = 0; w < scaled.length; w++) {
        double expected = 100 * curand((steps - 1L) * 2 + 1, FIRST + w, 0);
        assertEquals(expected, scaled[w], 100 * TOLERANCE);
      }
    }
  }

  /**
   * Each call in start begins a block of stream 2, in the order written, then the method's state.
   */
  @Test
  void startsInTheOrderWritten() {
    Trial trial =
        Trial.of(
            """
            coordinates: [a, b]
            energy: "0"
            start: {b: "normal(0, 1)", a: "uniform(2, 4) + 10*normal(0, 1)"}
            method: {step: "x = x", state: {v: "normal()"}}
            dt: 1
            steps: 1
            walkers: 40
            """,
            "seed=" + SEED,
            "first-walker=" + FIRST);
    for (String backend : backends()) {
      PointRecord run = trial.run(backend, 0, 1, 0);
      int stream = Stream.START.ordinal();
      assertDraws(0, values(run, "b"), stream);
      float[] a = values(run, "a");
      for (int w = 0; w < a.length; w++) {
        double u = word(1, 0, FIRST + w, stream) * 0x1p-32 + 0x1p-33;
        double expected = 2 + 2 * u + 10 * curand(8, FIRST + w, stream);
        assertEquals(expected, a[w], 11 * TOLERANCE);
      }
      assertDraws(12, values(run, "v_a"), stream);
      assertDraws(13, values(run, "v_b"), stream);
    }
  }

  /** In double precision a call of normal() takes a block for each two values. */
  @Test
  void startsInTheOrderWrittenInDoublePrecision() {
    Trial trial =
        Trial.of(
            """
            coordinates: [a, b, c]
            energy: "0"
            start: {b: "normal(0, 1)", a: "uniform(2, 4) + 10*normal(0, 1)", c: walker}
            method: {step: "x = x", state: {v: "normal()"}}
            precision: double
            dt: 1
            steps: 1
            walkers: 40
            """,
            "seed=" + SEED,
            "first-walker=" + FIRST);
    for (String backend : backends()) {
      PointRecord run = trial.run(backend, 0, 1, 0);
      int stream = Stream.START.ordinal();
      assertDrawsInDouble(0, doubles(run, "b"), stream);
      double[] a = doubles(run, "a");
      for (int w = 0; w < a.length; w++) {
        double u = uniformInDouble(SEED, 2, FIRST + w, stream);
        double expected = 2 + 2 * u + 10 * normalInDouble(SEED, 4, FIRST + w, stream);
        assertEquals(expected, a[w], 11 * TOLERANCE_IN_DOUBLE);
        assertEquals(FIRST + w, doubles(run, "c")[w]);
      }
      assertDrawsInDouble(6, doubles(run, "v_a"), stream);
      assertDrawsInDouble(7, doubles(run, "v_b"), stream);
      assertDrawsInDouble(8, doubles(run, "v_c"), stream);
    }
  }

  /** Four values of each of a million walkers, with u as it is rounded to single precision. */
  @Test
  void normalsAreCurands() {
    assumeTrue(Trial.hasCompiler());
    double worst = 0;
    double largest = 0;
    for (int steps = 1; steps <= 4; steps++) {
      PointRecord run = noise(1, "x = normal()", steps).with("walkers=1000000").run();
      float[] values = values(run, "a");
      for (int w = 0; w < values.length; w++) {
        worst = Math.max(worst, Math.abs(values[w] - curand(steps - 1, FIRST + w, 0)));
        largest = Math.max(largest, Math.abs(values[w]));
      }
    }
    assertTrue(worst <= TOLERANCE, "farthest from cuRAND's formula: " + worst);
    assertTrue(largest > 4.5 && largest < 6.8, "largest: " + largest);
  }

  /**
   * Values computed once with the formula of cuRAND's documentation in double precision; seed 42,
   * walker 0.
   */
  @Test
  void knownAnswers() {
    double[] expected = new double[6];
    for (int v = 0; v < expected.length; v++) {
      expected[v] = normal(42, v, 0, 0);
    }
    for (int steps = 1; steps <= 6; steps++) {
      PointRecord run =
          noise(1, "x = normal()", steps).with("seed=42", "first-walker=0").run("java", 0, 1, 0);
      assertEquals(expected[steps - 1], values(run, "a")[0], TOLERANCE);
    }
  }

  /** Values computed by docs/noise.py: seed 42, walker 0, numbers 0 … 5. */
  @Test
  void knownAnswersInDoublePrecision() {
    double[] expected = {
      1.0360235505368471, -0.6653743849976409, 0.42328043627196804,
      -1.4338887543449035, -0.9043868205594143, 0.13500668202983915
    };
    for (int steps = 1; steps <= expected.length; steps++) {
      Trial trial = noise(1, "x = normal()", steps).with("seed=42", "first-walker=0");
      PointRecord run = trial.with("precision=double").run("java", 0, 1, 0);
      assertEquals(expected[steps - 1], doubles(run, "a")[0], TOLERANCE_IN_DOUBLE);
    }
  }

  /** The implementation in docs/noise.py, which shares nothing with ours. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void thePythonOfTheDocumentationAgrees(Precision precision)
      throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "skipped: no python3");
    long walker = FIRST + 33;
    Process python =
        new ProcessBuilder(
                "/usr/bin/python3",
                "docs/noise.py",
                precision.word(),
                Long.toString(SEED),
                Long.toString(walker),
                "9")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, python.waitFor(), lines.toString());
    for (int steps = 1; steps <= 9; steps++) {
      Trial trial = noise(1, "x = normal()", steps).with("precision=" + precision.word());
      WalkerArray found = trial.run("java", 0, 1, 0).finals().get("a");
      double tolerance = precision == Precision.SINGLE ? TOLERANCE : TOLERANCE_IN_DOUBLE;
      double expected = Double.parseDouble(lines.get(steps - 1));
      assertEquals(expected, Double.parseDouble(found.text(33)), tolerance);
    }
  }

  private static List<String> backends() {
    return Trial.hasCompiler() ? List.of("java", "cpu") : List.of("java");
  }

  private static int padded(int draws) {
    return draws <= 2 ? draws : (draws + 3) / 4 * 4;
  }

  private static float[] values(PointRecord run, String name) {
    return run.finals().get(name).singles();
  }

  private static double[] doubles(PointRecord run, String name) {
    return run.finals().get(name).doubles();
  }

  private static void assertDrawsInDouble(long number, double[] found, int stream) {
    for (int w = 0; w < found.length; w++) {
      double expected = normalInDouble(SEED, number, FIRST + w, stream);
      assertEquals(expected, found[w], TOLERANCE_IN_DOUBLE);
    }
  }

  /** The formulas of curand_uniform_double and curand_normal2_double. */
  private static double normalInDouble(long seed, long number, long walker, int stream) {
    long even = number / 2 * 2;
    double u = uniformInDouble(seed, even, walker, stream);
    double angle = 2 * Math.PI * uniformInDouble(seed, even + 1, walker, stream);
    return Math.sqrt(-2 * Math.log(u)) * (number == even ? Math.sin(angle) : Math.cos(angle));
  }

  private static double uniformInDouble(long seed, long number, long walker, int stream) {
    int[][] words = block(seed, number / 2, walker, stream);
    int first = (int) (number % 2) * 2;
    long low = Integer.toUnsignedLong(words[first][0]);
    long high = Integer.toUnsignedLong(words[first + 1][0]);
    return (low ^ high << 21) * 0x1p-53 + 0x1p-54;
  }

  private static void assertDraws(long number, float[] found, int stream) {
    IntStream.range(0, found.length)
        .forEach(w -> assertEquals(curand(number, FIRST + w, stream), found[w], TOLERANCE));
  }

  private static double curand(long number, long walker, int stream) {
    return normal(SEED, number, walker, stream);
  }

  private static double normal(long seed, long number, long walker, int stream) {
    int[][] words = block(seed, number / 4, walker, stream);
    int pair = (int) (number % 4) / 2 * 2;
    float u = Math.fma((float) Integer.toUnsignedLong(words[pair][0]), 0x1p-32f, 0x1p-33f);
    double v = Integer.toUnsignedLong(words[pair + 1][0]) * 0x1p-32 + 0x1p-33;
    double radius = Math.sqrt(-2 * Math.log(u));
    return radius * (number % 2 == 0 ? Math.sin(2 * Math.PI * v) : Math.cos(2 * Math.PI * v));
  }

  private static long word(long block, int i, long walker, int stream) {
    return Integer.toUnsignedLong(block(SEED, block, walker, stream)[i][0]);
  }

  private static int[][] block(long seed, long block, long walker, int stream) {
    int[][] words = new int[4][1];
    Philox.block(Philox.roundKeys(seed), block, walker + ((long) stream << 48), words, 1);
    return words;
  }
}
