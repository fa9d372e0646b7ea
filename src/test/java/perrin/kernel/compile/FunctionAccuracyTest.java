package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.experiment.Precision;

/**
 * The functions of the library are as accurate as their files say. docs/functions.md has the errors
 * over all 2³² floats, and over far more doubles than these.
 */
class FunctionAccuracyTest {
  private static final long POINTS = 1 << 21;

  /** Where sin, cos and tan end, by precision. */
  private static final double[] FAR = {0x1p20, 0x1p30};

  private static final Set<String> PERIODIC = Set.of("cos", "sin", "tan");

  static Stream<Arguments> functions() {
    return FunctionLibrary.standard().inFormulas().stream()
        .flatMap(name -> Stream.of(Precision.values()).map(p -> Arguments.of(name, p)));
  }

  @Test
  void everyFunctionIsMeasured() {
    assertEquals(
        FunctionAccuracy.EXACT.keySet(), Set.copyOf(FunctionLibrary.standard().inFormulas()));
  }

  /** Bit patterns from end to end, numbers of ordinary size, and sizes that belong together. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("functions")
  void everywhere(String name, Precision precision) {
    double far = PERIODIC.contains(name) ? FAR[precision.ordinal()] : Double.POSITIVE_INFINITY;
    assertAccurate(
        name,
        precision,
        POINTS,
        (i, x) -> {
          long random = mixed(i);
          x[0] = i % 2 == 0 ? pattern(precision, random) : precision.round(fraction(random) * 20);
          if (Math.abs(x[0]) > far) {
            x[0] = precision.round(x[0] % far);
          }
          if (x.length > 1) {
            double partner = fraction(mixed(~i));
            x[1] =
                switch ((int) (i / 2 % 3)) {
                  case 0 -> pattern(precision, mixed(-i));
                  case 1 -> precision.round(partner * 40);
                  default ->
                      precision.round(
                          name.equals("pow") ? power(precision, x[0], partner) : x[0] * partner);
                };
          }
        });
  }

  /** Where reduction loses most: the numbers around multiples of π/2 all over the domain. */
  @ParameterizedTest
  @MethodSource("functions")
  void aroundZeros(String name, Precision precision) {
    if (PERIODIC.contains(name)) {
      double far = FAR[precision.ordinal()];
      long multiples = (long) (far / (Math.PI / 2));
      long stride = Math.max(1, multiples / 300_000);
      assertAccurate(
          name,
          precision,
          7 * multiples / stride,
          (i, x) -> {
            double near = precision.round(i / 7 * stride * (Math.PI / 2));
            double there = near;
            for (long k = i % 7 - 3; k != 0; k -= Long.signum(k)) {
              there = next(precision, there, k > 0);
            }
            x[0] = Math.abs(there) <= far ? there : near;
          });
    }
  }

  /** Every float of the binades in which the largest errors lie. */
  @ParameterizedTest
  @CsvSource({"tanh, 0.5", "log, 0.5", "log, 1", "exp, 32", "log1p, 0.25", "asin, 0.5", "erf, 0.5"})
  void overWholeBinades(String function, float from) {
    int first = Float.floatToIntBits(from);
    assertAccurate(
        function,
        Precision.SINGLE,
        1 << 23,
        (i, x) -> x[0] = Float.intBitsToFloat(first + (int) i));
  }

  private static double power(Precision precision, double x, double partner) {
    double largest = precision == Precision.SINGLE ? 90 : 720;
    return partner * largest / Math.log(Math.abs(x));
  }

  private static double pattern(Precision precision, long random) {
    return precision == Precision.SINGLE
        ? Float.intBitsToFloat((int) random)
        : Double.longBitsToDouble(random);
  }

  private static double next(Precision precision, double x, boolean up) {
    return switch (precision) {
      case SINGLE -> up ? Math.nextUp((float) x) : Math.nextDown((float) x);
      case DOUBLE -> up ? Math.nextUp(x) : Math.nextDown(x);
    };
  }

  /** Steele, Lea &amp; Flood's SplitMix64. */
  private static long mixed(long i) {
    long z = i * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Between −1 and 1. */
  private static double fraction(long random) {
    return (random >> 11) * 0x1p-52;
  }

  private static void assertAccurate(
      String name, Precision precision, long count, FunctionAccuracy.Arguments places) {
    Function function = FunctionLibrary.standard().find(name).orElseThrow();
    FunctionAccuracy.Result found =
        FunctionAccuracy.measure(name, precision, function.arguments().size(), count, places);
    assertNull(found.wrong(), () -> name + " is not finite, or should not be: " + found);
    double bound = stated(function, precision);
    if (precision == Precision.DOUBLE && bound > 0) {
      bound += name.equals("erf") ? 10 : 1; // the reference's own error
    }
    assertTrue(found.ulp() <= bound, name + ": " + found + ", stated " + bound);
  }

  /** From the function's file: {@code exact}, or {@code 1.3 ulp}. */
  private static double stated(Function function, Precision precision) {
    String error = function.in(precision).error();
    if (error.equals("exact")) {
      return 0;
    }
    Matcher ulp = Pattern.compile("([0-9.]+) ulp").matcher(error);
    assertTrue(ulp.matches(), function.name() + ": " + error);
    return Double.parseDouble(ulp.group(1));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void oddAndEvenFunctionsAreSoToTheBit(String name, Precision precision) {
    List<String> odd = List.of("asin", "atan", "cbrt", "erf", "sign", "sin", "sinh", "tan", "tanh");
    boolean even = List.of("abs", "cos", "cosh").contains(name);
    if (odd.contains(name) || even) {
      double[][] x = new double[1][100_000];
      double[][] mirrored = new double[1][x[0].length];
      for (int i = 0; i < x[0].length; i++) {
        x[0][i] = Math.abs(pattern(precision, mixed(i + 1))); // not 0: sin(-0) is 0 in single
        mirrored[0][i] = -x[0][i];
      }
      try (Evaluation evaluation = Evaluation.of(name, precision)) {
        evaluation.run(x);
        evaluation.run(mirrored);
      }
      for (int i = 0; i < x[0].length; i++) {
        assertEquals(even ? x[0][i] : -x[0][i], mirrored[0][i], name);
      }
    }
  }
}
