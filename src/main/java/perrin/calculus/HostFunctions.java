package perrin.calculus;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;

/**
 * The functions of the language in double precision on the host: StrictMath's where it has one, so
 * that the bits do not depend on the machine.
 */
final class HostFunctions {
  private static final Map<String, DoubleUnaryOperator> OF_ONE =
      Map.ofEntries(
          Map.entry("abs", StrictMath::abs),
          Map.entry("acos", StrictMath::acos),
          Map.entry("asin", StrictMath::asin),
          Map.entry("atan", StrictMath::atan),
          Map.entry("cbrt", StrictMath::cbrt),
          Map.entry("ceil", StrictMath::ceil),
          Map.entry("cos", StrictMath::cos),
          Map.entry("cosh", StrictMath::cosh),
          Map.entry("erf", HostFunctions::erf),
          Map.entry("exp", StrictMath::exp),
          Map.entry("expm1", StrictMath::expm1),
          Map.entry("floor", StrictMath::floor),
          Map.entry("heaviside", HostFunctions::heaviside),
          Map.entry("log", StrictMath::log),
          Map.entry("log10", StrictMath::log10),
          Map.entry("log1p", StrictMath::log1p),
          Map.entry("log2", HostFunctions::log2),
          Map.entry("round", StrictMath::rint),
          Map.entry("sign", StrictMath::signum),
          Map.entry("sin", StrictMath::sin),
          Map.entry("sinh", StrictMath::sinh),
          Map.entry("sqrt", StrictMath::sqrt),
          Map.entry("tan", StrictMath::tan),
          Map.entry("tanh", StrictMath::tanh));

  private static final Map<String, DoubleBinaryOperator> OF_TWO =
      Map.of(
          "atan2", StrictMath::atan2,
          "hypot", StrictMath::hypot,
          "max", StrictMath::max,
          "min", StrictMath::min,
          "pow", StrictMath::pow);

  private HostFunctions() {}

  /** Whether there is a function of that name with so many arguments. */
  static boolean knows(String name, int arguments) {
    return switch (arguments) {
      case 1 -> OF_ONE.containsKey(name);
      case 2 -> OF_TWO.containsKey(name);
      default -> false;
    };
  }

  /** The value of a function that {@link #knows knows} its number of arguments. */
  static double apply(String name, double... arguments) {
    return arguments.length == 1
        ? ofOne(name).applyAsDouble(arguments[0])
        : ofTwo(name).applyAsDouble(arguments[0], arguments[1]);
  }

  /** A function of one argument that {@link #knows} knows. */
  static DoubleUnaryOperator ofOne(String name) {
    return OF_ONE.get(name);
  }

  /** A function of two arguments that {@link #knows} knows. */
  static DoubleBinaryOperator ofTwo(String name) {
    return OF_TWO.get(name);
  }

  private static double heaviside(double x) {
    return x > 0 ? 1 : x < 0 ? 0 : x == 0 ? 0.5 : x;
  }

  /** k + log(m)/log(2) for x = m 2ᵏ with m in [2/3, 4/3): exact for powers of 2, and around 1. */
  private static double log2(double x) {
    if (!(x > 0) || Double.isInfinite(x)) {
      return StrictMath.log(x);
    }
    int k = StrictMath.getExponent(x) < Double.MIN_EXPONENT ? -54 : 0;
    double normal = x * StrictMath.scalb(1.0, -k);
    k += StrictMath.getExponent(normal * 0.75) + 1;
    double m = StrictMath.scalb(x, -k);
    return k + StrictMath.log(m) / StrictMath.log(2);
  }

  /**
   * 2/√π e^(−x²) Σ 2ⁿ x^(2n+1)/(2n+1)‼, whose terms have one sign (Abramowitz &amp; Stegun 7.1.6);
   * from 2 on 1 − erfc, where an error of erfc counts little.
   */
  private static double erf(double x) {
    double z = StrictMath.abs(x);
    if (z >= 2) {
      return StrictMath.copySign(1 - Erf.erfc(z), x);
    }
    double sum = x;
    double term = x;
    for (int n = 1; n <= 60; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / StrictMath.sqrt(StrictMath.PI) * StrictMath.exp(-x * x) * sum;
  }
}
