package perrin.kernel.landscape;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/** The greatest eigenvalue of a symmetric matrix, as large or small as its entries may be. */
final class GreatestEigenvalue {
  /** Powers of two that are far from the ends of double precision, squared and summed, too. */
  private static final int ORDINARY = 256;

  private GreatestEigenvalue() {}

  /**
   * Brings entries that are far from 1 there by a power of two, which changes no digit; the search
   * makes squares of them.
   *
   * @param entries symmetric, finite; shape [n, n]
   * @return NaN where the search does not come to an end
   */
  static double of(double[][] entries) {
    double largest =
        Arrays.stream(entries).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    int exponent = Math.getExponent(largest);
    int scale = largest > 0 && Math.abs(exponent) > ORDINARY ? exponent : 0;
    double[][] scaled =
        Arrays.stream(entries)
            .map(row -> Arrays.stream(row).map(entry -> Math.scalb(entry, -scale)).toArray())
            .toArray(double[][]::new);
    return Math.scalb(ofOrdinary(MatrixUtils.createRealMatrix(scaled)), scale);
  }

  private static double ofOrdinary(RealMatrix matrix) {
    // What adds nothing keeps the search for eigenvalues from coming to an end.
    double least = Math.ulp(matrix.getNorm1()) / 2;
    for (int i = 0; i < matrix.getRowDimension(); i++) {
      for (int j = 0; j < matrix.getColumnDimension(); j++) {
        if (Math.abs(matrix.getEntry(i, j)) < least * 1e-3) {
          matrix.setEntry(i, j, 0);
        }
      }
    }
    try {
      double[] eigenvalues = new EigenDecompositionSymmetric(matrix).getEigenvalues();
      return Arrays.stream(eigenvalues).max().orElseThrow();
    } catch (MathIllegalStateException _) {
      return Double.NaN;
    }
  }
}
