package perrin.statistics.noise;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import perrin.statistics.Interval;

/**
 * A symmetric tensor that was averaged over independent positions.
 *
 * @param mean shape [coordinates][coordinates]
 * @param error standard errors, of the same shape
 */
public record Tensor(double[][] mean, double[][] error) {
  /** Standard errors to either end of a Gaussian's interval of 95 %. */
  private static final double TWO_SIDED = 1.96;

  /** Σ_i mean_ii / d. */
  public double scalar() {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += mean[i][i] / mean.length;
    }
    return sum;
  }

  /** The same with an interval, as if errors of the diagonal were independent. */
  public Interval scalarInterval() {
    double squares = 0;
    for (int i = 0; i < error.length; i++) {
      squares += error[i][i] * error[i][i];
    }
    double half = TWO_SIDED * Math.sqrt(squares) / error.length;
    return new Interval(scalar(), scalar() - half, scalar() + half);
  }

  /** Its principal values, the largest first; NaN where it is not finite. */
  public double[] principal() {
    return principal(mean);
  }

  private static double[] principal(double[][] mean) {
    double[] unknown = new double[mean.length];
    Arrays.fill(unknown, Double.NaN);
    for (double[] row : mean) {
      for (double value : row) {
        if (!Double.isFinite(value)) {
          return unknown;
        }
      }
    }
    return mean.length == 1
        ? mean[0].clone()
        : new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(mean)).getEigenvalues();
  }

  /** The direction of a principal value, of length 1, its largest component above 0. */
  public double[] direction(int number) {
    if (mean.length == 1) {
      return new double[] {1};
    }
    double[] found =
        new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(mean))
            .getEigenvector(number)
            .toArray();
    int largest = 0;
    for (int i = 1; i < found.length; i++) {
      largest = Math.abs(found[i]) > Math.abs(found[largest]) ? i : largest;
    }
    if (found[largest] < 0) {
      Arrays.setAll(found, i -> -found[i]);
    }
    return found;
  }

  /**
   * How much it differs between directions: the standard deviation of its principal values over
   * their mean; 0 where all are equal.
   */
  public double anisotropy() {
    return anisotropy(mean);
  }

  /** The same of a tensor without errors, shape [coordinates][coordinates]. */
  static double anisotropy(double[][] mean) {
    double average = 0;
    double squares = 0;
    for (int i = 0; i < mean.length; i++) {
      average += mean[i][i] / mean.length;
      for (double value : mean[i]) {
        squares += value * value / mean.length;
      }
    }
    return Math.sqrt(Math.max(0, squares - average * average)) / average;
  }

  /** Whether all values are equal, NaN to NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.deepEquals(mean, that.mean)
        && Arrays.deepEquals(error, that.error);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(mean);
  }
}
