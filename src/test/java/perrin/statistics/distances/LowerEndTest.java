package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LowerEndTest {
  private static final double AT_ZERO = 1.645;
  private static final double BEYOND = 1.96;

  @Test
  void nothingBelowWhatNoiseExceeds() {
    assertEquals(0, LowerEnd.of(-3, AT_ZERO, BEYOND));
    assertEquals(0, LowerEnd.of(1.64, AT_ZERO, BEYOND));
  }

  /** Feldman & Cousins' 95 % interval (1998, § IV B) of a Gaussian bounded below by 0. */
  @Test
  void closeToFeldmanAndCousins() {
    assertEquals(0.35, LowerEnd.of(2, AT_ZERO, BEYOND), 0.06);
    assertEquals(0.76, LowerEnd.of(2.5, AT_ZERO, BEYOND), 0.06);
    assertEquals(2.04, LowerEnd.of(4, AT_ZERO, BEYOND), 0.01);
  }

  @Test
  void continuousAndRising() {
    double before = 0;
    for (double estimate = 1; estimate < 6; estimate += 0.001) {
      double low = LowerEnd.of(estimate, AT_ZERO, BEYOND);
      assertEquals(before, low, 0.0012);
      assertEquals(0, Math.min(0, low - before));
      before = low;
    }
  }
}
