package perrin.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.PointRecord;
import perrin.statistics.WalkerArray;

/**
 * Which uniform a walker gets at which step: with R of them a step, value j of step n is value v =
 * n·R′ + j of the walker's stream 1, R′ = R for 1 and 2, else R rounded up to a multiple of 4,
 * whatever Gaussians are drawn beside them. The states of a method record what it draws.
 */
class UniformNumberingTest {
  private static final long SEED = 0x299f31d0a4093822L;
  private static final long FIRST = 64;

  /** Of Gaussians against cuRAND's formula, {@link NoiseNumberingTest}. */
  private static final double TOLERANCE = 2e-6;

  private static final double TOLERANCE_IN_DOUBLE = 1e-14;

  static Stream<Arguments> counts() {
    return Stream.of(Precision.values())
        .flatMap(precision ->
            IntStream.of(1, 2, 3, 5)
                .boxed()
                .flatMap(uniforms ->
                    Stream.of(0, 1, 3)
                        .map(gaussians -> Arguments.of(precision, uniforms, gaussians))));
  }

  /** Sites take turns; each stream counts its own. */
  @ParameterizedTest
  @MethodSource("counts")
  void sitesInProgramOrder(Precision precision, int uniforms, int gaussians) {
    List<String> lines = new ArrayList<>();
    List<String> states = new ArrayList<>();
    for (int j = 0; j < Math.max(uniforms, gaussians); j++) {
      if (j < uniforms) {
        lines.add("u" + j + " = uniform()");
        states.add("u" + j + ": 0");
      }
      if (j < gaussians) {
        lines.add("g" + j + " = normal()");
        states.add("g" + j + ": 0");
      }
    }
    for (int steps = 1; steps <= 9; steps++) {
      PointRecord run = run("java", precision, "[a]", states, String.join(" \\n ", lines), steps);
      for (int j = 0; j < uniforms; j++) {
        assertUniforms(precision, (steps - 1L) * padded(uniforms) + j, run, "u" + j);
      }
      for (int j = 0; j < gaussians; j++) {
        assertGaussians(precision, (steps - 1L) * padded(gaussians) + j, run, "g" + j);
      }
    }
  }

  /** From left to right, conditions before what they choose between. */
  @Test
  void asTheyAreWritten() {
    List<String> states = List.of("a: 0", "b: 0", "c: 0", "d: 0");
    String choice = "a = if(uniform() > uniform(), uniform(), 10 + uniform())";
    String comparison = "b = uniform() >= uniform() \\n c = uniform() \\n d = uniform()";
    PointRecord run =
        run("java", Precision.DOUBLE, "[x]", states, choice + " \\n " + comparison, 1);
    double[] u = new double[8];
    for (int j = 0; j < u.length; j++) {
      u[j] = uniform(Precision.DOUBLE, j, FIRST, 1);
    }
    assertEquals(u[0] > u[1] ? u[2] : 10 + u[3], run.finals().get("a").value(0), 1e-15);
    assertEquals(u[4] >= u[5] ? 1 : 0, run.finals().get("b").value(0));
    assertEquals(u[6], run.finals().get("c").value(0));
    assertEquals(u[7], run.finals().get("d").value(0));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void coordinatesInOrderWithinASite(String backend) {
    String step = "u = uniform() \\n v = uniform()";
    for (Precision precision : Precision.values()) {
      for (int steps : List.of(1, 2, 7)) {
        PointRecord run =
            run(backend, precision, "[a, b, c]", List.of("u: 0", "v: 0"), step, steps);
        int number = 8 * (steps - 1); // 6 values a step
        for (String name : List.of("u_a", "u_b", "u_c", "v_a", "v_b", "v_c")) {
          assertUniforms(precision, number++, run, name);
        }
      }
    }
  }

  /** A site within a repeat is one for each round. */
  @ParameterizedTest
  @MethodSource("backends")
  void roundsOfARepeatInTheOrderTheyAreMade(String backend) {
    String step = "repeat 3 { p = q \\n q = r \\n r = uniform() } \\n s = uniform()";
    List<String> states = List.of("p: 0", "q: 0", "r: 0", "s: 0");
    for (Precision precision : Precision.values()) {
      for (int steps : List.of(1, 6)) {
        PointRecord run = run(backend, precision, "[a]", states, step, steps);
        int number = 4 * (steps - 1);
        for (String name : List.of("p", "q", "r", "s")) {
          assertUniforms(precision, number++, run, name);
        }
      }
    }
  }

  /** Values computed by docs/noise.py: seed 42, walker 0, stream 1, numbers 0 … 4. */
  @Test
  void knownAnswers() {
    double[] single = {
      0.37910300493240356,
      0.49935558438301086,
      0.8305343985557556,
      0.9650744199752808,
      0.9075085520744324
    };
    double[] inDouble = {
      0.49935576724888314,
      0.9650741095967579,
      0.9915186086617167,
      0.004613819496436189,
      0.7481527630849893
    };
    for (int steps = 1; steps <= single.length; steps++) {
      assertEquals(single[steps - 1], first(Precision.SINGLE, steps));
      assertEquals(inDouble[steps - 1], first(Precision.DOUBLE, steps));
    }
  }

  private static double first(Precision precision, int steps) {
    Trial trial = trial(precision, "[a]", List.of("u: 0"), "u = uniform()", steps);
    PointRecord run = trial.with("seed=42", "first-walker=0").run("java", 0, 1, 0);
    return run.finals().get("u").value(0);
  }

  static List<String> backends() {
    return Trial.hasCompiler() ? List.of("java", "cpu") : List.of("java");
  }

  private static PointRecord run(
      String backend,
      Precision precision,
      String coordinates,
      List<String> states,
      String step,
      int steps) {
    return trial(precision, coordinates, states, step, steps).run(backend, 0, 1, 2);
  }

  private static Trial trial(
      Precision precision, String coordinates, List<String> states, String step, int steps) {
    String starts = coordinates.replaceAll("[\\[\\]]", "").replaceAll("(\\w)", "$1: 0");
    return Trial.of(
        "energy: \"0\"\ndt: 1\nwalkers: 40\n",
        "seed=" + SEED,
        "first-walker=" + FIRST,
        "coordinates=" + coordinates,
        "start={" + starts + "}",
        "method={step: \"" + step + "\", state: {" + String.join(", ", states) + "}}",
        "precision=" + precision.word(),
        "steps=" + steps);
  }

  private static int padded(int draws) {
    return draws <= 2 ? draws : (draws + 3) / 4 * 4;
  }

  /** To the bit. */
  private static void assertUniforms(
      Precision precision, long number, PointRecord run, String name) {
    WalkerArray found = run.finals().get(name);
    for (int w = 0; w < 40; w++) {
      assertEquals(uniform(precision, number, FIRST + w, 1), found.value(w), name + " " + number);
    }
  }

  private static void assertGaussians(
      Precision precision, long number, PointRecord run, String name) {
    WalkerArray found = run.finals().get(name);
    double tolerance = precision == Precision.SINGLE ? TOLERANCE : TOLERANCE_IN_DOUBLE;
    for (int w = 0; w < 40; w++) {
      assertEquals(gaussian(precision, number, FIRST + w), found.value(w), tolerance, name);
    }
  }

  private static double uniform(Precision precision, long number, long walker, int stream) {
    return switch (precision) {
      case SINGLE -> {
        long word =
            Integer.toUnsignedLong(block(number / 4, walker, stream)[(int) (number % 4)][0]);
        yield (float) ((float) word * 0x1p-32 + 0x1p-33); // the sum is exact in double
      }
      case DOUBLE -> {
        int[][] words = block(number / 2, walker, stream);
        int low = (int) (number % 2) * 2;
        long bits = Philox.join(words[low][0], words[low + 1][0]);
        yield Math.fma((double) bits, 0x1p-53, 0x1p-54);
      }
    };
  }

  private static double gaussian(Precision precision, long number, long walker) {
    long even = number / 2 * 2;
    double u = uniform(precision, even, walker, 0);
    double v = uniform(precision, even + 1, walker, 0);
    if (precision == Precision.SINGLE) {
      int place = (int) ((even + 1) % 4);
      v = Integer.toUnsignedLong(block(number / 4, walker, 0)[place][0]) * 0x1p-32 + 0x1p-33;
    }
    double angle = 2 * Math.PI * v;
    return Math.sqrt(-2 * Math.log(u)) * (number == even ? Math.sin(angle) : Math.cos(angle));
  }

  private static int[][] block(long block, long walker, int stream) {
    int[][] words = new int[4][1];
    Philox.block(Philox.roundKeys(SEED), block, walker + ((long) stream << 48), words, 1);
    return words;
  }
}
