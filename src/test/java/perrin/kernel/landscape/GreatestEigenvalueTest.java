package perrin.kernel.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreatestEigenvalueTest {
  private static final double[][] MATRIX = {{2, -0.3, 0.7}, {-0.3, 1.1, 0.2}, {0.7, 0.2, -3}};

  private static double[][] times(int power) {
    return Arrays.stream(MATRIX)
        .map(row -> Arrays.stream(row).map(entry -> Math.scalb(entry, power)).toArray())
        .toArray(double[][]::new);
  }

  /** What the search finds of the entries as they are, to the last bit. */
  @ParameterizedTest
  @ValueSource(ints = {-200, -30, 0, 7, 200})
  void ordinaryEntriesKeepTheirBits(int power) {
    var search = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(times(power)));
    double expected = Arrays.stream(search.getEigenvalues()).max().orElseThrow();
    assertEquals(expected, GreatestEigenvalue.of(times(power)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1000, -600, -300, 300, 600, 1020})
  void largeAndSmallOnesAreScaled(int power) {
    double expected = Math.scalb(GreatestEigenvalue.of(MATRIX), power);
    assertEquals(expected, GreatestEigenvalue.of(times(power)), Math.abs(expected) * 1e-14);
  }

  @Test
  void whatIsBeyondDoublePrecisionIsInfinite() {
    double large = Double.MAX_VALUE;
    assertEquals(
        Double.POSITIVE_INFINITY,
        GreatestEigenvalue.of(new double[][] {{large, large}, {large, large}}));
    assertEquals(0, GreatestEigenvalue.of(new double[2][2]));
  }
}
