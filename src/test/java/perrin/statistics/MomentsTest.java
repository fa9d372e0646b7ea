package perrin.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final int COHORT = 32;

  /** Leaves as backends make them: each a cohort's count, sum and m2. */
  private record Leaves(double[] count, double[] sum, double[] m2) {
    static Leaves of(double[] values) {
      int n = (values.length + COHORT - 1) / COHORT;
      var leaves = new Leaves(new double[n], new double[n], new double[n]);
      for (int c = 0; c < n; c++) {
        int end = Math.min(values.length, (c + 1) * COHORT);
        double[] cohort = Arrays.copyOfRange(values, c * COHORT, end);
        double sum = Arrays.stream(cohort).sum();
        leaves.count[c] = cohort.length;
        leaves.sum[c] = sum;
        leaves.m2[c] =
            Arrays.stream(cohort).map(x -> x - sum / cohort.length).map(d -> d * d).sum();
      }
      return leaves;
    }

    Moments reduce(long first, int from, int to) {
      return Moments.reduce(
          first + from,
          to - from,
          Arrays.copyOfRange(count, from, to),
          Arrays.copyOfRange(sum, from, to),
          Arrays.copyOfRange(m2, from, to));
    }

    Moments reduce(long first) {
      return reduce(first, 0, count.length);
    }
  }

  private static double[] values(int n, double mean) {
    var random = new SplittableRandom(7);
    return random.doubles(n).map(u -> mean + u).toArray();
  }

  @Test
  void equalsTheTwoPassMeanAndVariance() {
    double[] v = values(1003, 0);
    double mean = Arrays.stream(v).average().orElseThrow();
    double variance = Arrays.stream(v).map(x -> (x - mean) * (x - mean)).sum() / v.length;
    Moments all = Leaves.of(v).reduce(17);
    assertEquals(1003, all.count());
    assertEquals(mean, all.mean(), 1e-15);
    assertEquals(variance, all.variance(), 1e-15);
  }

  @Test
  void keepsTheVarianceFarFromZero() {
    double near = Leaves.of(values(4096, 0)).reduce(0).variance();
    double far = Leaves.of(values(4096, 1e8)).reduce(0).variance();
    assertEquals(near, far, 1e-8); // ⟨x²⟩ − ⟨x⟩² would be off by about 1
  }

  @Test
  void doesNotDependOnWhereTheRangeIsCut() {
    var leaves = Leaves.of(values(64 * COHORT, 3));
    Moments whole = leaves.reduce(128);
    for (int size = 1; size < 64; size *= 2) {
      int parts = 64 / size;
      double[] count = new double[parts];
      double[] sum = new double[parts];
      double[] m2 = new double[parts];
      for (int p = 0; p < parts; p++) {
        Moments part = leaves.reduce(128, p * size, (p + 1) * size);
        count[p] = part.count();
        sum[p] = part.sum();
        m2[p] = part.m2();
      }
      assertEquals(whole, Moments.reduce(128 / size, parts, count, sum, m2), "parts of " + size);
    }
  }

  @Test
  void raggedTilesContinueAtTileLevel() {
    long first = 1003;
    var leaves = Leaves.of(values(300 * COHORT - 5, 1));
    Moments whole = leaves.reduce(first);
    int tiles = (int) ((first + 299) / 32 - first / 32 + 1);
    double[] count = new double[tiles];
    double[] sum = new double[tiles];
    double[] m2 = new double[tiles];
    for (int t = 0; t < tiles; t++) {
      int from = (int) Math.max(0, (first / 32 + t) * 32 - first);
      int to = (int) Math.min(300, (first / 32 + t + 1) * 32 - first);
      Moments tile = leaves.reduce(first, from, to);
      count[t] = tile.count();
      sum[t] = tile.sum();
      m2[t] = tile.m2();
    }
    assertEquals(whole, Moments.reduce(first / 32, tiles, count, sum, m2));
  }

  @Test
  void mergingWithNothingChangesNothing() {
    var some = new Moments(3, 6, 2);
    assertEquals(some, some.merge(Moments.NONE));
    assertEquals(some, Moments.NONE.merge(some));
    assertTrue(Double.isNaN(Moments.NONE.mean()));
  }

  @Test
  void refusesArraysThatAreTooShort() {
    double[] two = new double[2];
    assertThrows(
        IllegalArgumentException.class, () -> Moments.reduce(0, 2, two, two, new double[1]));
  }
}
