package perrin.kernel;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** How far a function of the library is from StrictMath's in double precision. */
final class FunctionAccuracy {
  static final Map<String, DoubleUnaryOperator> EXACT =
      Map.of(
          "exp", StrictMath::exp,
          "log", StrictMath::log,
          "sqrt", StrictMath::sqrt,
          "sin", StrictMath::sin,
          "cos", StrictMath::cos,
          "tanh", StrictMath::tanh,
          "abs", Math::abs,
          "sign", Math::signum);

  private static final int BLOCK = 1 << 15;

  /**
   * The largest error found.
   *
   * @param ulp in units of the last place of the exact value as a float
   * @param at where
   * @param compared how many arguments
   * @param wrong the first argument where one is NaN or infinite and the other not
   */
  record Result(double ulp, float at, long compared, Float wrong) {
    Result worse(Result other) {
      Result worst = other.ulp > ulp ? other : this;
      Float bad = wrong != null ? wrong : other.wrong;
      return new Result(worst.ulp, worst.at, compared + other.compared, bad);
    }
  }

  private FunctionAccuracy() {}

  /**
   * Compares at {@code count} floats.
   *
   * @param bits of float number i; must not depend on the order of calls
   */
  static Result measure(String function, long count, LongToBits bits) {
    DoubleUnaryOperator exact = EXACT.get(function);
    try (Evaluation evaluation = Evaluation.of(function)) {
      return IntStream.range(0, (int) ((count + BLOCK - 1) / BLOCK))
          .parallel()
          .mapToObj(b -> {
            long first = (long) b * BLOCK;
            int n = (int) Math.min(BLOCK, count - first);
            int padded = (n + Kernel.COHORT - 1) / Kernel.COHORT * Kernel.COHORT;
            float[] x = new float[padded];
            for (int i = 0; i < n; i++) {
              x[i] = Float.intBitsToFloat(bits.of(first + i));
            }
            float[] y = x.clone();
            evaluation.run(y);
            return compare(x, y, n, exact);
          })
          .reduce(new Result(0, 0, 0, null), Result::worse);
    }
  }

  /** The bit pattern of a float by its number. */
  interface LongToBits {
    int of(long i);
  }

  /** Every {@code stride}-th of all 2³² bit patterns. */
  static Result allFloats(String function, int stride) {
    return measure(function, (1L << 32) / stride, i -> (int) (i * stride));
  }

  private static Result compare(float[] x, float[] y, int n, DoubleUnaryOperator exact) {
    double worst = 0;
    float at = 0;
    Float wrong = null;
    for (int i = 0; i < n; i++) {
      double expected = exact.applyAsDouble(x[i]);
      float rounded = (float) expected;
      if (Float.isNaN(rounded) || Float.isInfinite(rounded) || !Float.isFinite(y[i])) {
        if (Float.compare(rounded, y[i]) != 0 && wrong == null) {
          wrong = x[i];
        }
        continue;
      }
      double error = Math.abs(y[i] - expected);
      if (error > worst * ulp(expected)) {
        worst = error / ulp(expected);
        at = x[i];
      }
    }
    return new Result(worst, at, n, wrong);
  }

  /** Distance of neighbouring floats around an exact value; 2⁻¹⁴⁹ around 0. */
  static double ulp(double exact) {
    int exponent = Math.max(Math.getExponent(exact), Float.MIN_EXPONENT);
    return Math.scalb(1.0, exponent - 23);
  }
}
