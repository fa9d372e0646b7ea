package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perrin.experiment.Precision;

/** Infinities, zeros, NaN, the smallest and the largest numbers; the sign of 0 counts. */
class FunctionSpecialValuesTest {
  /** In both precisions; compared after rounding. */
  private static final String BOTH =
      """
      exp(0) = 1
      exp(-0) = 1
      exp(Infinity) = Infinity
      exp(-Infinity) = 0
      exp(NaN) = NaN
      log(1) = 0
      log(0) = -Infinity
      log(-0) = -Infinity
      log(Infinity) = Infinity
      log(-1) = NaN
      log(-Infinity) = NaN
      log(NaN) = NaN
      log2(8) = 3
      log2(0.25) = -2
      log2(1) = 0
      log2(0) = -Infinity
      log2(-0) = -Infinity
      log2(Infinity) = Infinity
      log2(-1) = NaN
      log2(NaN) = NaN
      log10(1) = 0
      log10(10) = 1
      log10(1000) = 3
      log10(0) = -Infinity
      log10(Infinity) = Infinity
      log10(-1) = NaN
      log10(NaN) = NaN
      ceil(0.5) = 1
      ceil(-0.5) = -0
      ceil(-0) = -0
      ceil(0) = 0
      ceil(2) = 2
      ceil(-Infinity) = -Infinity
      ceil(NaN) = NaN
      round(0.5) = 0
      round(1.5) = 2
      round(2.5) = 2
      round(-0.5) = -0
      round(-1.5) = -2
      round(-0.25) = -0
      round(0) = 0
      round(Infinity) = Infinity
      round(NaN) = NaN
      heaviside(0) = 0.5
      heaviside(-0) = 0.5
      heaviside(1e-30) = 1
      heaviside(-1e-30) = 0
      heaviside(Infinity) = 1
      heaviside(-Infinity) = 0
      heaviside(NaN) = NaN
      sqrt(0) = 0
      sqrt(-0) = -0
      sqrt(Infinity) = Infinity
      sqrt(NaN) = NaN
      sin(0) = 0
      sin(Infinity) = NaN
      sin(-Infinity) = NaN
      sin(NaN) = NaN
      cos(0) = 1
      cos(-0) = 1
      cos(Infinity) = NaN
      cos(NaN) = NaN
      tanh(0) = 0
      tanh(-0) = -0
      tanh(Infinity) = 1
      tanh(-Infinity) = -1
      tanh(NaN) = NaN
      abs(-0) = 0
      abs(-Infinity) = Infinity
      abs(NaN) = NaN
      sign(0) = 0
      sign(-0) = -0
      sign(Infinity) = 1
      sign(-Infinity) = -1
      sign(NaN) = NaN
      tan(0) = 0
      tan(-0) = -0
      tan(Infinity) = NaN
      tan(NaN) = NaN
      asin(0) = 0
      asin(-0) = -0
      asin(1) = 1.5707963267948966
      asin(-1) = -1.5707963267948966
      asin(1.0000002) = NaN
      asin(-Infinity) = NaN
      asin(NaN) = NaN
      acos(1) = 0
      acos(-1) = 3.141592653589793
      acos(0) = 1.5707963267948966
      acos(-1.0000002) = NaN
      acos(Infinity) = NaN
      acos(NaN) = NaN
      atan(0) = 0
      atan(-0) = -0
      atan(Infinity) = 1.5707963267948966
      atan(-Infinity) = -1.5707963267948966
      atan(NaN) = NaN
      sinh(0) = 0
      sinh(-0) = -0
      sinh(Infinity) = Infinity
      sinh(-Infinity) = -Infinity
      sinh(NaN) = NaN
      cosh(0) = 1
      cosh(-0) = 1
      cosh(Infinity) = Infinity
      cosh(-Infinity) = Infinity
      cosh(NaN) = NaN
      expm1(0) = 0
      expm1(-0) = -0
      expm1(-Infinity) = -1
      expm1(-100) = -1
      expm1(Infinity) = Infinity
      expm1(NaN) = NaN
      log1p(0) = 0
      log1p(-0) = -0
      log1p(-1) = -Infinity
      log1p(-1.5) = NaN
      log1p(-Infinity) = NaN
      log1p(Infinity) = Infinity
      log1p(NaN) = NaN
      cbrt(0) = 0
      cbrt(-0) = -0
      cbrt(8) = 2
      cbrt(-27) = -3
      cbrt(Infinity) = Infinity
      cbrt(-Infinity) = -Infinity
      cbrt(NaN) = NaN
      erf(0) = 0
      erf(-0) = -0
      erf(Infinity) = 1
      erf(-Infinity) = -1
      erf(-7) = -1
      erf(NaN) = NaN
      floor(0) = 0
      floor(-0) = -0
      floor(0.5) = 0
      floor(-0.5) = -1
      floor(-1) = -1
      floor(2.999) = 2
      floor(8388607.5) = 8388607
      floor(-8388607.5) = -8388608
      floor(1e30) = 1e30
      floor(Infinity) = Infinity
      floor(-Infinity) = -Infinity
      floor(NaN) = NaN
      min(1, 2) = 1
      min(2, 1) = 1
      min(0, -0) = -0
      min(-0, 0) = -0
      min(-Infinity, NaN) = NaN
      min(NaN, 1) = NaN
      min(Infinity, Infinity) = Infinity
      max(1, 2) = 2
      max(2, 1) = 2
      max(0, -0) = 0
      max(-0, 0) = 0
      max(-0, -0) = -0
      max(Infinity, NaN) = NaN
      max(NaN, 1) = NaN
      atan2(0, 0) = 0
      atan2(-0, 0) = -0
      atan2(0, -0) = 3.141592653589793
      atan2(-0, -0) = -3.141592653589793
      atan2(0, -1) = 3.141592653589793
      atan2(-0, -1) = -3.141592653589793
      atan2(0, 1) = 0
      atan2(1, 0) = 1.5707963267948966
      atan2(-1, -0) = -1.5707963267948966
      atan2(1, 1) = 0.7853981633974483
      atan2(-1, -1) = -2.356194490192345
      atan2(Infinity, Infinity) = 0.7853981633974483
      atan2(Infinity, -Infinity) = 2.356194490192345
      atan2(1, Infinity) = 0
      atan2(-1, Infinity) = -0
      atan2(1, -Infinity) = 3.141592653589793
      atan2(Infinity, 1) = 1.5707963267948966
      atan2(-Infinity, -1) = -1.5707963267948966
      atan2(NaN, 1) = NaN
      atan2(1, NaN) = NaN
      atan2(0, NaN) = NaN
      pow(2, 10) = 1024
      pow(-2, 3) = -8
      pow(-2, -2) = 0.25
      pow(4, 0.5) = 2
      pow(-2, 0.5) = NaN
      pow(0, 0) = 1
      pow(NaN, 0) = 1
      pow(Infinity, -0) = 1
      pow(1, NaN) = NaN
      pow(2, NaN) = NaN
      pow(NaN, 2) = NaN
      pow(0, 2) = 0
      pow(-0, 3) = -0
      pow(-0, 2) = 0
      pow(0, -1) = Infinity
      pow(-0, -1) = -Infinity
      pow(-0, -0.5) = Infinity
      pow(Infinity, 2) = Infinity
      pow(Infinity, -2) = 0
      pow(-Infinity, 3) = -Infinity
      pow(-Infinity, 2) = Infinity
      pow(-Infinity, -3) = -0
      pow(-Infinity, 0.5) = Infinity
      pow(2, Infinity) = Infinity
      pow(2, -Infinity) = 0
      pow(0.5, Infinity) = 0
      pow(0.5, -Infinity) = Infinity
      pow(-2, Infinity) = Infinity
      pow(-0.5, Infinity) = 0
      pow(1, Infinity) = NaN
      pow(-1, -Infinity) = NaN
      pow(1, 1e30) = 1
      pow(-1, 1e30) = 1
      pow(-1, 8388607) = -1
      pow(10, 1e30) = Infinity
      pow(10, -1e30) = 0
      """;

  private static final String SINGLE =
      """
      exp(1e-45) = 1
      exp(88.72283) = 3.4027985e38
      exp(88.72284) = Infinity
      exp(3.4e38) = Infinity
      exp(-87.33655) = 1.1754907e-38
      exp(-103.27893) = 1.4e-45
      exp(-104) = 0
      exp(-3.4e38) = 0
      log(1e-45) = -103.27893
      log(1.1754944e-38) = -87.33655
      log(3.4028235e38) = 88.72284
      log(-1e-45) = NaN
      sqrt(1e-45) = 3.743392e-23
      sqrt(-1e-45) = NaN
      sin(1e-45) = 1e-45
      sin(-1e-30) = -1e-30
      sin(1048576) = 0.33049315
      sin(1048576.1) = NaN
      sin(3.4e38) = NaN
      cos(1e-45) = 1
      cos(-1048576.1) = NaN
      tanh(1e-45) = 1e-45
      tanh(-1e-30) = -1e-30
      tanh(9.5) = 1
      tanh(3.4e38) = 1
      abs(-1e-45) = 1e-45
      sign(1e-45) = 1
      sign(-1e-45) = -1
      expm1(1e-45) = 1e-45
      log1p(-1e-45) = -1e-45
      log1p(3.4028235e38) = 88.72284
      sinh(-1e-45) = -1e-45
      sinh(89.4) = 3.3488627e38
      sinh(89.5) = Infinity
      asin(1e-45) = 1e-45
      atan(-1e-45) = -1e-45
      cbrt(1e-45) = 1.1190347e-15
      tan(1048576.1) = NaN
      floor(-1e-45) = -1
      floor(16777217) = 16777216
      atan2(1e-45, 3e38) = 0
      atan2(3e38, 3e38) = 0.7853982
      atan2(1e-45, 1e-45) = 0.7853982
      pow(-1, 16777215) = -1
      pow(2, -149) = 1e-45
      pow(1e-45, 0.5) = 3.743392e-23
      pow(1.0000001, 2e9) = Infinity
      """;

  private static final String DOUBLE =
      """
      exp(709.782712893384) = 1.7976931348622732e308
      exp(709.7827128933841) = Infinity
      exp(-745.1332191019411) = 4.9e-324
      exp(-745.1332191019412) = 0
      exp(-708.3964185322641) = 2.2250738585072626e-308
      log(4.9e-324) = -744.4400719213812
      log(1.7976931348623157e308) = 709.782712893384
      log(-4.9e-324) = NaN
      sqrt(4.9e-324) = 2.2227587494850775e-162
      sin(-0) = -0
      sin(-1e-300) = -1e-300
      sin(4.9e-324) = 4.9e-324
      sin(1073741824) = -0.6173264150460421
      sin(1073741824.0000002) = NaN
      cos(1073741825) = NaN
      tanh(4.9e-324) = 4.9e-324
      tanh(-1e-300) = -1e-300
      expm1(4.9e-324) = 4.9e-324
      log1p(-4.9e-324) = -4.9e-324
      log1p(1.7976931348623157e308) = 709.782712893384
      sinh(-4.9e-324) = -4.9e-324
      asin(4.9e-324) = 4.9e-324
      atan(-4.9e-324) = -4.9e-324
      cbrt(4.9e-324) = 1.7031839360032603e-108
      erf(4.9e-324) = 4.9e-324
      floor(4503599627370495.5) = 4503599627370495
      floor(-4503599627370495.5) = -4503599627370496
      floor(9007199254740993) = 9007199254740992
      floor(-4.9e-324) = -1
      atan2(4.9e-324, 1.7e308) = 0
      atan2(1.7e308, 1.7e308) = 0.7853981633974483
      atan2(4.9e-324, 4.9e-324) = 0.7853981633974483
      pow(-1, 9007199254740991) = -1
      pow(2, -1074) = 4.9e-324
      pow(4.9e-324, 0.5) = 2.2227587494850775e-162
      pow(1.0000000000000002, 4e18) = Infinity
      """;

  private static final Pattern LINE = Pattern.compile("(\\w+)\\((.*)\\) = (.*)");

  @ParameterizedTest
  @EnumSource
  void specialValues(Precision precision) {
    for (String line : BOTH.lines().toList()) {
      assertHolds(precision, line);
    }
    String own =
        switch (precision) {
          case SINGLE -> SINGLE;
          case DOUBLE -> DOUBLE;
        };
    for (String line : own.lines().toList()) {
      assertHolds(precision, line);
    }
  }

  private static void assertHolds(Precision precision, String line) {
    Matcher parts = LINE.matcher(line);
    assertEquals(true, parts.matches(), line);
    List<String> numbers = Arrays.asList(parts.group(2).split(", "));
    double[][] values = new double[numbers.size()][1];
    for (int i = 0; i < values.length; i++) {
      values[i][0] = rounded(precision, numbers.get(i));
    }
    try (Evaluation evaluation = Evaluation.of(parts.group(1), precision)) {
      evaluation.run(values);
    }
    double expected = rounded(precision, parts.group(3));
    assertEquals(
        Double.doubleToLongBits(expected),
        Double.doubleToLongBits(values[0][0]),
        () -> line + ", but found " + values[0][0]);
  }

  private static double rounded(Precision precision, String number) {
    return switch (precision) {
      case SINGLE -> Float.parseFloat(number);
      case DOUBLE -> Double.parseDouble(number);
    };
  }
}
