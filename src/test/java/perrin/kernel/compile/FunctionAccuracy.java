package perrin.kernel.compile;

import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;
import perrin.experiment.Precision;

/**
 * How far a function of the library is from StrictMath's in double precision. For the definitions
 * in double precision, which are as precise as StrictMath, that is a coarse look; {@code
 * scripts/function-errors} measures them against 64 bits and more.
 */
final class FunctionAccuracy {
  static final Map<String, ToDoubleFunction<double[]>> EXACT =
      Map.ofEntries(
          Map.entry("abs", x -> StrictMath.abs(x[0])),
          Map.entry("acos", x -> StrictMath.acos(x[0])),
          Map.entry("asin", x -> StrictMath.asin(x[0])),
          Map.entry("atan", x -> StrictMath.atan(x[0])),
          Map.entry("atan2", x -> StrictMath.atan2(x[0], x[1])),
          Map.entry("cbrt", x -> StrictMath.cbrt(x[0])),
          Map.entry("ceil", x -> StrictMath.ceil(x[0])),
          Map.entry("cos", x -> StrictMath.cos(x[0])),
          Map.entry("cosh", x -> StrictMath.cosh(x[0])),
          Map.entry("erf", x -> erf(x[0])),
          Map.entry("exp", x -> StrictMath.exp(x[0])),
          Map.entry("expm1", x -> StrictMath.expm1(x[0])),
          Map.entry("floor", x -> StrictMath.floor(x[0])),
          Map.entry("heaviside", x -> x[0] == 0 ? 0.5 : (StrictMath.signum(x[0]) + 1) / 2),
          Map.entry("hypot", x -> StrictMath.hypot(x[0], x[1])),
          Map.entry("log", x -> StrictMath.log(x[0])),
          Map.entry("log10", x -> StrictMath.log10(x[0])),
          Map.entry("log1p", x -> StrictMath.log1p(x[0])),
          Map.entry("log2", x -> log2(x[0])),
          Map.entry("max", x -> StrictMath.max(x[0], x[1])),
          Map.entry("min", x -> StrictMath.min(x[0], x[1])),
          Map.entry("pow", x -> StrictMath.pow(x[0], x[1])),
          Map.entry("round", x -> StrictMath.rint(x[0])),
          Map.entry("sign", x -> StrictMath.signum(x[0])),
          Map.entry("sin", x -> StrictMath.sin(x[0])),
          Map.entry("sinh", x -> StrictMath.sinh(x[0])),
          Map.entry("sqrt", x -> StrictMath.sqrt(x[0])),
          Map.entry("tan", x -> StrictMath.tan(x[0])),
          Map.entry("tanh", x -> StrictMath.tanh(x[0])));

  private static final int BLOCK = 1 << 13;

  /**
   * The largest error found.
   *
   * @param ulp in units of the last place of the exact value in that precision
   * @param at its arguments
   * @param compared how many values
   * @param wrong the first arguments where one is NaN or infinite and the other not
   */
  record Result(double ulp, double[] at, long compared, double[] wrong) {
    Result worse(Result other) {
      Result worst = other.ulp > ulp ? other : this;
      double[] bad = wrong != null ? wrong : other.wrong;
      return new Result(worst.ulp, worst.at, compared + other.compared, bad);
    }

    @Override
    public String toString() {
      return ulp + " ulp at " + Arrays.toString(at) + " of " + compared;
    }
  }

  /** Arguments by their number; must not depend on the order of calls. */
  interface Arguments {
    /** Fills in numbers of the precision, one for each argument of the function. */
    void fill(long i, double[] arguments);
  }

  private FunctionAccuracy() {}

  /** Compares at so many places. */
  static Result measure(
      String function, Precision precision, int arguments, long count, Arguments places) {
    ToDoubleFunction<double[]> exact = EXACT.get(function);
    try (Evaluation evaluation = Evaluation.of(function, precision)) {
      return IntStream.range(0, (int) ((count + BLOCK - 1) / BLOCK))
          .parallel()
          .mapToObj(b -> {
            long first = (long) b * BLOCK;
            double[][] rows = new double[arguments][(int) Math.min(BLOCK, count - first)];
            double[] place = new double[arguments];
            for (int i = 0; i < rows[0].length; i++) {
              places.fill(first + i, place);
              for (int k = 0; k < arguments; k++) {
                rows[k][i] = place[k];
              }
            }
            double[][] found = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
            evaluation.run(found);
            return compare(precision, rows, found[0], exact);
          })
          .reduce(new Result(0, null, 0, null), Result::worse);
    }
  }

  private static Result compare(
      Precision precision, double[][] rows, double[] found, ToDoubleFunction<double[]> exact) {
    Result result = new Result(0, null, 0, null);
    for (int i = 0; i < found.length; i++) {
      int number = i;
      double[] at = Arrays.stream(rows).mapToDouble(row -> row[number]).toArray();
      double expected = exact.applyAsDouble(at);
      double rounded = precision.round(expected);
      boolean finite = Double.isFinite(rounded) && Double.isFinite(found[i]);
      if (finite || Double.compare(rounded, found[i]) == 0) {
        double error = finite ? Math.abs(found[i] - expected) / ulp(precision, expected) : 0;
        result = result.worse(new Result(error, at, 1, null));
      } else {
        result = result.worse(new Result(0, null, 1, at));
      }
    }
    return result;
  }

  /** Distance of neighbouring numbers around an exact value; the smallest number around 0. */
  static double ulp(Precision precision, double exact) {
    return switch (precision) {
      case SINGLE -> Math.scalb(1.0, Math.max(Math.getExponent(exact), Float.MIN_EXPONENT) - 23);
      case DOUBLE -> Math.ulp(exact);
    };
  }

  /**
   * k + 2 artanh(s)/log(2) for x = m 2ᵏ, s = (m − 1)/(m + 1) with m in [2/3, 4/3); the largest
   * terms as sums of two numbers, so that this is right to a thousandth of an ulp before it is
   * rounded.
   */
  private static double log2(double x) {
    if (!(x > 0) || Double.isInfinite(x)) {
      return StrictMath.log(x);
    }
    int small = x < Double.MIN_NORMAL ? 54 : 0;
    int k = Math.getExponent(Math.scalb(x, small) * 0.75) + 1 - small;
    double m = Math.scalb(x, -k);
    double above = m - 1;
    double below = m + 1;
    double s = above / below;
    double rest = (Math.fma(-s, below, above) - s * (m - (below - 1))) / below;
    double series = 0;
    for (int n = 13; n >= 1; n--) {
      series = (series + 1.0 / (2 * n + 1)) * s * s;
    }
    double high = 2 * s * 1.4426950408889634;
    double low =
        Math.fma(2 * s, 1.4426950408889634, -high)
            + 2 * s * 2.0355273740931033e-17
            + 2 * (rest + s * series) * 1.4426950408889634;
    double sum = k + high;
    return sum + (high - (sum - k) + low);
  }

  /** As the host computes it. */
  private static double erf(double x) {
    if (Math.abs(x) >= 2) {
      return Math.copySign(1 - Erf.erfc(Math.abs(x)), x);
    }
    double sum = x;
    double term = x;
    for (int n = 1; n <= 60; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }
}
