package perrin.statistics.distances;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.statistics.StudentT;

/** Student's t and the folded Gaussian. */
class DistributionsTest {
  /** Quantiles from printed tables. */
  @ParameterizedTest
  @CsvSource({"0.05, 7, 2.3646", "0.05, 63, 1.9983", "0.001, 7, 5.4079", "0.05, 1, 12.7062"})
  void studentQuantiles(double p, double degreesOfFreedom, double t) {
    assertEquals(t, StudentT.quantile(p, degreesOfFreedom), 5e-5);
    assertEquals(p, StudentT.twoSided(-t, degreesOfFreedom), 2e-4 * p);
  }

  @Test
  void nothingExceedsInfinity() {
    assertEquals(0, StudentT.twoSided(Double.POSITIVE_INFINITY, 10));
    assertEquals(1, StudentT.twoSided(0, 10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 0.5, 1, 3, 10, 1000})
  void foldedNormalInverts(double z) {
    // near 0 the mean is flat, h ≈ 0.8 (1 + z²/2), so that the inverse loses digits
    assertEquals(z, FoldedNormal.inverse(FoldedNormal.mean(z)), 1e-13 / z + 1e-12 * z);
  }

  @Test
  void foldedNormalMeans() {
    assertEquals(Math.sqrt(2 / Math.PI), FoldedNormal.mean(0), 1e-15);
    assertEquals(1.16663, FoldedNormal.mean(1), 1e-5); // 2φ(1) + 2Φ(1) − 1
    assertEquals(50, FoldedNormal.mean(50), 1e-13);
    assertEquals(0, FoldedNormal.inverse(0.7));
    assertEquals(0, FoldedNormal.inverse(Double.NaN));
  }
}
