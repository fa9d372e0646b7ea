package perrin.statistics.reference;

/**
 * Legendre polynomials P_0 … P_{N−1} on [−1, 1] and the Gauss rule of N points, which gives the
 * series Σ c_k P_k of a function: c_k = (k + ½) ∫ f P_k.
 */
final class Legendre {
  private static final GaussRule RULE = GaussRule.OF_12;

  /** Number of points and of polynomials. */
  static final int N = 12;

  /** (k + ½)·weight_i·P_k(point_i), [k][i]. */
  private static final double[][] PROJECTION = projection();

  private Legendre() {}

  static double point(int i) {
    return RULE.point(i);
  }

  static double weight(int i) {
    return RULE.weight(i);
  }

  private static double[][] projection() {
    double[][] projection = new double[N][N];
    for (int i = 0; i < N; i++) {
      double[] p = values(point(i));
      for (int k = 0; k < N; k++) {
        projection[k][i] = (k + 0.5) * weight(i) * p[k];
      }
    }
    return projection;
  }

  /** P_0(z) … P_{N−1}(z), [N]. */
  static double[] values(double z) {
    double[] p = new double[N];
    p[0] = 1;
    p[1] = z;
    for (int k = 2; k < N; k++) {
      p[k] = ((2 * k - 1) * z * p[k - 1] - (k - 1) * p[k - 2]) / k;
    }
    return p;
  }

  /** ∫ P_k from −1 to z for each k, [N]: (P_{k+1} − P_{k−1})/(2k + 1), and z + 1. */
  static double[] integrals(double z) {
    double[] p = values(z);
    double[] integrals = new double[N];
    integrals[0] = z + 1;
    for (int k = 1; k < N; k++) {
      double next = ((2 * k + 1) * z * p[k] - k * p[k - 1]) / (k + 1);
      integrals[k] = (next - p[k - 1]) / (2 * k + 1);
    }
    return integrals;
  }

  /**
   * The coefficients of Σ c_kl P_k(a) P_l(b).
   *
   * @param values of a function at the points, [i·N + j]
   * @return c_kl, [k·N + l]
   */
  static double[] coefficients(double[] values) {
    double[] half = new double[N * N];
    double[] result = new double[N * N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        for (int l = 0; l < N; l++) {
          half[i * N + l] += PROJECTION[l][j] * values[i * N + j];
        }
      }
    }
    for (int k = 0; k < N; k++) {
      for (int i = 0; i < N; i++) {
        for (int l = 0; l < N; l++) {
          result[k * N + l] += PROJECTION[k][i] * half[i * N + l];
        }
      }
    }
    return result;
  }
}
