package perrin.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.calculus.FunctionLibrary;
import perrin.experiment.Precision;

/**
 * The functions of the library are as accurate as their files say. docs/functions.md has the errors
 * over all 2³² floats, measured by {@link FunctionAccuracy} with a stride of 1.
 */
class FunctionAccuracyTest {
  private static final int STRIDE = 97;
  private static final float FAR = 1048576;

  static List<String> functions() {
    return FunctionLibrary.standard().inFormulas();
  }

  @Test
  void everyFunctionIsMeasured() {
    assertEquals(FunctionAccuracy.EXACT.keySet(), Set.copyOf(functions()));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"abs", "exp", "log", "sign", "sqrt", "tanh"})
  void overAllFloats(String function) {
    assertAccurate(function, FunctionAccuracy.allFloats(function, STRIDE));
  }

  /** Beyond 2²⁰ they are NaN, so every pattern up to it is taken, with both signs. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"cos", "sin"})
  void overTheDomain(String function) {
    long patterns = Float.floatToIntBits(FAR) + 1L;
    long count = patterns / STRIDE;
    assertAccurate(
        function,
        FunctionAccuracy.measure(
            function, 2 * count, i -> (int) (i / 2 * STRIDE) | (int) (i % 2) << 31));
  }

  /** Where reduction loses most: the floats around every multiple of π/2 in the domain. */
  @ParameterizedTest
  @ValueSource(strings = {"cos", "sin"})
  void aroundZeros(String function) {
    int multiples = (int) (FAR / (Math.PI / 2));
    assertAccurate(
        function,
        FunctionAccuracy.measure(
            function,
            7L * multiples,
            i ->
                Float.floatToIntBits((float) (i / 7 * (Math.PI / 2))) + (int) (i % 7) - 3
                    & 0x7fffffff));
  }

  /** Every float of the binades in which the largest errors lie. */
  @ParameterizedTest
  @CsvSource({"tanh, 0.5", "log, 0.5", "log, 1", "exp, 32"})
  void overWholeBinades(String function, float from) {
    int first = Float.floatToIntBits(from);
    assertAccurate(function, FunctionAccuracy.measure(function, 1 << 23, i -> first + (int) i));
  }

  private static void assertAccurate(String function, FunctionAccuracy.Result found) {
    double stated = stated(function);
    assertNull(found.wrong(), function + " is not finite, or should not be, at " + found.wrong());
    assertTrue(found.ulp() <= stated, function + ": " + found + ", stated " + stated);
  }

  /** From the function's file: {@code exact}, or {@code 1.3 ulp}. */
  private static double stated(String function) {
    String error =
        FunctionLibrary.standard().find(function).orElseThrow().in(Precision.SINGLE).error();
    if (error.equals("exact")) {
      return 0;
    }
    Matcher ulp = Pattern.compile("([0-9.]+) ulp").matcher(error);
    assertTrue(ulp.matches(), function + ": " + error);
    return Double.parseDouble(ulp.group(1));
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 0, 1",
    "exp, -0, 1",
    "exp, 1e-45, 1",
    "exp, 88.72283, 3.4027985e38",
    "exp, 88.72284, Infinity",
    "exp, 3.4e38, Infinity",
    "exp, Infinity, Infinity",
    "exp, -87.33655, 1.1754907e-38",
    "exp, -103.27893, 1.4e-45",
    "exp, -104, 0",
    "exp, -3.4e38, 0",
    "exp, -Infinity, 0",
    "exp, NaN, NaN",
    "log, 1, 0",
    "log, 0, -Infinity",
    "log, -0, -Infinity",
    "log, 1e-45, -103.27893",
    "log, 1.1754944e-38, -87.33655",
    "log, 3.4028235e38, 88.72284",
    "log, Infinity, Infinity",
    "log, -1, NaN",
    "log, -1e-45, NaN",
    "log, -Infinity, NaN",
    "log, NaN, NaN",
    "sqrt, 0, 0",
    "sqrt, -0, -0",
    "sqrt, 1e-45, 3.743392e-23",
    "sqrt, Infinity, Infinity",
    "sqrt, -1e-45, NaN",
    "sqrt, NaN, NaN",
    "sin, 0, 0",
    "sin, 1e-45, 1e-45",
    "sin, -1e-30, -1e-30",
    "sin, 1048576, 0.33049315",
    "sin, 1048576.1, NaN",
    "sin, 3.4e38, NaN",
    "sin, Infinity, NaN",
    "sin, -Infinity, NaN",
    "sin, NaN, NaN",
    "cos, 0, 1",
    "cos, -0, 1",
    "cos, 1e-45, 1",
    "cos, -1048576.1, NaN",
    "cos, Infinity, NaN",
    "cos, NaN, NaN",
    "tanh, 0, 0",
    "tanh, -0, -0",
    "tanh, 1e-45, 1e-45",
    "tanh, -1e-30, -1e-30",
    "tanh, 9.5, 1",
    "tanh, 3.4e38, 1",
    "tanh, Infinity, 1",
    "tanh, -Infinity, -1",
    "tanh, NaN, NaN",
    "abs, -0, 0",
    "abs, -1e-45, 1e-45",
    "abs, -Infinity, Infinity",
    "abs, NaN, NaN",
    "sign, 0, 0",
    "sign, -0, -0",
    "sign, 1e-45, 1",
    "sign, -1e-45, -1",
    "sign, Infinity, 1",
    "sign, -Infinity, -1",
    "sign, NaN, NaN"
  })
  void specialValues(String function, float x, float y) {
    float[] value = {x};
    try (Evaluation evaluation = Evaluation.of(function)) {
      evaluation.run(new double[0], new float[][] {value});
    }
    float found = Float.isNaN(value[0]) ? Float.NaN : value[0];
    assertEquals(
        Float.floatToIntBits(y), Float.floatToIntBits(found), function + "(" + x + ") = " + found);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void oddAndEvenFunctionsAreSoToTheBit(String function) {
    boolean odd = List.of("sin", "tanh", "sign").contains(function);
    boolean even = List.of("cos", "abs").contains(function);
    float[] x = new float[100_000];
    float[] mirrored = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(1 + i * 10_007);
      mirrored[i] = -x[i];
    }
    try (Evaluation evaluation = Evaluation.of(function)) {
      evaluation.run(new double[0], new float[][] {x});
      evaluation.run(new double[0], new float[][] {mirrored});
    }
    for (int i = 0; (odd || even) && i < x.length && !Float.isNaN(x[i]); i++) {
      assertEquals(odd ? -x[i] : x[i], mirrored[i], function);
    }
  }
}
