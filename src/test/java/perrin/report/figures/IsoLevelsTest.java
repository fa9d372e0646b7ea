package perrin.report.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import perrin.statistics.verdict.Digits;

/** Heights of contour lines: in order, as round as their distances allow. */
class IsoLevelsTest {
  private static final int MANY = 20_000;

  /** Heights of a bowl of quadratic walls, whose levels' shares of the area are even. */
  private static double[] values(double lowest, double height) {
    return IntStream.range(0, MANY)
        .mapToDouble(i -> lowest + height * StrictMath.pow(i / (MANY - 1.0), 2))
        .toArray();
  }

  @Test
  void theyRise() {
    for (double height : new double[] {1e-9, 3e-4, 1, 17, 2.5e6, 1e300}) {
      double[] levels = IsoLevels.of(values(-height, height));
      assertEquals(15, levels.length, "of height " + height);
      for (int i = 1; i < levels.length; i++) {
        assertTrue(levels[i] > levels[i - 1], Arrays.toString(levels));
      }
    }
  }

  @Test
  void theyAreRound() {
    double[] levels = IsoLevels.of(values(-100, 150));
    for (int i = 1; i + 1 < levels.length; i++) {
      int decimals = new BigDecimal(Digits.rounded(levels[i], 12)).stripTrailingZeros().scale();
      double gap = Math.min(levels[i] - levels[i - 1], levels[i + 1] - levels[i]);
      assertTrue(StrictMath.pow(10, -decimals) > gap / 25, levels[i] + " beside " + gap);
    }
  }

  @Test
  void aPlateauHasOneLevel() {
    assertArrayEquals(new double[] {3}, IsoLevels.of(new double[] {3, 3, 3, Double.NaN}));
    assertEquals(0, IsoLevels.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY}).length);
  }
}
